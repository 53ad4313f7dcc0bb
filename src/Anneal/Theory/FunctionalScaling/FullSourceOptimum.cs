namespace Anneal.Theory;

/// <summary>
/// The best rates of a finite horizon when the excess loss itself is a source of noise: η = min(η_max, [μ / K(S − t)(σ² + g e(t))]^{1/2}).
/// Noise is dear at the start, when the loss is high, as it is at the end: the schedule warms up before it decays.
/// </summary>
/// <remarks>
/// The conditions of <see cref="ScalingOptimum"/> with σ² + g e(t) for σ²; a later end also makes the source at a given r smaller:
/// s (1 + S)^−(s + 1) + g ∫₀^S K(r) |e′(S − r)| η dr = K(S) (σ² + g) η(S) + μ/η(S). Two nested bisections; Simpson's rule on a grid
/// even in ln(1 + r) near the end and in ln(1 + t) near the start. Form: Li et al. 2026, arXiv:2602.06797; conditions derived here.
/// </remarks>
public sealed class FullSourceOptimum
{
    const int Panels = 600;
    const int Bisections = 70;

    readonly double[] remaining, rates, stepsLeft;

    FullSourceOptimum(ScalingProblem problem, double horizon, double time)
    {
        (Problem, Horizon, Time) = (problem, horizon, time);
        var grid = new Grid(problem, time);
        var scale = grid.Scale(horizon);
        (remaining, stepsLeft) = (grid.Remaining, new double[grid.Remaining.Length]);
        rates = Array.ConvertAll(grid.Shape, shape => Math.Min(problem.MaxRate, scale * shape));
        var noise = 0.0;
        for (var i = 0; i < remaining.Length; i++)
            noise += grid.Weights[i] * problem.Kernel(remaining[i]) * problem.NoiseSource(time - remaining[i]) * rates[i];
        Loss = problem.Signal(time) + noise;

        // Simpson's rule over whole panels, and its parabola over the first half of one.
        for (var i = 2; i < remaining.Length; i += 2)
        {
            var (a, b, c) = (grid.Jacobian[i - 2] / rates[i - 2], grid.Jacobian[i - 1] / rates[i - 1], grid.Jacobian[i] / rates[i]);
            stepsLeft[i - 1] = stepsLeft[i - 2] + (grid.Step * ((5 * a) + (8 * b) - c) / 24);
            stepsLeft[i] = stepsLeft[i - 2] + (grid.Step * (a + (4 * b) + c) / 6);
        }
    }

    /// <summary>The problem solved.</summary>
    public ScalingProblem Problem { get; }

    /// <summary>N: the steps at batch 1, not necessarily whole.</summary>
    public double Horizon { get; }

    /// <summary>S: the sum of the rates.</summary>
    public double Time { get; }

    /// <summary>E: the least final loss.</summary>
    public double Loss { get; }

    /// <summary>Solves for a horizon.</summary>
    /// <param name="problem">The exponents, the noise and the largest rate, which must be finite.</param>
    /// <param name="horizon">N &gt; 0.</param>
    public static FullSourceOptimum Of(ScalingProblem problem, double horizon)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Require.PositiveRate(horizon);
        Require.PositiveRate(problem.MaxRate, nameof(problem));
        var (low, high) = (Math.Log(1e-12), Math.Log(problem.MaxRate * horizon));
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            if (GainsByMoreTime(problem, horizon, Math.Exp(middle))) low = middle;
            else high = middle;
        }

        return new(problem, horizon, Math.Exp(low));
    }

    /// <summary>The rates of whole steps, each the mean of η over its share of N; their sum is S.</summary>
    /// <param name="steps">How many; N is split evenly among them.</param>
    public double[] Rates(int steps)
    {
        Require.Positive(steps);
        var result = new double[steps];
        var (place, after, width) = (0, 0.0, Horizon / steps);
        for (var k = steps - 1; k >= 0; k--)
        {
            var left = stepsLeft[^1] * (steps - k) / steps;
            while (place < stepsLeft.Length - 2 && stepsLeft[place + 1] < left) place++;
            var before = k == 0 ? Time : Hermite(place, left);
            result[k] = Math.Clamp((before - after) / width, 0, Problem.MaxRate);
            after = before;
        }

        return result;
    }

    // r between two nodes; dr per step left is the rate.
    double Hermite(int i, double left)
    {
        var width = stepsLeft[i + 1] - stepsLeft[i];
        var u = (left - stepsLeft[i]) / width;
        var (rise, start, end) = (remaining[i + 1] - remaining[i], rates[i] * width, rates[i + 1] * width);
        return remaining[i] + (u * (start + (u * ((3 * rise) - (2 * start) - end + (u * (start + end - (2 * rise)))))));
    }

    static bool GainsByMoreTime(ScalingProblem problem, double horizon, double time)
    {
        var grid = new Grid(problem, time);
        var scale = grid.Scale(horizon);
        if (!double.IsFinite(scale)) return false;
        var gain = problem.Source * problem.Signal(time) / (1 + time);
        for (var i = 0; i < grid.Remaining.Length && problem.SignalNoise > 0; i++)
        {
            var t = time - grid.Remaining[i];
            gain += grid.Weights[i] * problem.Kernel(grid.Remaining[i]) * Math.Min(problem.MaxRate, scale * grid.Shape[i])
                * problem.SignalNoise * problem.Source * problem.Signal(t) / (1 + t);
        }

        var first = Math.Min(problem.MaxRate, scale * grid.Shape[^1]);
        return gain > (problem.Kernel(time) * problem.NoiseSource(0) * first) + (scale * scale / first);
    }

    // r from 0 to S, panels of three nodes; η is c · Shape below the cap.
    sealed class Grid
    {
        readonly double max;

        public Grid(ScalingProblem problem, double time)
        {
            max = problem.MaxRate;
            var count = (4 * Panels) + 1;
            (Remaining, Weights, Shape, Jacobian) = (new double[count], new double[count], new double[count], new double[count]);
            Step = Math.Log(1 + (time / 2)) / Panels;
            for (var i = 0; i <= 2 * Panels; i++)
            {
                var stretched = Math.Exp(Step * i / 2);
                Remaining[i] = stretched - 1;
                Remaining[^(i + 1)] = time - (stretched - 1);
                Jacobian[i] = Jacobian[^(i + 1)] = stretched;
            }

            for (var i = 0; i < count; i++)
            {
                Weights[i] = Step / 6 * Jacobian[i] * (i % 2 == 1 ? 4 : i == 0 || i == count - 1 ? 1 : 2);
                Shape[i] = 1 / Math.Sqrt(problem.Kernel(Remaining[i]) * problem.NoiseSource(Math.Max(0, time - Remaining[i])));
            }
        }

        public double[] Remaining { get; }

        public double[] Weights { get; }

        public double[] Shape { get; }

        public double[] Jacobian { get; }

        public double Step { get; }

        // c such that ∫ dr/η is the horizon; +∞ where even the largest rate takes longer.
        public double Scale(double horizon)
        {
            var (low, high) = (-90.0, 90.0);
            if (Steps(Math.Exp(high)) > horizon) return double.PositiveInfinity;
            for (var i = 0; i < Bisections; i++)
            {
                var middle = (low + high) / 2;
                if (Steps(Math.Exp(middle)) > horizon) low = middle;
                else high = middle;
            }

            return Math.Exp(high);
        }

        double Steps(double scale)
        {
            var sum = 0.0;
            for (var i = 0; i < Weights.Length; i++) sum += Weights[i] / Math.Min(max, scale * Shape[i]);
            return sum;
        }
    }
}
