using Anneal.Lab.Studies.MultiPowerTheory;

namespace Anneal.Lab.Studies;

/// <summary>Where the multi-power law comes from, and what the schedules that are best under such laws look like.</summary>
public sealed class MultiPowerTheoryStudy : Study
{
    static readonly Func<StudyContext, StudyPart>[] parts = [DecayShapes.Run, DecayPrices.Run, QuadraticModel.Run, MomentumLaw.Run];

    /// <inheritdoc/>
    public override string Title => "Where the multi-power law comes from, and the shape of its decay";

    /// <inheritdoc/>
    public override string Question =>
        "SGD on a quadratic with power-law curvature and noise obeys a multi-power law: with which constants? And what does such a law say about "
        + "the best decay: its form, its exponent, and what a simpler decay costs?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Luo, Wen, Hu, Sun, Liu, Sun, Lyu, Chen 2025, A multi-power law for loss curve prediction across learning rate schedules, arXiv:2503.12811",
        "Tissue, Wang, Wang 2024, Scaling law with learning rate annealing, arXiv:2408.11029",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [.. DecayShapes.Parameters, .. QuadraticModel.Parameters];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context) => StudyPart.Join([.. parts.Select(part => part(context))]);
}
