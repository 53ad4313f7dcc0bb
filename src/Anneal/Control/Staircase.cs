using Anneal.Numerics;

namespace Anneal.Control;

/// <summary>The final loss of a staircase.</summary>
/// <param name="levels">l_1 … l_M, the rates after each drop.</param>
/// <param name="ends">The steps that remain from each drop on, and a last 0; real numbers.</param>
/// <param name="byLog">Receives ∂L/∂ln l_j.</param>
/// <param name="byEnd">Receives ∂L/∂ends_j.</param>
delegate double StairLoss(ReadOnlySpan<double> levels, ReadOnlySpan<double> ends, Span<double> byLog, Span<double> byEnd);

/// <summary>The best schedule of a few constant levels, each below the one before.</summary>
/// <remarks>
/// The variables are fractions: level j lies a fraction of the way in ln η from the floor to level j−1 (by its logit: a bounded
/// variable would stick where two levels meet, which is a local optimum of the literal law), and what remains of the run after drop j
/// is a fraction (by its logarithm) of what remained after drop j−1. A box is then all that order, floor and horizon need. Lengths
/// are rounded at the end and the levels polished, where the loss is cheap for one step each way. A global optimum is not certified.
/// </remarks>
/// <param name="loss">The loss.</param>
/// <param name="steps">The free steps.</param>
/// <param name="floor">The lowest level allowed.</param>
/// <param name="cap">The level before the first drop.</param>
/// <param name="isCheap">Whether the loss costs less than a walk over the steps.</param>
sealed class Staircase(StairLoss loss, int steps, double floor, double cap, bool isCheap = true)
{
    // A level so low that it is zero for every purpose keeps ln η finite where there is no floor; what another drop must gain.
    const double Nothing = 1e-9, Gain = 1e-9;

    readonly double logFloor = Math.Log(Math.Max(floor, Nothing * cap));

    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The largest |∂L/∂ln l_j| at the last result of <see cref="Best"/>, bounds left out.</summary>
    public double Residual { get; private set; }

    /// <summary>The best staircase of at most that many drops: levels and lengths after the plateau.</summary>
    /// <remarks>Drops are added one at a time, at every place of the best staircase with one fewer, until that gains nothing.</remarks>
    /// <param name="maxDrops">M ≥ 1, at most the steps.</param>
    /// <param name="decaySteps">A guess at the steps below the peak.</param>
    /// <param name="cancellation">Stops the search.</param>
    public (double Loss, double[] Levels, int[] Lengths) Best(int maxDrops, double decaySteps, CancellationToken cancellation = default)
    {
        var best = new[] { 0.0, Math.Log(Math.Min(0.9, Math.Max(decaySteps, 1.5) / steps)) };
        var value = Descend(best, 1, lengths: null, cancellation);
        for (var drops = 2; drops <= maxDrops; drops++)
        {
            var (found, x) = (value, best);
            for (var place = 0; place < drops; place++)
            {
                var trial = Insert(best, place);
                var candidate = Descend(trial, drops, lengths: null, cancellation);
                if (candidate < found) (found, x) = (candidate, trial);
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

        var minimizer = new BoxMinimizer { Tolerance = isCheap ? 1e-13 : 1e-10 };
        var (value, evaluations) = minimizer.Minimize((at, gradient) => Loss(at, drops, gradient), x, lower, upper, cancellation);
        Evaluations += evaluations;
        return value;
    }

    (double Loss, double[] Levels, int[] Lengths) Round(double[] x, int drops, CancellationToken cancellation)
    {
        var ends = new double[drops + 1];
        Remaining(x, drops, ends);
        (double Loss, double[] Levels, int[] Lengths) best = (double.PositiveInfinity, [], []);

        // The 3^M neighbours of the rounded lengths, or these alone: the code whose every digit is 1.
        var all = (int)Math.Pow(3, drops);
        var (first, count) = isCheap && drops <= 4 ? (0, all) : ((all - 1) / 2, 1);
        for (var code = first; code < first + count; code++)
        {
            var (rest, trial, lengths) = (code, (double[])x.Clone(), new int[drops]);
            for (var j = 0; j < drops; j++, rest /= 3)
                lengths[j] = Math.Max(1, (int)Math.Round(ends[j] - ends[j + 1]) + (rest % 3) - 1);
            for (var excess = lengths.Sum() - steps; excess > 0; excess--) lengths[Array.IndexOf(lengths, lengths.Max())]--;
            cancellation.ThrowIfCancellationRequested();
            var (before, after) = (steps, lengths.Sum());
            for (var j = 0; j < drops; j++)
            {
                trial[drops + j] = Math.Log((double)after / before);
                (before, after) = (after, after - lengths[j]);
            }

            var value = Descend(trial, drops, lengths, cancellation);
            if (value >= best.Loss) continue;
            best = (value, Levels(trial, drops), lengths);
            Residual = LevelSlope(trial, drops);
        }

        return best;
    }

    double LevelSlope(double[] x, int drops)
    {
        Span<double> ends = stackalloc double[drops + 1], byLog = stackalloc double[drops], byEnd = stackalloc double[drops];
        Remaining(x, drops, ends);
        var levels = Levels(x, drops);
        loss(levels, ends, byLog, byEnd);
        var largest = 0.0;
        for (var j = 0; j < drops; j++)
        {
            if (levels[j] > 1.001 * Math.Exp(logFloor)) largest = Math.Max(largest, Math.Abs(byLog[j]));
        }

        return largest;
    }

    double[] Levels(ReadOnlySpan<double> x, int drops)
    {
        var levels = new double[drops];
        var log = Math.Log(cap);
        for (var j = 0; j < drops; j++)
        {
            log = logFloor + ((log - logFloor) * Sigmoid(x[j]));
            levels[j] = Math.Clamp(Math.Exp(log), floor, cap);
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
        Span<double> ends = stackalloc double[drops + 1], byLog = stackalloc double[drops], byEnd = stackalloc double[drops];
        var levels = Levels(x, drops);
        Remaining(x, drops, ends);
        var value = loss(levels, ends, byLog, byEnd);
        double fromLog = 0, fromEnd = 0;
        for (var j = drops - 1; j >= 0; j--)
        {
            var (before, share) = (Math.Log(j > 0 ? levels[j - 1] : cap), Sigmoid(x[j]));
            fromLog += byLog[j];
            gradient[j] = fromLog * (before - logFloor) * share * (1 - share);
            fromLog *= share;
            fromEnd += byEnd[j] * ends[j];
            gradient[drops + j] = fromEnd;
        }

        return value;
    }

    static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    static double Logit(double share) => Math.Clamp(Math.Log(share / (1 - share)), -40, 40);
}
