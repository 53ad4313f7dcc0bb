using Anneal.Lab.Studies.AdaptiveNet;

namespace Anneal.Lab.Studies;

/// <summary>Schedules that look at the run: at its spectrum, its losses, its gradients; on networks, against tuned ones.</summary>
public sealed class AdaptiveNetStudy : Study
{
    internal static readonly CountParameter Steps = new("steps", "T: updates of a run.", 400) { Quick = 20, Min = 20, Max = 1_000_000 };
    internal static readonly CountParameter Seeds = new("seeds", "Runs that every tuned setting is compared with.", 4) { Quick = 2, Min = 2, Max = 1000 };

    /// <inheritdoc/>
    public override string Title => "Adaptive schedules on networks";

    /// <inheritdoc/>
    public override string Question =>
        "Schedules that are made from what a run shows – the Hessian's spectrum, the losses, the gap to a hoped-for loss, the gradient norms – against tuned ones, on a small language model and a "
        + "small image model, with the same number of tried settings.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Pan, Ye, Zhang 2022, Eigencurve: optimal learning rate schedule for SGD on quadratic objectives with skewed Hessian spectrums, arXiv:2110.14109",
        "Where does warm-up come from? 2026, arXiv:2602.05813",
        "Inexact Muon 2025, arXiv:2510.19933 (abstract)",
        "GreedyLR 2025, arXiv:2512.14527, and its public code",
        "Defazio, Cutkosky, Mehta, Mishchenko 2023, Optimal linear decay learning rate schedules and further refinements, arXiv:2310.07831",
        "Schaipp et al. 2025, The surprising agreement between convex optimization theory and learning-rate scheduling for large model training, arXiv:2501.18965",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [Steps, Seeds];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return StudyPart.Join(
            [
                EigencurvePart.Run(context, 0.15),
                WarmupPart.Run(context, 0.15),
                MuonPart.Run(context, 0.2),
                GreedyPart.Run(context, 0.15),
                RefinedPart.Run(context, 0.15),
                ContinuationPart.Run(context, 0.2),
            ],
            "The standard errors are of the comparison's seeds; which setting the tuning chose has a scatter of its own, which they do not hold.",
            "Networks of some 10,000 and 2,400 parameters, runs of some hundred updates; what the papers show on models of millions and billions of parameters is out of reach here.");
    }
}
