using Anneal.Lab.Studies.LawDerivation;
using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies;

/// <summary>The experiments from which the multi-power law was derived, on networks trained here.</summary>
public sealed class LawDerivationStudy : Study
{
    static readonly CountParameter seeds = new("seeds", "Seeds; every schedule is trained with each.", 6) { Quick = 2, Min = 2, Max = 100 };
    static readonly CountParameter steps = new("steps", "T: updates before the drops; all other lengths are shares of it.", 3000) { Quick = 240, Min = 100, Max = 1_000_000 };
    static readonly NumberParameter rate = new("rate", "η: the rate before most drops.", 8e-3) { Min = 1e-6, Max = 0.1 };

    const string Source = "Luo et al. 2025, section 3.1";

    /// <inheritdoc/>
    public override string Title => "Where the multi-power law comes from";

    /// <inheritdoc/>
    public override string Question =>
        "When the rate drops, by how much does the loss fall below that of a constant run with the same rate sum, and how fast? Two-stage runs over both rates and the time of the drop, "
        + "and a run of nine stages, are branched from shared trunks of a small transformer.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Luo et al. 2025, A multi-power law for loss curve prediction across learning rate schedules, arXiv:2503.12811, section 3"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [seeds, steps, rate];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (count, sizes) = (context.Get(seeds), new StageSizes(context.Get(steps), context.Get(rate), context.Quick));
        var trunks = sizes.Trunks;
        TrainingConfig Configure(int seed, Schedule schedule) => Config(schedule, context, seed);
        // The first trunk has most branches: its runs start first.
        var runs = context.Map(0.9, trunks.Count * count, i => StageRuns.Of(sizes, trunks[i / count], i < count, schedule => Configure(i % count, schedule), context.Cancellation));
        var falls = trunks.SelectMany((drops, t) => drops.Select((drop, d) => (Drop: drop, Falls: (Fall[])[.. Enumerable.Range(0, count).Select(s => runs[(t * count) + s].Falls[d])]))).ToArray();
        Reduction[] reductions = [.. falls.Where(fall => fall.Drop != sizes.Early).Select(fall => Reduction.Of(fall.Drop, fall.Falls))];
        var early = falls.Single(fall => fall.Drop == sizes.Early);
        var matching = new Matching(
            reductions.Single(reduction => reduction.Drop == sizes.Early with { At = sizes.Steps }),
            Reduction.Of(early.Drop, early.Falls), Reduction.Of(early.Drop, early.Falls, bySteps: true));
        int[] all = [.. Enumerable.Range(0, count)];
        var analyses = context.Map(0.05, count + 1, i => Analysis.Of(sizes, reductions, i == 0 ? all : [.. all.Where(seed => seed != i - 1)]));
        Jackknife Of(Func<Analysis, double> number) => Jackknife.Of(number(analyses[0]), [.. analyses.Skip(1).Select(number)]);
        var stairs = new StairsPart(sizes, [.. Enumerable.Range(0, count).Select(s => runs[s].Stairs!)], analyses[0].Law);
        var (gamma, beta, contrast, size) = (Of(one => one.Gamma), Of(one => one.Power.Beta), Of(one => one.Contrast), Of(one => one.SizeExponent));
        var branched = context.Do(0.05, () => Branched(sizes, early.Falls[0], schedule => Configure(0, schedule), runs[0].Trunk, context.Cancellation));
        var exhibits = new DerivationExhibits(sizes, reductions, analyses[0]);
        return new(
            context.Quick
                ? $"A drop to {Digits.Percent(matching.Late.Drop.After / sizes.Rate)} of the rate ends {Digits.Significant(matching.Late.At(matching.Late.X.Length - 1).Value, 2)} nats/token below the constant run at the same rate sum; "
                    + "runs as short as these show the size of a reduction and not its kernel, which the full variant fits."
                : $"Each drop lowers the loss by B̃(1 − (1 + C̃x)^−β) with β = {Digits.PlusMinus(beta.Value, beta.Error)}; B̃ grows as Δη^({Digits.PlusMinus(size.Value, size.Error)}), and γ = {Digits.PlusMinus(gamma.Value, gamma.Error)} "
                    + $"(the paper, on models of 25M to 400M parameters: 1, γ ≈ 0.5 … 0.65, β ≈ 0.4 … 0.6). An exponential kernel leaves {Digits.PlusMinus(contrast.Value, contrast.Error)} times the error. "
                    + $"The law of the two-stage runs gives {Digits.Percent(stairs.Share.Value, 3)} of the nine-stage run's reduction.",
            [
                branched,
                Least(context, reductions.Min(reduction => reduction.At(reduction.X.Length - 1).Value)),
                .. matching.Claims(context.IsPublished(seeds, steps, rate)),
                Kernel(context, contrast),
                Shown("p of B̃ ∝ (η_A − η_B)^p, drops of one trunk at one T_A", Source, size, 1),
                Shown("The same, trunks of several η_A dropped to one η_B", Source, Of(one => one.SizeAcross), 1),
                Shown("γ of C̃/η_B ∝ η_B^−γ, drops of one trunk at one T_A", $"{Source}: 0.5 … 0.65", gamma, 0.6),
                Shown("β, common to all drops", $"{Source}: 0.4 … 0.6", beta, 0.5),
                Shown("γ of the law with four constants, drops of one trunk at one T_A at once", $"{Source}: 0.5 … 0.65", Of(one => one.Law.Gamma), 0.6),
                Shown("β of the same", $"{Source}: 0.4 … 0.6", Of(one => one.Law.Beta), 0.5),
                Shown("Exponent of C̃ in η_A at one η_B", $"{Source}: none", Of(one => one.SpeedByBefore), 0),
                .. context.Quick ? (Claim[])[] :
                [
                    Shown("Exponent of B̃ in T_A at one η_A and η_B", $"{Source}: none", Of(one => one.SizeByStep), 0),
                    Shown("Exponent of C̃ in T_A at one η_A and η_B", $"{Source}: none", Of(one => one.SpeedByStep), 0),
                ],
                .. stairs.Claims(context.Quick),
            ],
            [exhibits.Reductions(), exhibits.Sizes(), exhibits.Speeds(), matching.Figure(), stairs.Figure(), stairs.Curve(), exhibits.Table(), exhibits.Data()])
        {
            Limits =
            [
                "One small transformer on a synthetic language, and rates that fall at once; the paper's models have 25M to 400M parameters and its drops come after 8,000 updates and more.",
                "A constant run's loss at a rate sum is read from a line through its evaluations within an eighth of that sum, which takes most of its noise away and, early on, bends it by a few thousandths.",
                "Where the paper finds no trace of T_A and η_A in the kernel, here it slows as training goes on: C̃ falls with T_A and with η_A, and B̃ grows less than in proportion across trunks of several η_A.",
                "Asymptotes are extrapolated: B̃ of the slowest drops, and with it β and γ, hang together in the fit; the errors are those of the seeds only.",
            ],
        };
    }

    static TrainingConfig Config(Schedule schedule, StudyContext context, int seed)
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

    static Claim Branched(StageSizes sizes, Fall fall, Func<Schedule, TrainingConfig> configure, NetworkRun trunk, CancellationToken cancellation)
    {
        var schedule = new TwoStage(sizes.Early.Before, sizes.Early.After, sizes.Early.At, sizes.Early.At + sizes.Branch);
        var whole = NetworkRun.Train(configure(schedule) with { EvaluateEvery = int.MaxValue }, cancellation);
        var places = Enumerable.Range(0, trunk.HeldOut.Count).Select(i => trunk.HeldOut.Steps[i] + 1.0).ToArray();
        var at = sizes.Early.At + (sizes.Branch * sizes.Early.After / sizes.Early.Before);
        var apart = Math.Abs(LocalLine.At(places, trunk.HeldOut.Loss, at, at / 8) - whole.Final - fall.BySum[^1]);
        return Claim.AtMost("Last reduction of a branched run less that of the run trained from its start, in units of the loss", "identity", apart, 0);
    }

    static Claim Least(StudyContext context, double least)
    {
        const string Statement = "Least mean reduction of a drop in its last bin (nats/token)";
        return context.IsLarge(seeds, steps) && context.Get(rate) == rate.Default ? Claim.AtLeast(Statement, Source, least, 0) : Claim.Show(Statement, Source, least, 0);
    }

    // The gain of a kernel with one constant more is no chance where it is many errors of the seeds beyond 1.
    static Claim Kernel(StudyContext context, Jackknife contrast)
    {
        return context.Quick || !context.IsPublished(seeds, steps, rate)
            ? Claim.Show("Root mean square that is left by the exponential kernel over that left by the power kernel", Source, contrast.Value, 1)
            : Claim.AtLeast("Root mean square that is left by the exponential kernel over that left by the power kernel, less 1, in standard errors", Source, (contrast.Value - 1) / contrast.Error, 4);
    }

    static Claim Shown(string statement, string source, Jackknife measured, double limit) => Claim.Show(
        double.IsFinite(measured.Error) ? $"{statement} (standard error {Digits.Significant(measured.Error, 2)})" : statement, source, measured.Value, limit);
}
