namespace Anneal.Curves;

/// <summary>
/// A logged loss: L at a strictly rising list of steps. The loss labelled s is that after the update of index s, so it has
/// seen Σ_{i ≤ s} η_i.
/// </summary>
public sealed class LossCurve
{
    readonly int[] steps;
    readonly double[] loss;

    /// <summary>Copies its arguments.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a step does not rise or is negative, or a loss is not finite.</exception>
    public LossCurve(ReadOnlySpan<int> steps, ReadOnlySpan<double> loss)
    {
        Require.SameLength(loss.Length, steps.Length, nameof(loss), nameof(steps));
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] < 0 || (i > 0 && steps[i] <= steps[i - 1]))
                throw new ArgumentException($"steps[{i}] is {steps[i]}; steps are at least 0 and rise strictly.", nameof(steps));
            if (!double.IsFinite(loss[i]))
                throw new ArgumentException($"loss[{i}] at step {steps[i]} is {loss[i]}; drop or repair it first.", nameof(loss));
        }

        this.steps = steps.ToArray();
        this.loss = loss.ToArray();
    }

    /// <summary>The number of logged points.</summary>
    public int Count => steps.Length;

    /// <summary>Step labels, strictly rising.</summary>
    public ReadOnlySpan<int> Steps => steps;

    /// <summary>Losses, in nats per token unless the log says otherwise.</summary>
    public ReadOnlySpan<double> Loss => loss;

    /// <summary>The points whose step is in <paramref name="from"/> … <paramref name="to"/>, both included.</summary>
    public LossCurve Between(int from, int to)
    {
        var first = steps.AsSpan().BinarySearch(from);
        if (first < 0) first = ~first;
        var last = steps.AsSpan().BinarySearch(to);
        last = last < 0 ? ~last : last + 1;
        last = Math.Max(first, last);
        return new LossCurve(steps.AsSpan(first..last), loss.AsSpan(first..last));
    }
}
