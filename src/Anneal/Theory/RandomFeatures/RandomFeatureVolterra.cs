using Anneal.Simulation;
using MathNet.Numerics;

namespace Anneal.Theory;

/// <summary>The mean loss of a random-feature model as an integral equation in intrinsic time S = Σ η, the limit of small rates.</summary>
/// <remarks>
/// L(S) = F(S) + ∫₀^S K(S − u) [L(u) + σ²] γ(u) du with γ = η/m, the signal F(S) = Σ n_k λ_k w*_k² e^{−2λ_k S} and the memory of the noise
/// K(r) = Σ n_k λ_k² e^{−2λ_k r}. Gaussian features have one term more, the batch noise of a mode in itself, of the same order as the
/// noise: each 2λ_k S becomes 2λ_k S − λ_k² ∫γ.
/// Source: Bordelon and Mori 2026, arXiv:2602.04774; the powers of F and K follow from their integrals over k.
/// </remarks>
public static class RandomFeatureVolterra
{
    /// <summary>F(S).</summary>
    /// <param name="spectrum">λ_k, the target energies, the numbers of directions.</param>
    /// <param name="time">S ≥ 0.</param>
    public static double Signal(PowerLawSpectrum spectrum, double time)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        var sum = 0.0;
        for (var k = 0; k < spectrum.Eigenvalues.Length; k++)
            sum += spectrum.Directions[k] * spectrum.TargetEnergies[k] * Math.Exp(-2 * spectrum.Eigenvalues[k] * time);
        return sum;
    }

    /// <summary>K(r).</summary>
    /// <param name="spectrum">λ_k and the numbers of directions.</param>
    /// <param name="distance">r ≥ 0.</param>
    public static double Kernel(PowerLawSpectrum spectrum, double distance)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        var sum = 0.0;
        for (var k = 0; k < spectrum.Eigenvalues.Length; k++)
        {
            var λ = spectrum.Eigenvalues[k];
            sum += spectrum.Directions[k] * λ * λ * Math.Exp(-2 * λ * distance);
        }

        return sum;
    }

    /// <summary>What F tends to without a last mode: (1/b) Γ((a − 1)/b) (2S)^{−(a−1)/b}.</summary>
    public static double SignalPower(double a, double b, double time) =>
        SpecialFunctions.Gamma((a - 1) / b) / b * Math.Pow(2 * time, -(a - 1) / b);

    /// <summary>What K tends to without a last mode: (1/b) Γ(2 − 1/b) (2r)^{−(2−1/b)}.</summary>
    public static double KernelPower(double b, double distance) =>
        SpecialFunctions.Gamma(2 - (1 / b)) / b * Math.Pow(2 * distance, -(2 - (1 / b)));

    /// <summary>Solves the equation on a grid.</summary>
    /// <param name="model">The spectrum and σ²; its batch does not matter.</param>
    /// <param name="times">S_0 = 0, S_1, …, rising.</param>
    /// <param name="noise">γ = η/m ≥ 0 at these times.</param>
    /// <param name="gaussian">Whether a mode's batch noise in itself is included.</param>
    /// <param name="losses">Is filled with L(S_0), L(S_1), ….</param>
    /// <param name="cancellation">Looked at once a place.</param>
    /// <remarks>
    /// Product integration: (L + σ²) γ is taken as linear between the times and integrated exactly against each mode's exponential, so
    /// the error is of second order in the distances and there is no bound on them by the largest λ. O(places · nodes).
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, or times do not rise from 0.</exception>
    public static void Solve(
        RandomFeatureModel model, ReadOnlySpan<double> times, ReadOnlySpan<double> noise, bool gaussian, Span<double> losses,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.SameLength(noise.Length, times.Length, nameof(noise), nameof(times));
        Require.SameLength(losses.Length, times.Length, nameof(losses), nameof(times));
        if (times.IsEmpty || times[0] != 0) throw new ArgumentException("Times begin at 0.", nameof(times));

        var (λ, n) = (model.Spectrum.Eigenvalues, model.Spectrum.Directions);
        var signals = new double[λ.Length];
        var memories = new double[λ.Length];
        for (var k = 0; k < λ.Length; k++) signals[k] = n[k] * model.Spectrum.TargetEnergies[k];
        losses[0] = model.InitialLoss;
        for (var i = 1; i < times.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = times[i] - times[i - 1];
            if (!(step > 0)) throw new ArgumentException($"Times rise; place {i} does not.", nameof(times));
            var before = (losses[i - 1] + model.NoiseVariance) * noise[i - 1];
            var own = gaussian ? (noise[i - 1] + noise[i]) / 2 : 0;
            var (known, gain) = (0.0, 0.0);
            for (var k = 0; k < λ.Length; k++)
            {
                var x = λ[k] * (2 - (λ[k] * own)) * step;
                var kept = Math.Exp(-x);
                var (early, late) = Weights(x, kept);
                signals[k] *= kept;
                memories[k] = (kept * memories[k]) + (step * early * before);
                var weight = n[k] * λ[k] * λ[k];
                known += signals[k] + (weight * memories[k]);
                gain += weight * step * late;
            }

            // What the new loss itself adds stands on both sides.
            losses[i] = (known + (gain * noise[i] * model.NoiseVariance)) / (1 - (gain * noise[i]));
            var after = (losses[i] + model.NoiseVariance) * noise[i];
            for (var k = 0; k < λ.Length; k++)
            {
                var x = λ[k] * (2 - (λ[k] * own)) * step;
                memories[k] += step * Weights(x, Math.Exp(-x)).Late * after;
            }
        }
    }

    // ∫₀¹ e^{−xr} r dr and ∫₀¹ e^{−xr} (1 − r) dr; their series where the closed forms cancel.
    static (double Early, double Late) Weights(double x, double kept)
    {
        if (Math.Abs(x) >= 0.02) return ((1 - ((1 + x) * kept)) / (x * x), (x - 1 + kept) / (x * x));
        return (
            (1 / 2.0) - (x * ((1 / 3.0) - (x * ((1 / 8.0) - (x * ((1 / 30.0) - (x / 144))))))),
            (1 / 2.0) - (x * ((1 / 6.0) - (x * ((1 / 24.0) - (x * ((1 / 120.0) - (x / 720))))))));
    }
}
