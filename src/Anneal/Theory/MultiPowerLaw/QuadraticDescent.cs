using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>
/// SGD on L = ½ Σ λ_i θ_i² with gradient noise: θ ← θ − η_t g, g ~ N(λ_i θ_i, Σ_ii). The mean of the loss, exactly and in the
/// approximation from which the multi-power law follows.
/// </summary>
/// <remarks>Source: Luo et al. 2025, arXiv:2503.12811, section 3 and appendix L, theorem 3.</remarks>
public sealed class QuadraticDescent
{
    readonly double[] curvatures, noises, squares;

    /// <summary>Copies its arguments.</summary>
    /// <param name="curvatures">λ_i ≥ 0.</param>
    /// <param name="noises">Σ_ii ≥ 0, as many.</param>
    /// <param name="squares">θ_i² before the first update, as many.</param>
    public QuadraticDescent(ReadOnlySpan<double> curvatures, ReadOnlySpan<double> noises, ReadOnlySpan<double> squares)
    {
        Require.Positive(curvatures.Length, "directions");
        Require.SameLength(noises.Length, curvatures.Length, nameof(noises), nameof(curvatures));
        Require.SameLength(squares.Length, curvatures.Length, nameof(squares), nameof(curvatures));
        foreach (var value in curvatures) Require.Rate(value, nameof(curvatures));
        foreach (var value in noises) Require.Rate(value, nameof(noises));
        foreach (var value in squares) Require.Rate(value, nameof(squares));
        (this.curvatures, this.noises, this.squares) = (curvatures.ToArray(), noises.ToArray(), squares.ToArray());
    }

    /// <summary>d.</summary>
    public int Directions => curvatures.Length;

    /// <summary>E[L] after each update: E θ² ← (1 − ηλ)² E θ² + η² Σ, exactly.</summary>
    /// <param name="rates">η_t.</param>
    public double[] MeanLoss(ReadOnlySpan<double> rates)
    {
        var losses = new double[rates.Length];
        // A direction at a time: each is a recursion in a register.
        for (var i = 0; i < curvatures.Length; i++)
        {
            var (λ, noise, square) = (curvatures[i], noises[i], squares[i]);
            for (var t = 0; t < rates.Length; t++)
            {
                var kept = 1 - (rates[t] * λ);
                square = (kept * kept * square) + (rates[t] * rates[t] * noise);
                losses[t] += λ * square / 2;
            }
        }

        return losses;
    }

    /// <summary>
    /// M = ½ Σ_i [θ_i² λ_i e^(−2λ_i S_1) + η_1 Σ_ii (1 − e^(−2λ_i S_1))/2] − ½ Σ_{k ≥ 2} (η_{k−1} − η_k) Σ_i Σ_ii (1 − e^(−2λ_i S_k))/2
    /// with S_k = η_k + … + η_T: what is left of E[L] after the last update to first order in the rates.
    /// </summary>
    /// <param name="rates">η_1 … η_T.</param>
    public double Approximation(ReadOnlySpan<double> rates)
    {
        Require.Positive(rates.Length, "steps");
        var (remaining, sum) = (0.0, 0.0);
        for (var k = rates.Length - 1; k > 0; k--)
        {
            remaining += rates[k];
            var drop = rates[k - 1] - rates[k];
            if (drop != 0) sum -= drop * Response(remaining);
        }

        remaining += rates[0];
        sum += rates[0] * Response(remaining);
        for (var i = 0; i < curvatures.Length; i++) sum += squares[i] * curvatures[i] * Math.Exp(-2 * curvatures[i] * remaining) / 2;
        return sum;
    }

    /// <summary>
    /// The bound 5 η_max Σ λ³ S_1 e^(−2λ S_1) θ² + 5 e² η_max² Σ Σ_ii λ_i on |E[L] − M|, for η_max ≤ 1/λ_max; infinite beyond.
    /// </summary>
    /// <param name="rates">η_1 … η_T.</param>
    public double ErrorBound(ReadOnlySpan<double> rates)
    {
        var (highest, clock, bias, noise) = (0.0, 0.0, 0.0, 0.0);
        foreach (var rate in rates) (highest, clock) = (Math.Max(highest, rate), clock + rate);
        for (var i = 0; i < curvatures.Length; i++)
        {
            var λ = curvatures[i];
            if (highest * λ > 1) return double.PositiveInfinity;
            bias += λ * λ * λ * clock * Math.Exp(-2 * λ * clock) * squares[i];
            noise += noises[i] * λ;
        }

        return (5 * highest * bias) + (5 * Math.E * Math.E * highest * highest * noise);
    }

    /// <summary>L after each update of one run with drawn gradients.</summary>
    /// <param name="rates">η_t.</param>
    /// <param name="random">Where the noise comes from.</param>
    public double[] DrawnLoss(ReadOnlySpan<double> rates, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (losses, θ) = (new double[rates.Length], Array.ConvertAll(squares, Math.Sqrt));
        var deviations = Array.ConvertAll(noises, Math.Sqrt);
        for (var t = 0; t < rates.Length; t++)
        {
            for (var i = 0; i < θ.Length; i++)
            {
                θ[i] -= rates[t] * ((curvatures[i] * θ[i]) + (deviations[i] * random.NextNormal()));
                losses[t] += curvatures[i] * θ[i] * θ[i] / 2;
            }
        }

        return losses;
    }

    // ½ Σ_i Σ_ii (1 − e^(−2λ_i S))/2: what a unit drop of the rate takes off the loss in the clock S after it.
    double Response(double clock)
    {
        var sum = 0.0;
        for (var i = 0; i < curvatures.Length; i++) sum += noises[i] * (1 - Math.Exp(-2 * curvatures[i] * clock));
        return sum / 4;
    }
}
