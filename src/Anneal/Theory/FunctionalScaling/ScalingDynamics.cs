using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Kernels;
using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>
/// The functional scaling law step by step, for any schedule of rates and batches:
/// E_t = e(S_t) + Σ_{k ≤ t} K(S_t − S_k) [σ² + g e(S_{k−1})] η_k²/b_k, S_k = Σ_{i ≤ k} η_i, S before the first step 0.
/// </summary>
/// <remarks>An update's noise is that of the weights it starts from, and is not yet forgotten when the update ends.</remarks>
public static class ScalingDynamics
{
    /// <summary>E after the last step, and its gradient, in O(T).</summary>
    /// <param name="problem">The exponents and the noise; its largest rate is not looked at.</param>
    /// <param name="rates">η ≥ 0, T of them.</param>
    /// <param name="batches">b &gt; 0, T of them; empty for 1.</param>
    /// <param name="gradient">Receives ∂E/∂η, T places; empty for none.</param>
    public static double FinalLoss(
        ScalingProblem problem, ReadOnlySpan<double> rates, ReadOnlySpan<double> batches = default, Span<double> gradient = default)
    {
        Check(problem, rates, batches);
        if (!gradient.IsEmpty) Require.SameLength(gradient.Length, rates.Length, nameof(gradient), "the rates");
        var q = problem.KernelExponent;
        var total = 0.0;
        foreach (var rate in rates) total += rate;

        // Backwards: r is what follows a step. A rate moves the age of all noise before it and the source of all noise after it.
        var (loss, remaining, laterSource) = (problem.Signal(total), 0.0, 0.0);
        for (var k = rates.Length - 1; k >= 0; k--)
        {
            var kernel = problem.Kernel(remaining);
            var perRate = (batches.IsEmpty ? rates[k] : rates[k] / batches[k]) * kernel;
            var before = Math.Max(0, total - remaining - rates[k]);
            var source = problem.NoiseSource(before);
            var term = perRate * rates[k] * source;
            loss += term;
            if (!gradient.IsEmpty)
            {
                gradient[k] = (2 * perRate * source) + laterSource;
                if (problem.SignalNoise > 0)
                    laterSource -= perRate * rates[k] * problem.SignalNoise * problem.Source * problem.Signal(before) / (1 + before);
            }

            remaining += rates[k];
        }

        if (gradient.IsEmpty) return loss;
        var (aging, time) = (-problem.Source * problem.Signal(total) / (1 + total), 0.0);
        for (var k = 0; k < rates.Length; k++)
        {
            gradient[k] += aging;
            var before = time;
            time += rates[k];
            var r = Math.Max(0, total - time);
            var term = (batches.IsEmpty ? rates[k] : rates[k] / batches[k]) * rates[k] * problem.NoiseSource(before) * problem.Kernel(r);
            aging -= q * term / (1 + r);
        }

        return loss;
    }

    /// <summary>E after every step in O(T · nodes), by a sum of exponentials for K: some 70 nodes for ten digits.</summary>
    /// <param name="problem">The exponents and the noise; its largest rate is not looked at.</param>
    /// <param name="rates">η ≥ 0, T of them.</param>
    /// <param name="batches">b &gt; 0, T of them; empty for 1.</param>
    /// <param name="losses">Receives E, T places; it may be <paramref name="rates"/>.</param>
    /// <param name="cancellation">Looked at every few thousand steps.</param>
    public static void Losses(
        ScalingProblem problem, ReadOnlySpan<double> rates, ReadOnlySpan<double> batches, Span<double> losses, CancellationToken cancellation = default)
    {
        Check(problem, rates, batches);
        Require.SameLength(losses.Length, rates.Length, nameof(losses), "the rates");
        var total = 0.0;
        foreach (var rate in rates) total += rate;
        var nodes = new SumOfExponentials();
        nodes.UsePower(problem.KernelExponent, 1, 1 + Math.Max(total, 1));

        // Noise of weight 1 enters at an age of 0, where the kernel's argument is 1.
        var count = nodes.Rates.Length;
        var (entry, memory, decay) = (new double[count], new double[count], new double[count]);
        for (var j = 0; j < count; j++) entry[j] = nodes.Weights[j] * Math.Exp(-nodes.Rates[j]);
        var (time, decayOf) = (0.0, double.NaN);
        for (var t = 0; t < rates.Length; t++)
        {
            if ((t & 4095) == 0) cancellation.ThrowIfCancellationRequested();
            var rate = rates[t];
            if (rate != decayOf) VectorExp.OfLine(nodes.Rates, -rate, 0, decay);
            decayOf = rate;
            var noise = rate * rate / (batches.IsEmpty ? 1 : batches[t]) * problem.NoiseSource(time);
            time += rate;
            losses[t] = problem.Signal(time) + Advance(memory, decay, entry, noise);
        }
    }

    static double Advance(double[] memory, double[] decay, double[] entry, double noise)
    {
        var m = MemoryMarshal.Cast<double, Vector256<double>>(memory.AsSpan());
        var d = MemoryMarshal.Cast<double, Vector256<double>>(decay);
        var e = MemoryMarshal.Cast<double, Vector256<double>>(entry);
        var (weight, sum) = (Vector256.Create(noise), Vector256<double>.Zero);
        for (var j = 0; j < m.Length; j++)
        {
            m[j] = (m[j] * d[j]) + (weight * e[j]);
            sum += m[j];
        }

        return sum[0] + sum[1] + sum[2] + sum[3];
    }

    static void Check(ScalingProblem problem, ReadOnlySpan<double> rates, ReadOnlySpan<double> batches)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!batches.IsEmpty) Require.SameLength(batches.Length, rates.Length, nameof(batches), "the rates");
        foreach (var rate in rates) Require.Rate(rate, nameof(rates));
        foreach (var batch in batches) Require.PositiveRate(batch, nameof(batches));
    }
}
