using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Simulation;

/// <summary>
/// SGD on ½ Σ_k n_k λ_k θ_k² with gradient noise of covariance σ²H: its expected loss, exactly.
/// </summary>
/// <remarks>
/// v_k = E θ_k² obeys v_k ← (1 − η λ_k)² v_k + η² σ² λ_k. The noise does not depend on θ: the setting of the analyses of step decay and
/// of Pan, Ye, Zhang 2022 (arXiv:2110.14109).
/// </remarks>
public sealed class NoisyQuadratic
{
    const int MovesBetweenLooks = 1 << 22;

    readonly double[] eigenvalues;
    readonly double[] counts;
    readonly double start;
    readonly double variance;

    /// <summary>A problem.</summary>
    /// <param name="eigenvalues">λ_k, above 0.</param>
    /// <param name="counts">n_k ≥ 0: the directions that each stands for; empty for 1.</param>
    /// <param name="start">θ_k² at the start, at least 0, alike for all.</param>
    /// <param name="variance">σ² ≥ 0.</param>
    public NoisyQuadratic(ReadOnlySpan<double> eigenvalues, ReadOnlySpan<double> counts, double start, double variance)
    {
        if (!counts.IsEmpty) Require.SameLength(counts.Length, eigenvalues.Length, nameof(counts), "the spectrum");
        // Lanes that are left over have no curvature, and so no loss.
        var lanes = Vector256<double>.Count;
        this.eigenvalues = new double[(eigenvalues.Length + lanes - 1) / lanes * lanes];
        this.counts = new double[this.eigenvalues.Length];
        for (var k = 0; k < eigenvalues.Length; k++)
        {
            this.eigenvalues[k] = Require.PositiveRate(eigenvalues[k], nameof(eigenvalues));
            this.counts[k] = counts.IsEmpty ? 1 : Require.Rate(counts[k], nameof(counts));
            Curvature = Math.Max(Curvature, eigenvalues[k]);
        }

        (this.start, this.variance) = (Require.Rate(start), Require.Rate(variance));
    }

    /// <summary>L: the greatest eigenvalue; rates below 2/L are stable.</summary>
    public double Curvature { get; }

    /// <summary>The expected loss after all steps, in O(T · eigenvalues).</summary>
    /// <param name="rates">η_t, T of them.</param>
    /// <param name="scale">A factor on all of them.</param>
    /// <param name="cancellation">Looked at every thousand steps, sooner where there are many eigenvalues.</param>
    /// <returns>E f; +∞ where it has overflowed.</returns>
    public double FinalLoss(ReadOnlySpan<double> rates, double scale = 1, CancellationToken cancellation = default) =>
        Run(rates, scale, [], cancellation);

    /// <summary>The expected loss after each step.</summary>
    /// <param name="rates">η_t, T of them.</param>
    /// <param name="scale">A factor on all of them.</param>
    /// <param name="cancellation">Looked at every thousand steps, sooner where there are many eigenvalues.</param>
    /// <returns>T losses.</returns>
    public double[] Losses(ReadOnlySpan<double> rates, double scale = 1, CancellationToken cancellation = default)
    {
        var losses = new double[rates.Length];
        Run(rates, scale, losses, cancellation);
        return losses;
    }

    double Run(ReadOnlySpan<double> rates, double scale, double[] losses, CancellationToken cancellation)
    {
        var moments = new double[eigenvalues.Length];
        Array.Fill(moments, start);
        var λ = MemoryMarshal.Cast<double, Vector256<double>>(eigenvalues);
        var v = MemoryMarshal.Cast<double, Vector256<double>>(moments.AsSpan());
        var rest = Math.Clamp(MovesBetweenLooks / Math.Max(1, eigenvalues.Length), 1, 1024);
        for (var t = 0; t < rates.Length; t++)
        {
            if (t % rest == 0) cancellation.ThrowIfCancellationRequested();
            var rate = rates[t] * scale;
            var (η, noise) = (Vector256.Create(rate), Vector256.Create(rate * rate * variance));
            for (var k = 0; k < v.Length; k++)
            {
                var kept = Vector256<double>.One - (η * λ[k]);
                v[k] = (kept * kept * v[k]) + (noise * λ[k]);
            }

            if (losses.Length > 0) losses[t] = Loss(moments);
        }

        return Loss(moments);
    }

    double Loss(double[] moments)
    {
        var sum = 0.0;
        for (var k = 0; k < moments.Length; k++) sum += counts[k] * eigenvalues[k] * moments[k];
        return double.IsFinite(sum) ? sum / 2 : double.PositiveInfinity;
    }
}
