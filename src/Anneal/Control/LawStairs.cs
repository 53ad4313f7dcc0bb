using Anneal.Laws;

namespace Anneal.Control;

/// <summary>
/// The final loss of a staircase under any controllable law. A drop inside a step gives that step the mean of its two levels, so
/// that the loss is continuous in the lengths.
/// </summary>
sealed class LawStairs(CalibratedLaw law, Frame frame)
{
    readonly double[] free = new double[frame.Free];
    readonly double[] gradient = new double[frame.Constraints.Steps];

    /// <summary>The loss, as <see cref="StairLoss"/>.</summary>
    public double Loss(ReadOnlySpan<double> levels, ReadOnlySpan<double> ends, Span<double> byLog, Span<double> byEnd)
    {
        var n = frame.Free;
        Array.Fill(free, frame.Cap);
        for (var j = 0; j < levels.Length; j++)
        {
            var (at, step) = Place(ends[j]);
            var before = j > 0 ? levels[j - 1] : frame.Cap;
            free[step] -= (step + 1 - at) * (before - levels[j]);
            Array.Fill(free, levels[j], step + 1, n - step - 1);
        }

        var loss = law.FinalLoss(frame.Path(free), gradient);
        var g = gradient.AsSpan(gradient.Length - n);
        for (var j = 0; j < levels.Length; j++)
        {
            var (at, step) = Place(ends[j]);
            byEnd[j] = g[step] * (levels[j] - (j > 0 ? levels[j - 1] : frame.Cap));
            var sum = (step + 1 - at) * g[step];
            var (nextAt, next) = j + 1 < levels.Length ? Place(ends[j + 1]) : (n, n - 1);
            for (var t = step + 1; t <= next; t++) sum += g[t];
            byLog[j] = levels[j] * (sum - ((next + 1 - nextAt) * g[next]));
        }

        return loss;
    }

    // Where on the axis of steps the drop lies, and the step that holds it.
    (double At, int Step) Place(double end)
    {
        var at = Math.Max(0, frame.Free - end);
        return (at, Math.Min((int)at, frame.Free - 1));
    }
}
