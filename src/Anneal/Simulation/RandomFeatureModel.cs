using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>
/// One-pass SGD on a linear model of Gaussian power-law features: w ← w − (η_t/m) Σ_{μ ≤ m} ψ_μ (w·ψ_μ − y_μ),
/// y = w*·ψ + σ z. The loss is the excess L = Σ_k λ_k (w_k − w*_k)², without a factor ½.
/// </summary>
/// <param name="Spectrum">λ_k, the target and the number of directions n_k of each node; training starts from w = 0.</param>
/// <param name="Batch">m &gt; 0: samples per update.</param>
/// <param name="NoiseVariance">σ² ≥ 0: label noise and the energy of what lies beyond the spectrum.</param>
/// <remarks>
/// Source: Bordelon and Mori 2026, arXiv:2602.04774, section 2; the recursions are the exact second moments of Gaussian features.
/// </remarks>
public sealed record RandomFeatureModel(PowerLawSpectrum Spectrum, double Batch, double NoiseVariance)
{
    /// <summary>m &gt; 0.</summary>
    public double Batch { get; } = Require.PositiveRate(Batch);

    /// <summary>σ² ≥ 0.</summary>
    public double NoiseVariance { get; } = Require.Rate(NoiseVariance);

    /// <summary>L before the first update.</summary>
    public double InitialLoss
    {
        get
        {
            var sum = 0.0;
            for (var k = 0; k < Spectrum.Eigenvalues.Length; k++)
                sum += Spectrum.Directions[k] * Spectrum.TargetEnergies[k];
            return sum;
        }
    }

    /// <summary>
    /// Whether second moments stay bounded at a constant rate: η λ₁ (1 + 1/m) &lt; 2 and g &lt; 1, where
    /// g = Σ n_k (η λ_k / m) / (2 − η λ_k (1 + 1/m)).
    /// </summary>
    public bool IsStable(double rate) => NoiseGain(rate) < 1;

    /// <summary>What E[L] tends to at a constant rate: g σ² / (1 − g); +∞ where the rate is not stable.</summary>
    public double StationaryLoss(double rate) => NoiseGain(rate) is < 1 and var g ? g * NoiseVariance / (1 - g) : double.PositiveInfinity;

    /// <summary>E[L] after each update, over all batches and labels.</summary>
    /// <param name="schedule">η_t in units of 1/λ₁.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <returns>T losses; infinite or NaN once an unstable schedule has overflowed.</returns>
    /// <remarks>
    /// With e_k = n_k λ_k E[(w_k − w*_k)²]: e_k ← [(1 − η λ_k)² + η² λ_k² / m] e_k + (η² / m) n_k λ_k² (L + σ²).
    /// O(T · nodes); four lanes of fixed order, so the same bits on every machine.
    /// </remarks>
    public double[] MeanLoss(Schedule schedule, CancellationToken cancellation = default)
    {
        var lanes = Vector256<double>.Count;
        var count = (Spectrum.Eigenvalues.Length + lanes - 1) / lanes * lanes;
        var eigenvalues = new double[count];
        var energies = new double[count];
        var noises = new double[count];
        for (var k = 0; k < Spectrum.Eigenvalues.Length; k++)
        {
            var (λ, n) = (Spectrum.Eigenvalues[k], Spectrum.Directions[k]);
            eigenvalues[k] = λ;
            energies[k] = n * Spectrum.TargetEnergies[k];
            noises[k] = n * λ * λ;
        }

        var losses = schedule.ToArray();
        var loss = InitialLoss;
        foreach (ref var place in losses.AsSpan())
        {
            cancellation.ThrowIfCancellationRequested();
            loss = Advance(eigenvalues, noises, energies, place, loss);
            place = loss;
        }

        return losses;
    }

    double Advance(double[] eigenvalues, double[] noises, double[] energies, double rate, double loss)
    {
        var λ = MemoryMarshal.Cast<double, Vector256<double>>(eigenvalues);
        var n = MemoryMarshal.Cast<double, Vector256<double>>(noises);
        var e = MemoryMarshal.Cast<double, Vector256<double>>(energies.AsSpan());
        var perMode = Vector256.Create(rate * rate / Batch);
        var total = Vector256.Create(rate * rate / Batch * (loss + NoiseVariance));
        var η = Vector256.Create(rate);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < e.Length; i++)
        {
            var kept = Vector256<double>.One - (η * λ[i]);
            e[i] = (((kept * kept) + (perMode * λ[i] * λ[i])) * e[i]) + (total * n[i]);
            sum += e[i];
        }

        return sum[0] + sum[1] + sum[2] + sum[3];
    }

    double NoiseGain(double rate)
    {
        Require.Rate(rate);
        var sum = 0.0;
        for (var k = 0; k < Spectrum.Eigenvalues.Length; k++)
        {
            var ηλ = rate * Spectrum.Eigenvalues[k];
            var left = 2 - (ηλ * (1 + (1 / Batch)));
            if (left <= 0) return double.PositiveInfinity;
            sum += Spectrum.Directions[k] * ηλ / Batch / left;
        }

        return sum;
    }
}
