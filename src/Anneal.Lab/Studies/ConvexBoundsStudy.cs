using Anneal.Lab.Studies.ConvexBounds;

namespace Anneal.Lab.Studies;

/// <summary>The last-iterate bound of convex optimisation: values, curves, least schedules, extension, refinement, real losses.</summary>
public sealed class ConvexBoundsStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Convex bounds of learning-rate schedules";

    /// <inheritdoc/>
    public override string Question =>
        "What does convex optimisation say of a schedule before any run, how close do its bounds come to real loss curves, and which schedule do they call best? "
        + "It also prices making a run longer, and turns measured gradient norms into a decay.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Schaipp, Hägele, Taylor, Simsekli, Bach 2025, The surprising agreement between convex optimization theory and learning-rate scheduling for large model training, arXiv:2501.18965",
        "Defazio, Cutkosky, Mehta, Mishchenko 2023, Optimal linear decay learning rate schedules and further refinements, arXiv:2310.07831",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } =
    [
        BoundCurves.Steps, BoundCurves.ProblemSteps, Extension.Steps, Extension.Cooldown, Refinement.Norms, Refinement.Power, Refinement.Steps, Overlay.Runs, Overlay.Steps,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Arguments, string Meaning)> Examples =>
    [
        ("--gradient-norms norms.csv", "The linear decay refined by the gradient norms of a run of your own"),
        ("--runs runs/a.csv,runs/b.csv", "The bound laid over losses of your own"),
    ];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        // A file that cannot be used is said before anything is computed.
        var courses = Refinement.Courses(context);
        return StudyPart.Join(
            [
                Overlay.Run(context), BoundTable.Run(context), BoundCurves.Run(context), LeastBounds.Run(context), Extension.Run(context), Refinement.Run(context, courses),
            ],
            "The bound is for convex, non-smooth problems with bounded gradients; that it has the shapes of real loss curves is an observation, not a theorem.",
            "It knows D and G only as factors: it says how the best base rate changes between schedules and lengths, not what it is.",
            "The closed form printed for a cooldown comes out just above the bound only with half the difference of its harmonic numbers; with the whole difference it is 23 % above at a 20 % cooldown.");
    }
}
