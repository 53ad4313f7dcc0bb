using Anneal.Lab.Studies.RandomFeatures;

namespace Anneal.Lab.Studies;

/// <summary>Power-law random features under one-pass SGD: which schedules are optimal, and how losses, rates and shapes scale.</summary>
public sealed class RandomFeaturesStudy : Study
{
    // In the order in which a reader wants them; a part's exhibits follow each other.
    static readonly (IReadOnlyList<StudyParameter> Parameters, Func<StudyContext, StudyPart> Run)[] parts =
    [
        (OptimalSchedules.Parameters, OptimalSchedules.Run),
        (PhaseDiagram.Parameters, PhaseDiagram.Run),
        (RateTransfer.Parameters, RateTransfer.Run),
        (RateAndBatch.Parameters, RateAndBatch.Run),
        (Momentum.Parameters, Momentum.Run),
        (ComputeOptimum.Parameters, ComputeOptimum.Run),
        (DrawnFeatures.Parameters, DrawnFeatures.Run),
        (StationaryLoss.Parameters, StationaryLoss.Run),
        (VolterraLimit.Parameters, VolterraLimit.Run),
        (SpectralQuadrature.Parameters, SpectralQuadrature.Run),
    ];

    /// <inheritdoc/>
    public override string Title => "Optimal schedules of a random-feature model";

    /// <inheritdoc/>
    public override string Question =>
        "When should the rate fall for the whole of training, and when only at its end? In a linear model of power-law features the "
        + "loss of any schedule is known exactly, so the optimum can be computed and its scaling laws read off.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Bordelon and Mori 2026, Theory of optimal learning-rate schedules and scaling laws for a random feature model, arXiv:2602.04774",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [.. parts.SelectMany(part => part.Parameters).Distinct()];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context) => StudyPart.Join([.. parts.Select(part => part.Run(context))]);
}
