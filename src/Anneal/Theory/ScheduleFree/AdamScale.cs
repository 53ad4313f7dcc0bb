namespace Anneal.Theory;

/// <summary>Adam's diagonal: D_k = diag(√(v_k/(1 − β₂^k)) + ε), v_k = β₂ v_{k−1} + (1 − β₂) g_k².</summary>
/// <remarks>Source: Kingma and Ba 2015, arXiv:1412.6980.</remarks>
/// <param name="dimension">d.</param>
/// <param name="beta2">β₂, between 0 and 1.</param>
/// <param name="epsilon">ε &gt; 0.</param>
sealed class AdamScale(int dimension, double beta2, double epsilon)
{
    readonly double[] moments = new double[dimension];
    readonly double keep = Require.Level(beta2);
    readonly double floor = Require.PositiveRate(epsilon);
    double remembered = 1;

    /// <summary>Takes a gradient in.</summary>
    public void Observe(ReadOnlySpan<double> gradient)
    {
        Require.SameLength(gradient.Length, moments.Length, nameof(gradient), "the start");
        for (var i = 0; i < moments.Length; i++) moments[i] = (keep * moments[i]) + ((1 - keep) * gradient[i] * gradient[i]);
        remembered *= keep;
    }

    /// <summary>Writes D⁻¹ u.</summary>
    public void Divide(ReadOnlySpan<double> vector, Span<double> result)
    {
        var correction = 1 / (1 - remembered);
        for (var i = 0; i < moments.Length; i++) result[i] = vector[i] / (Math.Sqrt(moments[i] * correction) + floor);
    }
}
