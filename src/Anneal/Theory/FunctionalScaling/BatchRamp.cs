namespace Anneal.Theory;

/// <summary>
/// The best batch sizes at a constant rate η and a given amount of data: b = max(b_min, (η/c)(1 + r)^{1/2β − 1}), growing as a power of
/// what intrinsic time r is left.
/// </summary>
/// <remarks>
/// Noise enters as γ = η/b alone, and ∫ dt/γ is the data over η²'s unit: the problem of <see cref="ScalingOptimum"/> with η/b for the
/// rate, data for steps and η/b_min for the largest rate. Source: arXiv:2602.14208 (2026), theorem 3.1; the identity is derived here.
/// </remarks>
public sealed class BatchRamp
{
    readonly ScalingOptimum dual;

    BatchRamp(ScalingOptimum dual, double rate, double smallest) => (this.dual, Rate, Smallest) = (dual, rate, smallest);

    /// <summary>η.</summary>
    public double Rate { get; }

    /// <summary>b_min.</summary>
    public double Smallest { get; }

    /// <summary>D: samples, all in all.</summary>
    public double Data => dual.Horizon;

    /// <summary>T*: how many steps are best.</summary>
    public double Steps => dual.Time / Rate;

    /// <summary>The last steps, during which batches grow; T* where they always do.</summary>
    public double GrowthSteps => dual.DecayTime / Rate;

    /// <summary>The data that batches take while they grow.</summary>
    public double GrowthData => dual.DecaySteps;

    /// <summary>b at the first step.</summary>
    public double First => Rate / dual.Peak;

    /// <summary>b at the last step, the largest.</summary>
    public double Last => Rate / dual.Scale;

    /// <summary>E: the least final loss.</summary>
    public double Loss => dual.Loss;

    /// <summary>Solves for an amount of data.</summary>
    /// <param name="problem">Noise of the labels alone; its largest rate is not looked at.</param>
    /// <param name="data">D &gt; 0, samples.</param>
    /// <param name="rate">η &gt; 0.</param>
    /// <param name="smallest">b_min &gt; 0.</param>
    public static BatchRamp Of(ScalingProblem problem, double data, double rate = 1, double smallest = 1)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Require.PositiveRate(rate);
        Require.PositiveRate(smallest);
        return new(ScalingOptimum.Of(problem with { MaxRate = rate / smallest }, data), rate, smallest);
    }

    /// <summary>b at a time of 0 ≤ t ≤ T* steps.</summary>
    public double BatchAt(double step)
    {
        var remaining = Math.Max(0, dual.Time - (Rate * step));
        return Math.Max(Rate / dual.Peak, Last * Math.Pow(1 + remaining, (1 / (2 * dual.Problem.Capacity)) - 1));
    }
}
