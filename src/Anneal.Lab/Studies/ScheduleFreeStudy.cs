using Anneal.Lab.Studies.ScheduleFree;

namespace Anneal.Lab.Studies;

/// <summary>Schedule-free optimisers on convex problems, against schedules tuned for a known horizon.</summary>
public sealed class ScheduleFreeStudy : Study
{
    internal static readonly CountParameter Steps = new("steps", "T, the longest horizon of the contest.", 20_000) { Quick = 2_000, Min = 128, Max = 10_000_000 };
    internal static readonly CountParameter Runs = new("runs", "Streams of batches per method and rate.", 8) { Quick = 3, Min = 2, Max = 1000 };
    internal static readonly CountParameter Batch = new("batch", "Examples in a batch.", 4) { Max = 100_000 };

    /// <inheritdoc/>
    public override string Title => "Schedule-free: no horizon needed";

    /// <inheritdoc/>
    public override string Question =>
        "Can a run that does not know when it will end be as good, at every step, as runs whose schedule was made and tuned for that very "
        + "step? What is guaranteed for a schedule inside, and what when the rate finds itself?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024, The Road Less Scheduled, arXiv:2405.15682",
        "Pun, Buchholz, Gower 2025, with Oikonomou and Loizou in version 2, Taking the Road Less Scheduled with Adaptive Polyak Steps, arXiv:2511.07767",
        "ScheduleFree+, arXiv:2605.19095",
        "Liu et al. 2020, On the variance of the adaptive learning rate and beyond, arXiv:1908.03265 (rectification)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters => [Steps, Runs, Batch];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        StudyPart[] parts = [ContestPart.Run(context), BoundPart.Run(context), PolyakPart.Run(context)];
        return new(
            parts[0].Finding!,
            [.. parts[1..].SelectMany(part => part.Claims), .. parts[0].Claims],
            [.. parts.SelectMany(part => part.Exhibits)])
        {
            Limits =
            [
                "The problems are small and convex; networks add normalisation, whose statistics must be taken at x, and weight decay.",
                "On the sharp problem without noise tuned decays to zero beat every average by orders of magnitude; the O(1/√T) theory is about the worst case, which it is not.",
                "The oracle form of the Polyak step is told each batch's loss at the minimiser; with 0 as its bound it stalls at the noise where the losses do not vanish.",
                "ScheduleFree+ takes the least loss to be 0 and, as published with β₁ = 0.9 on top of β = 0.9, diverges here where gradients have no noise: two memories feed one step size. With β₁ = 0 it does not.",
                "RAdam's rectification is in the library and tested, but is no entrant here.",
            ],
        };
    }
}
