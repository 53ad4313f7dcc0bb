using Anneal.Numerics;

namespace Anneal.Control;

/// <summary>
/// The best schedule of a few constant levels under the multi-power law as written, which values a drop at the rate after it.
/// </summary>
/// <remarks>
/// On constant levels l_j of n_j steps the law needs one term a drop: S = Σ l_j^p n_j, R_j = Σ_{i ≥ j} l_i^p n_i. The variables are
/// fractions: level j lies a fraction of the way in ln η from the floor to level j−1 (by its logit: bounded variables would stick
/// where two levels meet, which is a local optimum), and what remains of the run after drop j is a fraction (by its logarithm) of
/// what remained after drop j−1. A box is then all that order, floor and horizon need. Lengths are rounded at the end, one step each
/// way tried with the levels polished. A global optimum is not certified.
/// </remarks>
sealed class Staircase
{
    // A level so low that it is zero for every purpose; keeps ln η finite where there is no floor.
    const double Nothing = 1e-9;

    // What another drop must gain, in loss.
    const double Gain = 1e-9;

    readonly MultiPowerShape law;
    readonly (double Before, double After, double Clock)[] earlier;
    readonly double prior, cap, logFloor;
    readonly int steps;

    /// <summary>Sets the problem, in the terms of <see cref="SmoothOptimum"/>.</summary>
    public Staircase(
        in MultiPowerShape law, int steps, (double Floor, double Cap) bounds, double prior,
        (double Before, double After, double Clock)[] earlier)
    {
        this.law = law;
        this.earlier = earlier;
        this.prior = prior;
        this.steps = steps;
        cap = bounds.Cap;
        logFloor = Math.Log(Math.Max(bounds.Floor, Nothing * cap));
    }

    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The best staircase of at most that many drops: levels and lengths after the plateau.</summary>
    /// <remarks>Drops are added one at a time, at every place of the best staircase with one fewer, until that gains nothing.</remarks>
    /// <param name="maxDrops">M ≥ 1, fewer than the steps.</param>
    /// <param name="decaySteps">A guess at the steps below the peak.</param>
    /// <param name="cancellation">Stops the search.</param>
    public (double Loss, double[] Levels, int[] Lengths) Best(int maxDrops, double decaySteps, CancellationToken cancellation = default)
    {
        var best = new[] { 0.0, Math.Log(Math.Clamp(decaySteps / steps, 1.5 / steps, 0.9)) };
        var value = Descend(best, 1, lengths: null, cancellation);
        for (var drops = 2; drops <= maxDrops; drops++)
        {
            var (found, x) = (value, best);
            for (var place = 0; place < drops; place++)
            {
                var trial = Insert(best, place);
                var loss = Descend(trial, drops, lengths: null, cancellation);
                if (loss < found) (found, x) = (loss, trial);
            }

            if (value - found < Gain) break;
            (value, best) = (found, x);
        }

        return Round(best, best.Length / 2, cancellation);
    }

    // One more drop: before stage `place`, halfway in ln η and for the first third of that stage; or, last, for the final third.
    double[] Insert(double[] x, int place)
    {
        var drops = x.Length / 2;
        var (logs, ends) = (new List<double>(), new double[drops + 1]);
        foreach (var level in Levels(x, drops)) logs.Add(Math.Log(level));
        Remaining(x, drops, ends);
        var rest = new List<double>(ends[..drops]);
        var above = place > 0 ? logs[place - 1] : Math.Log(cap);
        logs.Insert(place, place < drops ? (above + logs[place]) / 2 : (above + Math.Max(logFloor, above - 3)) / 2);
        if (place < drops) rest.Insert(place + 1, rest[place] - ((rest[place] - ends[place + 1]) / 3));
        else rest.Add(rest[^1] / 3);

        return Fractions(logs, rest);
    }

    double[] Fractions(List<double> logs, List<double> rest)
    {
        var x = new double[2 * logs.Count];
        for (var j = 0; j < logs.Count; j++)
        {
            var before = j > 0 ? logs[j - 1] : Math.Log(cap);
            x[j] = Logit(before > logFloor ? (logs[j] - logFloor) / (before - logFloor) : 1);
            x[logs.Count + j] = Math.Log(rest[j] / (j > 0 ? rest[j - 1] : steps));
        }

        return x;
    }

    // Lengths: null where they vary too.
    double Descend(double[] x, int drops, int[]? lengths, CancellationToken cancellation)
    {
        var (lower, upper) = (new double[x.Length], new double[x.Length]);
        for (var j = 0; j < drops; j++)
        {
            (lower[j], upper[j]) = (-40, 40);
            lower[drops + j] = lengths is null ? -Math.Log(steps) : x[drops + j];
            upper[drops + j] = lengths is null ? 0 : x[drops + j];
        }

        var minimizer = new BoxMinimizer { Tolerance = 1e-13 };
        var (value, evaluations) = minimizer.Minimize((at, gradient) => Loss(at, drops, gradient), x, lower, upper, cancellation);
        Evaluations += evaluations;
        return value;
    }

