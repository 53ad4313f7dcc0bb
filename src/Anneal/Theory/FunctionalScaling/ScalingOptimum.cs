namespace Anneal.Theory;

/// <summary>
/// The best rates of a finite horizon under noise of the labels, exactly: with r = S − t the intrinsic time that is left,
/// η = min(η_max, c (1 + r)^{1 − 1/2β}), in steps z: η(z) = c [1 + c (N − z)/2β]^{2β − 1} below η_max, and η_max before.
/// </summary>
/// <remarks>
/// E = e(S) + σ² ∫₀^S K(r) η dr under ∫₀^S dr/η = N is stationary where σ² K(r) = μ/η², μ = σ²c², which gives the form, and where
/// s (1 + S)^−(s + 1) = σ² K(S) η(S) + μ/η(S), which gives c: one unknown, by bisection.
/// The form is that of Li et al. 2026, arXiv:2602.06797; the condition that fixes its constants at a finite N is derived here.
/// </remarks>
public sealed class ScalingOptimum
{
    const int Bisections = 110;
    const double LowestLogScale = -90, HighestLogScale = 40;

    ScalingOptimum(ScalingProblem problem, double horizon, double scale)
    {
        (Problem, Horizon, Scale) = (problem, horizon, scale);
        (Time, DecayTime, DecaySteps, Peak) = Lengths(problem, horizon, scale);
        Signal = problem.Signal(Time);
        Noise = problem.Noise * ((scale * scale * DecaySteps) + (DecayTime < Time
            ? Peak * (problem.KernelIntegral(Time) - problem.KernelIntegral(DecayTime))
            : 0));
    }

    /// <summary>The problem solved.</summary>
    public ScalingProblem Problem { get; }

    /// <summary>N: the steps at batch 1, not necessarily whole.</summary>
    public double Horizon { get; }

    /// <summary>c: the rate at the end.</summary>
    public double Scale { get; }

    /// <summary>S: the sum of the rates.</summary>
    public double Time { get; }

    /// <summary>The intrinsic time during which rates fall; S where they always do.</summary>
    public double DecayTime { get; }

    /// <summary>The steps during which rates fall; N where they always do.</summary>
    public double DecaySteps { get; }

    /// <summary>The first rate, which is the largest.</summary>
    public double Peak { get; }

    /// <summary>e(S).</summary>
    public double Signal { get; }

    /// <summary>What is left of the noise at the end.</summary>
    public double Noise { get; }

    /// <summary>E: the least final loss.</summary>
    public double Loss => Signal + Noise;

    /// <summary>Solves for a horizon.</summary>
    /// <param name="problem">Noise of the labels alone (<see cref="ScalingProblem.SignalNoise"/> = 0).</param>
    /// <param name="horizon">N &gt; 0.</param>
    /// <exception cref="ArgumentException">The problem has noise of the signal (see <see cref="FullSourceOptimum"/>).</exception>
    public static ScalingOptimum Of(ScalingProblem problem, double horizon)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ScalingProblem.RequireLabelNoise(problem);
        Require.PositiveRate(horizon);
        var (low, high) = (LowestLogScale, HighestLogScale);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            if (GainsByMoreTime(problem, horizon, Math.Exp(middle))) low = middle;
            else high = middle;
        }

        return new(problem, horizon, Math.Exp((low + high) / 2));
    }

    /// <summary>η(z) at a time of 0 ≤ z ≤ N steps.</summary>
    public double RateAt(double step) => Horizon - step is var left && left >= DecaySteps && DecaySteps < Horizon
        ? Peak
        : Scale * Math.Pow(1 + (Scale * left / (2 * Problem.Capacity)), (2 * Problem.Capacity) - 1);

    /// <summary>r: the intrinsic time that is left when so many steps are, 0 … N.</summary>
    public double RemainingAfter(double stepsLeft) => stepsLeft <= DecaySteps
        ? Math.Pow(1 + (Scale * stepsLeft / (2 * Problem.Capacity)), 2 * Problem.Capacity) - 1
        : DecayTime + ((stepsLeft - DecaySteps) * Peak);

    /// <summary>The rates of whole steps, each the mean of η over its share of N; their sum is S.</summary>
    /// <param name="steps">How many; N is split evenly among them.</param>
    public double[] Rates(int steps)
    {
        Require.Positive(steps);
        var rates = new double[steps];
        var width = Horizon / steps;
        var after = 0.0;
        for (var k = steps - 1; k >= 0; k--)
        {
            var before = RemainingAfter((steps - k) * width);
            rates[k] = Math.Min((before - after) / width, Peak);
            after = before;
        }

        return rates;
    }

    // Whether the signal lost by a later end outweighs what it costs; also where numbers overflow, it does not.
    static bool GainsByMoreTime(ScalingProblem problem, double horizon, double scale)
    {
        var (time, _, _, first) = Lengths(problem, horizon, scale);
        return problem.Source * problem.Signal(time) / (1 + time)
            > problem.Noise * ((problem.Kernel(time) * first) + (scale * scale / first));
    }

    static (double Time, double DecayTime, double DecaySteps, double Peak) Lengths(ScalingProblem problem, double horizon, double scale)
    {
        var (twoBeta, max) = (2 * problem.Capacity, problem.MaxRate);
        if (scale >= max) return (max * horizon, 0, 0, max);
        // 1 + r = (1 + c τ/2β)^{2β}, τ steps before the end.
        var growth = Math.Pow(max / scale, 1 / (twoBeta - 1));
        var decaySteps = twoBeta * (growth - 1) / scale;
        if (decaySteps >= horizon)
        {
            growth = 1 + (horizon * scale / twoBeta);
            var time = Math.Pow(growth, twoBeta) - 1;
            return (time, time, horizon, scale * Math.Pow(growth, twoBeta - 1));
        }

        var decayTime = Math.Pow(growth, twoBeta) - 1;
        return (decayTime + ((horizon - decaySteps) * max), decayTime, decaySteps, max);
    }
}
