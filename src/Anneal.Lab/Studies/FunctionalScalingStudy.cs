using Anneal.Lab.Studies.FunctionalScaling;

namespace Anneal.Lab.Studies;

/// <summary>Functional scaling laws: the exact optimum of a finite horizon, fixed shapes, batch sizes, and kernel regression that obeys.</summary>
public sealed class FunctionalScalingStudy : Study
{
    // In the order in which a reader wants them; a part's exhibits follow each other.
    static readonly (IReadOnlyList<StudyParameter> Parameters, Func<StudyContext, StudyPart> Run)[] parts =
    [
        (OptimumPart.Parameters, OptimumPart.Run),
        (KernelRegressionPart.Parameters, KernelRegressionPart.Run),
        (ExponentsPart.Parameters, ExponentsPart.Run),
        (SlopesPart.Parameters, SlopesPart.Run),
        (ShapesPart.Parameters, ShapesPart.Run),
        (BatchPart.Parameters, BatchPart.Run),
        (DynamicsPart.Parameters, DynamicsPart.Run),
    ];

    /// <inheritdoc/>
    public override string Title => "Functional scaling laws: optimal schedules in closed form";

    /// <inheritdoc/>
    public override string Question =>
        "If the loss is a power law of the rate sum plus noise that is forgotten like a power law, which rates and which batch sizes are best, "
        + "what do other shapes cost, and does one-pass SGD on a kernel regression problem agree?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Li et al. 2025, Functional scaling laws in kernel regression, arXiv:2509.19189",
        "Li et al. 2026, Optimal learning-rate schedules under functional scaling laws, arXiv:2602.06797",
        "Fast catch-up, late switching: optimal batch-size scheduling via functional scaling laws, 2026, arXiv:2602.14208",
        "Dieuleveut and Bach 2016, Nonparametric stochastic approximation with large step-sizes, arXiv:1408.0361",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [.. parts.SelectMany(part => part.Parameters).Distinct()];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context) => StudyPart.Join([.. parts.Select(part => part.Run(context))]);
}
