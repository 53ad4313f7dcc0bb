using System.Numerics.Tensors;

namespace Anneal.Numerics;

/// <summary>What <see cref="BoxMinimizer"/> minimises: returns f(x) and fills ∇f(x).</summary>
delegate double SmoothFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>
/// Minimises a smooth function over a box: limited-memory BFGS on the variables that are free to move, steps projected onto the box
/// (Bertsekas 1982, two-metric projection).
/// </summary>
sealed class BoxMinimizer
{
    /// <summary>How many pairs of steps and gradient changes are kept.</summary>
    public int Memory { get; init; } = 30;

    /// <summary>The most evaluations of f.</summary>
    public int MaxEvaluations { get; init; } = 400;

    /// <summary>Stops when three iterations together lower f by less than this.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The longest first step, in any variable.</summary>
    public double FirstStep { get; init; } = 0.1;

    /// <summary>Moves <paramref name="x"/> downhill; returns the last value and the number of evaluations.</summary>
    public (double Value, int Evaluations) Minimize(
        SmoothFunction f, Span<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper,
        CancellationToken cancellation = default)
    {
        var n = x.Length;
        var (pairs, evaluations) = (new List<(double[] Step, double[] Change)>(), 1);
        var (gradient, next, nextGradient, direction) = (new double[n], new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++) x[i] = Math.Clamp(x[i], lower[i], upper[i]);
        var value = f(x, gradient);
        var (earlier, stalled) = (double.PositiveInfinity, 0);
        while (evaluations < MaxEvaluations)
        {
            cancellation.ThrowIfCancellationRequested();
            var slope = Direction(x, lower, upper, gradient, pairs, direction);
            if (slope >= 0)
            {
                // A stale memory can point uphill; steepest descent cannot, unless the point is stationary.
                if (pairs.Count == 0) break;
                pairs.Clear();
                continue;
            }

            var step = pairs.Count == 0 ? FirstStep / TensorPrimitives.MaxMagnitude<double>(direction) : 1;
            step = Math.Abs(step);
            var accepted = double.NaN;
            while (evaluations < MaxEvaluations && double.IsNaN(accepted))
            {
                for (var i = 0; i < n; i++) next[i] = Math.Clamp(x[i] + (step * direction[i]), lower[i], upper[i]);
                var promised = Promise(gradient, next, x);
                if (promised >= 0) break;
                var trial = f(next, nextGradient);
                evaluations++;
                if (trial <= value + (1e-4 * promised)) accepted = trial;
                else step *= Math.Clamp(-promised / (2 * (trial - value - promised)), 0.1, 0.5);
                if (step < 1e-14) break;
            }

            if (double.IsNaN(accepted))
            {
                if (pairs.Count == 0) break;
                pairs.Clear();
                continue;
            }

            Remember(pairs, x, next, gradient, nextGradient);
            next.CopyTo(x);
            nextGradient.CopyTo(gradient, 0);
            value = accepted;
            if (++stalled % 3 != 0) continue;
            if (earlier - value < Tolerance) break;
            earlier = value;
        }

        return (value, evaluations);
    }

    // −H ∇f on the variables that are not held at a bound by their gradient; returns its slope.
    static double Direction(
        ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<double> gradient,
        List<(double[] Step, double[] Change)> pairs, Span<double> direction)
    {
        var free = new bool[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            free[i] = !((x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0));
            direction[i] = free[i] ? -gradient[i] : 0;
        }

        var weights = new double[pairs.Count];
        var inner = 1.0;
        for (var j = pairs.Count - 1; j >= 0; j--)
        {
            var (step, change) = (pairs[j].Step, pairs[j].Change);
            var curvature = Dot(step, change, free);
            if (curvature <= 0) continue;
            weights[j] = Dot(step, direction, free) / curvature;
            Add(direction, -weights[j], change, free);
            if (inner == 1) inner = curvature / Dot(change, change, free);
        }

        for (var i = 0; i < x.Length; i++) direction[i] *= inner;
        for (var j = 0; j < pairs.Count; j++)
        {
            var (step, change) = (pairs[j].Step, pairs[j].Change);
            var curvature = Dot(step, change, free);
            if (curvature > 0) Add(direction, weights[j] - (Dot(change, direction, free) / curvature), step, free);
        }

        return TensorPrimitives.Dot(direction, gradient);
    }

    void Remember(
        List<(double[] Step, double[] Change)> pairs, ReadOnlySpan<double> x, double[] next, double[] gradient,
        double[] nextGradient)
    {
        var (step, change) = (new double[next.Length], new double[next.Length]);
        TensorPrimitives.Subtract(next, x, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var curvature = TensorPrimitives.Dot<double>(step, change);
        if (curvature <= 1e-12 * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(change)) return;
        if (pairs.Count == Memory) pairs.RemoveAt(0);
        pairs.Add((step, change));
    }

    static double Promise(ReadOnlySpan<double> gradient, ReadOnlySpan<double> next, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += gradient[i] * (next[i] - x[i]);
        return sum;
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, bool[] free)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            if (free[i]) sum += a[i] * b[i];
        }

        return sum;
    }

    static void Add(Span<double> to, double factor, ReadOnlySpan<double> what, bool[] free)
    {
        for (var i = 0; i < to.Length; i++)
        {
            if (free[i]) to[i] += factor * what[i];
        }
    }
}