    (double Loss, double[] Levels, int[] Lengths) Round(double[] x, int drops, CancellationToken cancellation)
    {
        var ends = new double[drops + 1];
        Remaining(x, drops, ends);
        (double Loss, double[] Levels, int[] Lengths) best = (double.PositiveInfinity, [], []);
        for (var code = 0; code < Math.Pow(3, drops); code++)
        {
            var (rest, trial, lengths) = (code, (double[])x.Clone(), new int[drops]);
            for (var j = 0; j < drops; j++, rest /= 3)
                lengths[j] = Math.Max(1, (int)Math.Round(ends[j] - ends[j + 1]) + (rest % 3) - 1);
            if (lengths.Sum() > steps) continue;
            var (before, after) = (steps, lengths.Sum());
            for (var j = 0; j < drops; j++)
            {
                trial[drops + j] = Math.Log((double)after / before);
                (before, after) = (after, after - lengths[j]);
            }

            var loss = Descend(trial, drops, lengths, cancellation);
            if (loss < best.Loss) best = (loss, Levels(trial, drops), lengths);
        }

        return best;
    }

    double[] Levels(ReadOnlySpan<double> x, int drops)
    {
        var levels = new double[drops];
        var log = Math.Log(cap);
        for (var j = 0; j < drops; j++)
        {
            log = logFloor + ((log - logFloor) * Sigmoid(x[j]));
            levels[j] = Math.Exp(log);
        }

        return levels;
    }

    // ends[j]: the steps that remain from drop j + 1 on; the last is 0.
    void Remaining(ReadOnlySpan<double> x, int drops, Span<double> ends)
    {
        var remaining = (double)steps;
        for (var j = 0; j < drops; j++)
        {
            remaining *= Math.Exp(x[drops + j]);
            ends[j] = remaining;
        }

        ends[drops] = 0;
    }

    double Loss(ReadOnlySpan<double> x, int drops, Span<double> gradient)
    {
        Span<double> ends = stackalloc double[drops + 1], clocks = stackalloc double[drops + 1];
        var levels = Levels(x, drops);
        Remaining(x, drops, ends);
        for (var j = drops - 1; j >= 0; j--)
            clocks[j] = clocks[j + 1] + ((ends[j] - ends[j + 1]) * Math.Pow(levels[j], law.P));
        var total = clocks[0] + ((steps - ends[0]) * Math.Pow(cap, law.P));
        var loss = law.L0 + (law.A * Math.Pow(prior + total, -law.Alpha));
        var byTotal = -law.Alpha * law.A * Math.Pow(prior + total, -law.Alpha - 1);
        foreach (var change in earlier)
        {
            var drop = Drop(change.Before, change.After, change.Clock + total);
            loss -= law.B * drop.Value;
            byTotal -= law.B * drop.ByClock;
        }

        // Derivatives by ln l_j and by the clock from drop j on, then by the lengths, then back through the fractions.
        Span<double> byLog = stackalloc double[drops], byClock = stackalloc double[drops], byEnd = stackalloc double[drops];
        for (var j = 0; j < drops; j++)
        {
            var drop = Drop(j > 0 ? levels[j - 1] : cap, levels[j], clocks[j]);
            loss -= law.B * drop.Value;
            if (j > 0) byLog[j - 1] -= law.B * drop.ByBefore * levels[j - 1];
            byLog[j] -= law.B * drop.ByAfter * levels[j];
            byClock[j] = -law.B * drop.ByClock;
        }

        var above = byTotal;
        for (var j = 0; j < drops; j++)
        {
            var (length, power) = (ends[j] - ends[j + 1], Math.Pow(levels[j], law.P));
            byEnd[j] -= above * Math.Pow(j > 0 ? levels[j - 1] : cap, law.P);
            above += byClock[j];
            byEnd[j] += above * power;
            byLog[j] += above * length * law.P * power;
        }

        double fromLog = 0, fromEnd = 0;
        for (var j = drops - 1; j >= 0; j--)
        {
            var before = j > 0 ? Math.Log(levels[j - 1]) : Math.Log(cap);
            fromLog += byLog[j];
            var share = Sigmoid(x[j]);
            gradient[j] = fromLog * (before - logFloor) * share * (1 - share);
            fromLog *= share;
            fromEnd += byEnd[j] * ends[j];
            gradient[drops + j] = fromEnd;
        }

        return loss;
    }

    static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    static double Logit(double share) => Math.Clamp(Math.Log(share / (1 - share)), -40, 40);

    (double Value, double ByBefore, double ByAfter, double ByClock) Drop(double before, double after, double clock)
    {
        var fall = Math.Pow(before, law.Q) - Math.Pow(after, law.Q);
        var c = law.C * Math.Pow(after, -law.Gamma);
        var rest = Math.Pow(1 + (c * clock), -law.Beta);
        var steep = law.Beta * c * rest / (1 + (c * clock));
        return (
            fall * (1 - rest),
            law.Q * Math.Pow(before, law.Q - 1) * (1 - rest),
            (-law.Q * Math.Pow(after, law.Q - 1) * (1 - rest)) - (fall * steep * clock * law.Gamma / after),
            fall * steep);
    }
}
