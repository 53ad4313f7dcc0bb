using System.Globalization;
using Anneal.Formats;
using Anneal.Lab.Studies.Robustness;

namespace Anneal.Lab.Studies;

/// <summary>What a base rate that is off costs each schedule, and so how coarse a grid of rates may be.</summary>
public sealed class RobustnessStudy : Study
{
    internal static readonly TextParameter Schedule = new("schedule", "The schedule to answer for, in the notation or as a file; without it, all of the study's.", "SCHEDULE");
    internal static readonly TextParameter Tolerance = new("tolerance", "How much more loss gap than at the best rate is tolerable: 10% or 0.1.", "SHARE") { Default = "10%" };
    internal static readonly CountParameter Horizon = new("horizon", "T of the bounds.", 20_000) { Min = 100, Max = 10_000_000 };
    internal static readonly CountParameter ExampleCount = new("examples", "n of the logistic regression.", 10_000) { Quick = 2_000, Min = 100, Max = 1_000_000 };
    internal static readonly CountParameter Dimension = new("dimension", "d of the logistic regression.", 100) { Quick = 20, Max = 10_000 };
    internal static readonly CountParameter Steps = new("steps", "T of the logistic regression.", 10_000) { Quick = 2_000, Min = 100, Max = 10_000_000 };
    internal static readonly CountParameter Batch = new("batch", "Examples in a batch.", 4) { Max = 100_000 };
    internal static readonly CountParameter Runs = new("runs", "Streams of batches.", 8) { Quick = 8, Min = 2, Max = 1000 };

    /// <inheritdoc/>
    public override string Title => "How coarse may a grid of learning rates be";

    /// <inheritdoc/>
    public override string Question =>
        "A grid search leaves the base rate off by some factor. Which schedules forgive that, by how much, and how far apart may the "
        + "rates of a grid be for a schedule and a tolerance?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Attia and Koren 2025, Benefits of learning rate annealing for tuning-robustness in stochastic optimization, arXiv:2503.09411",
        "Schaipp, Hägele, Taylor, Simsekli, Bach 2025, arXiv:2501.18965, theorem 1 (the last-iterate bound)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters => [Schedule, Tolerance, Horizon, ExampleCount, Dimension, Steps, Batch, Runs];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Arguments, string Meaning)> Examples =>
    [
        ("--schedule 'cosine(1e-3, 0, 10000)' --tolerance 10%", "How coarse may a grid of rates for this schedule be?"),
    ];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        StudyPart[] parts = [GridPart.Run(context), BoundPart.Run(context), ExperimentPart.Run(context)];
        var answer = parts[0];
        return new(
            string.Join(" ", parts.Select(part => part.Finding).OfType<string>()),
            [.. parts.SelectMany(part => part.Claims)],
            // The figure of the bounds is what a reader wants first.
            [parts[1].Exhibits[0], .. answer.Exhibits, .. parts[1].Exhibits.Skip(1), .. parts[2].Exhibits])
        {
            Limits =
            [
                "Bounds are worst cases over convex problems on a bounded domain; too high a rate is survived there and may not be in a network, whose own limit of stability they do not know.",
                "The theorems of the source were read in its abstract; the constants here follow from the last-iterate bound started at any step, the exponents are the source's.",
            ],
        };
    }

    /// <summary>The tolerance as a share.</summary>
    /// <exception cref="InputException">It is none.</exception>
    internal static double ShareOf(StudyContext context)
    {
        var text = context.Get(Tolerance)!.Trim();
        var isPercent = text.EndsWith('%');
        return double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
            ? value / (isPercent ? 100 : 1)
            : throw new InputException($"--tolerance wants a share above 0 such as 10% or 0.1, not {Names.Quote(text)}.");
    }

    /// <summary>The rates of the schedule that was asked for; null for none.</summary>
    /// <exception cref="InputException">It is no schedule, or all its rates are 0.</exception>
    internal static double[]? RatesOf(StudyContext context)
    {
        if (context.Get(Schedule) is not { } text) return null;
        var rates = ScheduleFile.ReadOrParse(text).ToArray();
        return rates.Any(rate => rate > 0)
            ? rates
            : throw new InputException($"--schedule {Names.Quote(text)} has no rate above 0, so there is nothing to tune.");
    }
}
