using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>What a drop did in the run of one seed.</summary>
/// <param name="X">Updates at η_B.</param>
/// <param name="BySum">L_constant at the same rate sum less L.</param>
/// <param name="ByStep">L_constant at the same step less L; NaN unless asked for.</param>
/// <param name="Chance">The constant run's loss at the drop less that without its noise.</param>
sealed record Fall(double[] X, double[] BySum, double[] ByStep, double Chance);

/// <summary>The nine-stage run of one seed.</summary>
/// <param name="X">Updates after the first drop.</param>
/// <param name="Reduction">The loss reduction of the whole run against the trunk at the same rate sum.</param>
/// <param name="Losses">Losses at the last rate sum of the runs that take only the first k drops, k = 0 … 8.</param>
sealed record Staircase(double[] X, double[] Reduction, double[] Losses);

/// <summary>The runs of one seed and one trunk.</summary>
/// <param name="Trunk">The constant run.</param>
/// <param name="Falls">Its drops, in order.</param>
/// <param name="Stairs">The nine-stage run; null where the trunk has none.</param>
sealed record StageRuns(NetworkRun Trunk, IReadOnlyList<Fall> Falls, Staircase? Stairs)
{
    /// <summary>Trains a constant run and branches two-stage runs from it.</summary>
    /// <param name="sizes">Lengths.</param>
    /// <param name="drops">The drops.</param>
    /// <param name="stairs">Whether the nine-stage run is wanted.</param>
    /// <param name="configure">The network, for a schedule.</param>
    /// <param name="cancellation">Asked to stop.</param>
    /// <exception cref="InputException">A constant run diverged.</exception>
    public static StageRuns Of(StageSizes sizes, IReadOnlyList<Drop> drops, bool stairs, Func<Schedule, Training.Runs.TrainingConfig> configure, CancellationToken cancellation)
    {
        var rate = drops[0].Before;
        var furthest = drops.Max(drop => drop.At + (sizes.Branch * drop.After / rate));
        if (stairs) furthest = Math.Max(furthest, sizes.Steps + (sizes.StageSum(1) / rate));
        // The early drop is also set beside the trunk at equal steps.
        if (drops.Contains(sizes.Early)) furthest = Math.Max(furthest, sizes.Early.At + sizes.Branch);
        var config = configure(new Constant(rate, (int)(furthest * 1.125) + (2 * sizes.Every) + 1)) with { EvaluateEvery = sizes.Every };
        var trunk = NetworkRun.Train(config, cancellation, [.. drops.Select(drop => drop.At), sizes.Steps]);
        Check(trunk);
        var reference = new Reference(trunk);
        return new(trunk, [.. drops.Select(drop => FallOf(sizes, drop, trunk, reference, cancellation))], stairs ? StairsOf(sizes, trunk, reference, cancellation) : null);
    }

    static Fall FallOf(StageSizes sizes, Drop drop, NetworkRun trunk, Reference reference, CancellationToken cancellation)
    {
        // Most happens soon after the drop: an eighth of the updates has half of the evaluations.
        var first = Math.Max(2, sizes.Branch / 8);
        var close = (trunk with { Config = trunk.Config with { EvaluateEvery = Math.Max(1, first / 32) } }).Branch(drop.At, new Constant(drop.After, first), cancellation, drop.At + first);
        Check(close);
        var rest = Math.Max(1, sizes.Branch - first);
        var run = (close with { Config = close.Config with { EvaluateEvery = Math.Max(1, rest / 32) } }).Branch(drop.At + first, new Constant(drop.After, rest), cancellation);
        Check(run);
        var (x, bySum, byStep) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < run.HeldOut.Count; i++)
        {
            var after = run.HeldOut.Steps[i] + 1 - drop.At;
            if (after <= 0) continue;
            x.Add(after);
            bySum.Add(reference.At(drop.At + (after * drop.After / drop.Before)) - run.HeldOut.Loss[i]);
            byStep.Add(drop == sizes.Early ? reference.At(drop.At + after) - run.HeldOut.Loss[i] : double.NaN);
        }

        return new([.. x], [.. bySum], [.. byStep], reference.ChanceAt(drop.At));
    }

    // Run k takes the first k drops; the next branches from it, and it goes on as far as the next one's rate sum.
    static Staircase StairsOf(StageSizes sizes, NetworkRun trunk, Reference reference, CancellationToken cancellation)
    {
        var margin = Math.Max(1, sizes.Stage / 3);
        var every = Math.Max(1, sizes.Stage / sizes.PerStage);
        var end = sizes.Steps + (sizes.StageSum(1) / sizes.Rate);
        var losses = new List<double> { reference.At(end) };
        var run = trunk with { Config = trunk.Config with { EvaluateEvery = every } };
        for (var stage = 1; stage < StageSizes.Stages; stage++)
        {
            var (at, rate) = (sizes.Steps + ((stage - 1) * sizes.Stage), sizes.StageRate(stage));
            var length = sizes.StageSum(stage) / rate;
            run = run.Branch(at, new Constant(rate, (int)Math.Ceiling(length) + margin), cancellation, at + sizes.Stage);
            Check(run);
            var rows = run.HeldOut;
            losses.Add(LocalLine.At([.. Places(rows)], rows.Loss, at + length, margin));
        }

        var (x, reduction, sum) = (new List<double>(), new List<double>(), (double)sizes.Steps);
        for (var (i, step) = (0, sizes.Steps); i < run.HeldOut.Count; i++)
        {
            for (; step <= run.HeldOut.Steps[i]; step++) sum += run.Rates[step] / sizes.Rate;
            if (run.HeldOut.Steps[i] < sizes.Steps || run.HeldOut.Steps[i] >= sizes.Steps + ((StageSizes.Stages - 1) * sizes.Stage)) continue;
            x.Add(run.HeldOut.Steps[i] + 1 - sizes.Steps);
            reduction.Add(reference.At(sum) - run.HeldOut.Loss[i]);
        }

        return new([.. x], [.. reduction], [.. losses]);
    }

    static void Check(NetworkRun run)
    {
        if (run.Diverged is { } step) throw new InputException(FormattableString.Invariant($"The run at rate {run.Config.Schedule[Math.Min(step, run.Config.Steps - 1)]} diverged at update {step}; give a lower --rate."));
    }

    // The loss labelled s is that after s + 1 updates.
    static IEnumerable<double> Places(Curves.LossCurve curve)
    {
        for (var i = 0; i < curve.Count; i++) yield return curve.Steps[i] + 1;
    }

    /// <summary>The constant run's loss without most of its noise, by its updates, which are its rate sum over its rate.</summary>
    sealed class Reference(NetworkRun trunk)
    {
        readonly double[] places = [.. Places(trunk.HeldOut)];

        /// <summary>The noise after so many updates, which are a place of evaluation.</summary>
        public double ChanceAt(int updates) => trunk.HeldOut.Loss[Array.BinarySearch(places, updates)] - At(updates);

        public double At(double updates) => LocalLine.At(places, trunk.HeldOut.Loss, updates, updates / 8);
    }
}
