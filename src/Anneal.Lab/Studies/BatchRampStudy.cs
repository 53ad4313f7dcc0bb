using Anneal.Lab.Studies.BatchRamps;
using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies;

/// <summary>When to raise the batch, at equal data.</summary>
public sealed class BatchRampStudy : Study
{
    static readonly CountParameter seeds = new("seeds", "Seeds; every arm is trained with each.", 4) { Quick = 2, Min = 2, Max = 100 };
    static readonly CountParameter steps = new("steps", "D/B₁: updates of a run at the small batch only.", 2500) { Quick = 320, Min = 100, Max = 1_000_000 };
    static readonly CountParameter small = new("small", "B₁: sequences per update before the switch.", 8) { Quick = 4, Max = 1024 };
    static readonly CountParameter factor = new("factor", "B₂/B₁.", 4) { Min = 2, Max = 16 };

    const string Source = "Fast catch-up, late switching 2026, arXiv:2602.14208";
    const int Early = 1, Late = 3, Never = 4;

    static readonly string[] words = ["large batch only", "after 25 %", "after 50 %", "after 75 %", "small batch only"];

    /// <inheritdoc/>
    public override string Title => "Batch ramps: switch late";

    /// <inheritdoc/>
    public override string Question =>
        "With a fixed amount of data, when should a run go over from a small batch to a large one? A small transformer switches after none, a quarter, half, three quarters or all of its data, under a constant rate and under one that decays.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [Source, "Li et al. 2025, Functional scaling laws in kernel regression, arXiv:2509.19189"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [seeds, steps, small, factor];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (count, sizes) = (context.Get(seeds), new RampSizes(context.Get(small), context.Get(factor), context.Get(steps)));
        double[] rates = context.Quick ? [8e-3] : [1e-3, 2e-3, 4e-3, 8e-3];
        // One rate's runs are also set beside one another at equal updates; they are the longest and start first.
        var middle = (rates.Length - 1) / 2;
        int[] order = [middle, .. Enumerable.Range(0, rates.Length).Where(rate => rate != middle)];
        TrainingConfig Configure(int seed, Schedule schedule) => Config(context, schedule, seed);
        var runs = context.Map(0.97, rates.Length * count, i =>
            RampRuns.Of(sizes, rates[order[i / count]], i < count, schedule => Configure(i % count, schedule), context.Cancellation));
        RampRuns At(int rate, int seed) => runs[(Array.IndexOf(order, rate) * count) + seed];
        double[][][] Losses(Func<RampRuns, int, double> loss) =>
            [.. RampSizes.Switches.Select((_, share) => (double[][])[.. rates.Select((_, rate) => (double[])[.. Enumerable.Range(0, count).Select(seed => loss(At(rate, seed), share))])])];
        var table = new RampTable(rates, Losses((run, share) => RampRuns.Last(run.Constant[share])), Losses((run, share) => run.Decayed[share]));
        var catchUp = new CatchUp(sizes, [.. runs.Take(count).Where(run => run.Whole is { Diverged: null } && run.Heads.All(head => head.Diverged is null))], rates[order[0]]);
        NetworkRun[] Arm(int rate, int share) => [.. Enumerable.Range(0, count).Select(seed => At(rate, seed).Constant[share])];
        var published = context.IsPublished(seeds, steps, small, factor);
        var whole = context.Do(0.03, () => Whole(sizes, At(0, 0).Constant[2], schedule => Configure(0, schedule), context.Cancellation));
        return new(
            $"With a constant rate the switch after 75 % of the data ends {Gain(table, false, Early)} nats lower than one after 25 %, {Gain(table, false, 0)} lower than the large batch only and {Gain(table, false, Never)} lower than the small batch only; "
            + $"under a decay {Gain(table, true, Early)}, {Gain(table, true, 0)} and {Gain(table, true, Never)}, with {Digits.Percent(1 - ((double)sizes.Updates(0.75) / sizes.Steps), 2)} fewer updates than the small batch only. "
            + Reached(RampExhibits.Reached(table, Arm, Early), sizes),
            [
                whole,
                Claim.Close("Share of the data that the switches' runs see, least over most", "identity", Data(sizes).Min() / (double)Data(sizes).Max(), 1, 2.0 * sizes.Large / ((long)sizes.Steps * sizes.Small)),
                .. Claims(context, table, published),
                .. catchUp.Claims(published && !context.Quick, context.Quick && context.IsLarge(seeds, steps)),
            ],
            [RampExhibits.Switches(sizes, table), RampExhibits.Curves(sizes, [.. Enumerable.Range(0, count).Select(seed => At(middle, seed).Constant)], rates[middle], words), catchUp.Figure(), RampExhibits.Arms(sizes, table, Arm, words), RampExhibits.Data(table)])
        {
            Limits =
            [
                "One small transformer under AdamW; the paper's runs (0.5B dense, 1B mixtures of experts, up to 10¹² tokens) are out of reach here, and so are downstream scores.",
                $"Every arm takes the best of {rates.Length} rate(s), the same before and after the switch; a batch that rises together with the rate is another question.",
                "The theory is of SGD, whose noise is η/B; AdamW divides gradients by their own size, so that noise falls with the batch more slowly than there.",
            ],
        };
    }

    static IEnumerable<Claim> Claims(StudyContext context, RampTable table, bool published)
    {
        if (context.Quick) yield break;
        foreach (var decayed in (bool[])[false, true])
        {
            var name = decayed ? "Decaying rate" : "Constant rate";
            foreach (var (other, word) in new[] { (Early, "after 25 %"), (0, "at the start"), (Never, "never") })
            {
                var difference = table.Difference(decayed, Late, other);
                var error = difference.Value / difference.Error;
                yield return published && !decayed && other != 0
                    ? Claim.AtMost($"{name}: loss of the switch after 75 % less that {word}, in standard errors", Source, error, -4)
                    : Claim.Show($"{name}: loss of the switch after 75 % less that {word}, in standard errors", Source, error, double.NegativeInfinity);
            }
        }
    }

    static Claim Whole(RampSizes sizes, NetworkRun branch, Func<Schedule, TrainingConfig> configure, CancellationToken cancellation)
    {
        if (branch.Diverged is not null) return Claim.Show("A switched run from a shared trunk diverged, and so was not set beside one from the start", "identity", double.NaN, 0);
        var updates = sizes.Updates(0.5);
        var run = NetworkRun.Train(configure(branch.Config.Schedule[..updates]) with { Batch = branch.Config.Batch, EvaluateEvery = int.MaxValue }, cancellation);
        return Claim.AtMost("Last loss of a run that switches on a shared trunk less that of the run trained from its start", "identity", Math.Abs(run.Final - branch.Final), 0);
    }

    static IEnumerable<long> Data(RampSizes sizes) => RampSizes.Switches.Select(share =>
        ((long)sizes.Before(share) * sizes.Small) + ((long)(sizes.Updates(share) - sizes.Before(share)) * sizes.Large));

    static string Reached(double updates, RampSizes sizes) => double.IsFinite(updates)
        ? $"A switch after 25 % under a constant rate is as low as the small batch's end after {Digits.Count((long)updates)} updates in place of {Digits.Count(sizes.Steps)}."
        : "A switch after 25 % under a constant rate never gets as low as the small batch's end.";

    static string Gain(RampTable table, bool decayed, int other)
    {
        var difference = table.Difference(decayed, other, Late);
        return Digits.PlusMinus(difference.Value, difference.Error);
    }

    static TrainingConfig Config(StudyContext context, Schedule schedule, int seed)
    {
        var number = (context.Seed["runs"].Key << 8) + (ulong)seed + 1;
        return context.Quick
            ? SmallNetworks.TinyLanguage(schedule, number) with { HeldOut = 32 }
            : SmallNetworks.Language(schedule, number) with
            {
                Model = new TransformerModel(16, 32, 1, 2),
                Data = new("language", [new("depth", "2"), new("vocabulary", "128")]),
                HeldOut = 128,
            };
    }
}
