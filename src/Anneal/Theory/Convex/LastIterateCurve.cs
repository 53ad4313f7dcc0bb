using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Kernels;
using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>The <see cref="LastIterateBound"/> of every beginning of a schedule: Ω_t for t = 1 … T, had training ended there.</summary>
/// <remarks>
/// Ω_t = D²/(2γP_t) + (γ/2) [η_t G_t² + Σ_{k&lt;t} η_k² G_k²/(P_t − P_k)], P_t = Σ_{s≤t} η_s. With 1/R ≈ Σ_j ω_j e^{−v_j R} for all
/// gaps R from the smallest rate to P_T, the sum is Σ_j M_j with M_j ← e^{−v_j η_t} (M_j + ω_j η_{t−1}² G_{t−1}²): O(T · J), J about 100, and
/// growing only with the logarithm of P_T over the smallest rate. The gaps are never formed as differences of sums, and all terms
/// are positive, so the relative error is that of the exponentials, below 1e-10.
/// At a step whose rate is 0 there is no bound, and Ω_t is +∞.
/// </remarks>
public sealed class LastIterateCurve
{
    // Rates below this share of the highest are as 0: their reciprocals would leave the range of the numbers.
    const double Smallest = 1e-280;

    readonly double[] distance, noise;

    LastIterateCurve(double[] distance, double[] noise) => (this.distance, this.noise) = (distance, noise);

    /// <summary>1/(2P_t): what D²/γ is multiplied with.</summary>
    public ReadOnlySpan<double> Distance => distance;

    /// <summary>What γ is multiplied with.</summary>
    public ReadOnlySpan<double> Noise => noise;

    /// <summary>Ω_t by the convention of the library: index t is after the rate η_t has entered.</summary>
    public LastIterateBound this[int t] => new(distance[t], noise[t]);

    /// <summary>The curve of rates written out.</summary>
    /// <param name="rates">η, each finite and at least 0.</param>
    /// <param name="gradients">G_t, a place per rate; empty for 1.</param>
    /// <param name="cancellation">Looked at every thousand steps.</param>
    public static LastIterateCurve Of(ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients = default, CancellationToken cancellation = default)
    {
        if (!gradients.IsEmpty) Require.SameLength(gradients.Length, rates.Length, nameof(gradients), "the rates");
        var (distance, noise) = (new double[rates.Length], new double[rates.Length]);
        var (total, highest, lowest) = (0.0, 0.0, double.PositiveInfinity);
        foreach (var rate in rates) highest = Math.Max(highest, Require.Rate(rate, nameof(rates)));
        foreach (var rate in rates)
        {
            if (rate > Smallest * highest) lowest = Math.Min(lowest, rate);
        }

        for (var t = 0; t < rates.Length; t++)
        {
            total += rates[t];
            distance[t] = 1 / (2 * total);
        }

        if (highest > 0) Fill(rates, gradients, lowest, total, noise, cancellation);
        else Array.Fill(noise, double.PositiveInfinity);
        return new(distance, noise);
    }

    /// <summary>Ω_t for all t at a base rate.</summary>
    /// <param name="baseRate">γ, above 0.</param>
    /// <param name="start">D = ‖x₁ − x*‖.</param>
    public double[] At(double baseRate, double start = 1)
    {
        var values = new double[distance.Length];
        for (var t = 0; t < values.Length; t++) values[t] = this[t].At(baseRate, start);
        return values;
    }

    static void Fill(
        ReadOnlySpan<double> rates, ReadOnlySpan<double> gradients, double lowest, double total, double[] noise, CancellationToken cancellation)
    {
        var kernel = new SumOfExponentials();
        kernel.UsePower(1, lowest, total);
        var nodes = MemoryMarshal.Cast<double, Vector256<double>>(kernel.Rates);
        var weights = MemoryMarshal.Cast<double, Vector256<double>>(kernel.Weights);
        var states = new Vector256<double>[nodes.Length];
        var decay = new Vector256<double>[nodes.Length];
        // Keeps what has been forgotten from becoming denormal.
        var dust = Vector256.Create(1e-290);
        var (arriving, lastRate) = (0.0, double.NaN);
        for (var t = 0; t < rates.Length; t++)
        {
            if ((t & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            var rate = rates[t];
            if (rate < lowest)
            {
                noise[t] = double.PositiveInfinity;
                continue;
            }

            if (rate != lastRate)
            {
                for (var j = 0; j < decay.Length; j++) decay[j] = VectorExp.Value(nodes[j] * Vector256.Create(-rate));
                lastRate = rate;
            }

            var (sum, source) = (Vector256<double>.Zero, Vector256.Create(arriving));
            for (var j = 0; j < states.Length; j++)
            {
                var state = Vector256.FusedMultiplyAdd(weights[j], source, states[j] + dust) * decay[j];
                states[j] = state;
                sum += state;
            }

            var step = rate * (gradients.IsEmpty ? 1 : gradients[t] * gradients[t]);
            noise[t] = (step + Vector256.Sum(sum)) / 2;
            arriving = rate * step;
        }
    }
}
