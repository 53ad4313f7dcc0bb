namespace Anneal.Theory;

/// <summary>
/// The functional scaling law of power-law kernel regression under one-pass SGD, in intrinsic time t = Σ η:
/// E = e(S) + ∫₀^S K(S − t) [σ² + g e(t)] γ(t) dt, where γ is rate over batch, e(t) = (1 + t)^−s, K(t) = (1 + t)^−(2 − 1/β).
/// </summary>
/// <param name="Source">s &gt; 0: how easy the target is; the excess loss without noise falls like S^−s.</param>
/// <param name="Capacity">β &gt; 1: the decay of the kernel's eigenvalues, λ_k ~ k^−β.</param>
/// <remarks>
/// All that a model of finite size adds, the irreducible loss and M^−sβ, is left out: it does not depend on the schedule.
/// Source: Li et al. 2025, arXiv:2509.19189, sections 3–4.
/// </remarks>
public sealed record ScalingProblem(double Source, double Capacity)
{
    /// <summary>s &gt; 0.</summary>
    public double Source { get; } = Require.PositiveRate(Source);

    /// <summary>β &gt; 1.</summary>
    public double Capacity { get; } = double.IsFinite(Capacity) && Capacity > 1
        ? Capacity
        : throw new ArgumentOutOfRangeException(nameof(Capacity), Capacity, "The capacity exponent is a number above 1.");

    /// <summary>σ² &gt; 0: what label noise feeds into the memory per unit of rate.</summary>
    public double Noise { get; init => field = Require.PositiveRate(value); } = 1;

    /// <summary>g ≥ 0: what the excess loss itself feeds into it; 0 is the problem dominated by label noise, 1 the law of the source.</summary>
    public double SignalNoise { get; init => field = Require.Rate(value); }

    /// <summary>η_max &gt; 0: the largest rate at which training is stable; +∞ for none.</summary>
    public double MaxRate
    {
        get;
        init => field = double.IsPositiveInfinity(value) ? value : Require.PositiveRate(value);
    } = 1;

    /// <summary>2 − 1/β: how fast noise is forgotten.</summary>
    public double KernelExponent => 2 - (1 / Capacity);

    /// <summary>s ≥ 1 − 1/β: the best rates fall with the horizon; else the phase is hard, and the largest rate is best.</summary>
    public bool IsEasy => Source >= 1 - (1 / Capacity);

    /// <summary>e(t).</summary>
    public double Signal(double time) => Math.Pow(1 + time, -Source);

    /// <summary>K(r).</summary>
    public double Kernel(double remaining) => Math.Pow(1 + remaining, -KernelExponent);

    /// <summary>∫₀^r K.</summary>
    public double KernelIntegral(double remaining) => (1 - Math.Pow(1 + remaining, 1 - KernelExponent)) / (KernelExponent - 1);

    /// <summary>σ² + g e(t).</summary>
    public double NoiseSource(double time) => SignalNoise == 0 ? Noise : Noise + (SignalNoise * Signal(time));

    /// <summary>
    /// x in E ~ N^−x for the best peak of a shape that ends like (1 − z/N)^γ: sα/(1 + sα), α = min(β, γ + 1), where s ≥ 1 − 1/α, and s
    /// in the hard phase of that α (Li et al. 2026, arXiv:2602.06797). A logarithm at γ = β − 1 is left out.
    /// </summary>
    /// <param name="tail">γ ≥ 0; +∞ for the optimum.</param>
    public double LossExponent(double tail = double.PositiveInfinity)
    {
        var alpha = Math.Min(Capacity, tail + 1);
        return Source >= 1 - (1 / alpha) ? Source * alpha / (1 + (Source * alpha)) : Source;
    }

    /// <summary>y in E ~ C^−y when C = M · N is split for the least M^−sβ + N^−x: sβx/(sβ + x).</summary>
    /// <param name="lossExponent">x &gt; 0.</param>
    public double ComputeExponent(double lossExponent)
    {
        Require.PositiveRate(lossExponent);
        return Source * Capacity * lossExponent / ((Source * Capacity) + lossExponent);
    }

    internal static void RequireLabelNoise(ScalingProblem problem)
    {
        if (problem.SignalNoise > 0)
            throw new ArgumentException("This closed form holds for noise of the labels alone: SignalNoise must be 0.", nameof(problem));
    }
}
