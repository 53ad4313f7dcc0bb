namespace Anneal.Theory;

/// <summary>Two batch sizes, the second larger, at rate 1: when to switch, and what a late switch costs.</summary>
/// <param name="Problem">Noise of the labels alone.</param>
/// <param name="First">B₁ &gt; 0.</param>
/// <param name="Second">B₂ &gt; B₁.</param>
/// <remarks>
/// Another constant rate η is this problem with B/η for B and D in its units. Source: arXiv:2602.14208 (2026), theorem 3.2; the
/// condition of the inner optimum after Zou 2026, derived again here.
/// </remarks>
public sealed record BatchSwitch(ScalingProblem Problem, double First, double Second)
{
    const int Bisections = 200;

    /// <summary>B₁ &gt; 0.</summary>
    public double First { get; } = Require.PositiveRate(First);

    /// <summary>B₂ &gt; B₁.</summary>
    public double Second { get; } = Second > First && double.IsFinite(Second)
        ? Second
        : throw new ArgumentOutOfRangeException(nameof(Second), Second, "The second batch is the larger one.");

    /// <summary>E when D samples end with so many at the second batch: S = (D − x)/B₁ + x/B₂, R = x/B₂.</summary>
    /// <param name="data">D &gt; 0, samples.</param>
    /// <param name="late">x, 0 … D: samples after the switch.</param>
    public double LossAt(double data, double late)
    {
        ScalingProblem.RequireLabelNoise(Problem);
        var (all, after) = Times(data, late);
        var whole = Problem.KernelIntegral(after);
        return Problem.Signal(all) + (Problem.Noise * (((Problem.KernelIntegral(all) - whole) / First) + (whole / Second)));
    }

    /// <summary>
    /// The best number of samples after the switch. Inside, s (1 + S)^−(s + 1) = σ² [K(S)/B₁ + K(R)/B₂]; D where the second batch is
    /// best from the start, as in the easy phase with much data; 0 where it never pays.
    /// </summary>
    /// <param name="data">D &gt; 0, samples.</param>
    public double BestLate(double data)
    {
        Require.PositiveRate(data);
        // The slope of E in x is (1/B₁ − 1/B₂) · Excess: less noise is bought with less time until time is dearer.
        if (Excess(data, data) <= 0) return data;
        if (Excess(data, 0) >= 0) return 0;
        var (low, high) = (0.0, data);
        for (var i = 0; i < Bisections && high > low; i++)
        {
            // The range spans many decades; halve it in them.
            var middle = low > 0 ? Math.Sqrt(low * high) : high / 16;
            if (Excess(data, middle) <= 0) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>What a switch at a step costs after as many more steps, against the second batch from the start.</summary>
    /// <param name="before">t₁ ≥ 0: steps before the switch.</param>
    /// <param name="after">τ ≥ 0: steps after it.</param>
    /// <returns>σ² (1/B₁ − 1/B₂) [(1 + τ)^−(1 − 1/β) − (1 + t₁ + τ)^−(1 − 1/β)] / (1 − 1/β): it is forgotten like τ^−(1 − 1/β), whatever t₁.</returns>
    public double CatchUp(double before, double after) =>
        Problem.Noise * ((1 / First) - (1 / Second)) * (Problem.KernelIntegral(before + after) - Problem.KernelIntegral(after));

    /// <summary>s (1 + S)^−(s + 1) − σ² [K(S)/B₁ + K(R)/B₂]: below 0 where more samples at the second batch help.</summary>
    /// <param name="data">D &gt; 0, samples.</param>
    /// <param name="late">x, 0 … D: samples after the switch.</param>
    public double Excess(double data, double late)
    {
        ScalingProblem.RequireLabelNoise(Problem);
        var (all, after) = Times(data, late);
        return (Problem.Source * Problem.Signal(all) / (1 + all))
            - (Problem.Noise * ((Problem.Kernel(all) / First) + (Problem.Kernel(after) / Second)));
    }

    (double All, double After) Times(double data, double late) => (((data - late) / First) + (late / Second), late / Second);
}
