using Anneal.Laws;
using Anneal.Simulation;
using MathNet.Numerics;

namespace Anneal.Theory;

/// <summary>
/// Random quadratics whose curvature has the density ∝ λ^a on [0, D] and whose gradient noise is E[Σ|λ] ∝ λ^ρ e^(−Gλ): the mean of
/// <see cref="QuadraticDescent.Approximation"/> over them in closed form, and the multi-power law that it tends to.
/// </summary>
/// <remarks>
/// With Z = D^(a+1)/(a+1), P the regularised lower incomplete gamma function, β = a + ρ + 1 and noise scaled to E[Σ] = μ:
/// <code>
/// M = A S_1^−(a+2) P(a + 2, 2DS_1) + B η_1 [1 − R(S_1)] − B Σ_{k ≥ 2} (η_{k−1} − η_k) [1 − R(S_k)]
/// A = ‖θ₀‖² Γ(a + 2) 2^−(a+2) / (2Z),   B = dμ/4,   R(S) = (1 + 2S/G)^−β P(β, D(G + 2S)) / P(β, DG)
/// </code>
/// Where DG and DS_1 are large both P's tend to 1 and what remains is the multi-power law with γ = 0, L₀ = B η_1, exponents a + 2 and β,
/// and C = 2/G, but for the term −B η_1 (1 + C S_1)^−β, which the law leaves out: noise that has not yet grown to its level.
/// Source: Luo et al. 2025, arXiv:2503.12811, theorem 1 and its corollary, with the constants derived anew: the printed ones repeat η_max,
/// and the arguments of the incomplete gamma functions and the norm of θ₀ are mended.
/// </remarks>
/// <param name="Density">a &gt; −1: the density of curvatures is ∝ λ^a.</param>
/// <param name="NoiseExponent">ρ, a + ρ &gt; −1.</param>
/// <param name="Cutoff">D &gt; 0: the largest curvature.</param>
/// <param name="NoiseDecay">G &gt; 0.</param>
/// <param name="Noise">μ ≥ 0: the mean of Σ_ii over the directions.</param>
/// <param name="Directions">d ≥ 1.</param>
/// <param name="Square">‖θ₀‖² ≥ 0, spread evenly over the directions.</param>
public sealed record PowerLawQuadratic(
    double Density, double NoiseExponent, double Cutoff, double NoiseDecay, double Noise, int Directions, double Square)
{
    /// <summary>a &gt; −1.</summary>
    public double Density { get; } = Density > -1 ? Density : throw new ArgumentOutOfRangeException(nameof(Density), Density, "The density must be integrable: a > −1.");

    /// <summary>ρ.</summary>
    public double NoiseExponent { get; } =
        Density + NoiseExponent > -1 ? NoiseExponent : throw new ArgumentOutOfRangeException(nameof(NoiseExponent), NoiseExponent, "The noise must be integrable: a + ρ > −1.");

    /// <summary>D &gt; 0.</summary>
    public double Cutoff { get; } = Require.PositiveRate(Cutoff);

    /// <summary>G &gt; 0.</summary>
    public double NoiseDecay { get; } = Require.PositiveRate(NoiseDecay);

    /// <summary>μ ≥ 0.</summary>
    public double Noise { get; } = Require.Rate(Noise);

    /// <summary>d ≥ 1.</summary>
    public int Directions { get; } = Require.Positive(Directions);

    /// <summary>‖θ₀‖² ≥ 0.</summary>
    public double Square { get; } = Require.Rate(Square);

    /// <summary>a + 2: the law's α.</summary>
    public double Alpha => Density + 2;

    /// <summary>a + ρ + 1: the law's β.</summary>
    public double Beta => Density + NoiseExponent + 1;

    /// <summary>A.</summary>
    public double A => Square * SpecialFunctions.Gamma(Alpha) * Math.Pow(2, -Alpha) * (Density + 1) / (2 * Math.Pow(Cutoff, Density + 1));

    /// <summary>B = dμ/4.</summary>
    public double B => Directions * Noise / 4;

    /// <summary>C = 2/G.</summary>
    public double C => 2 / NoiseDecay;

    /// <summary>The corollary's law for a schedule that begins at a rate: γ = 0, L₀ = B η_1.</summary>
    /// <param name="first">η_1.</param>
    public CalibratedLaw Law(double first) => new(new NoGamma(), [B * first, A, Alpha, B, C, Beta]);

    /// <summary>The closed form of the mean of M over these quadratics.</summary>
    /// <param name="rates">η_1 … η_T, the first above 0.</param>
    public double MeanLoss(ReadOnlySpan<double> rates)
    {
        Require.Positive(rates.Length, "steps");
        var whole = SpecialFunctions.GammaLowerRegularized(Beta, Cutoff * NoiseDecay);
        var (remaining, drops) = (0.0, 0.0);
        for (var k = rates.Length - 1; k > 0; k--)
        {
            remaining += rates[k];
            var drop = rates[k - 1] - rates[k];
            if (drop != 0) drops += drop * (1 - Rest(remaining));
        }

        remaining += rates[0];
        var signal = A * Math.Pow(remaining, -Alpha) * SpecialFunctions.GammaLowerRegularized(Alpha, 2 * Cutoff * remaining);
        return signal + (B * rates[0] * (1 - Rest(remaining))) - (B * drops);

        double Rest(double clock) =>
            Math.Pow(1 + (C * clock), -Beta) * SpecialFunctions.GammaLowerRegularized(Beta, Cutoff * (NoiseDecay + (2 * clock))) / whole;
    }

    /// <summary>One quadratic of them, its curvatures and its start drawn.</summary>
    /// <param name="random">Where they come from.</param>
    public QuadraticDescent Draw(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Make(_ => random.NextUniform(), () => Math.Pow(random.NextNormal(), 2));
    }

    /// <summary>The quadratic whose curvatures are the quantiles (i − ½)/d of the density, and whose start is even.</summary>
    public QuadraticDescent Quantiles() => Make(i => (i + .5) / Directions, () => 1);

    QuadraticDescent Make(Func<int, double> quantile, Func<double> square)
    {
        var (curvatures, noises, squares) = (new double[Directions], new double[Directions], new double[Directions]);
        // The factor that makes the mean of λ^ρ e^(−Gλ) over the density μ: μ Z G^β / γ(β, DG).
        var level = Noise * Math.Pow(Cutoff, Density + 1) / (Density + 1) * Math.Pow(NoiseDecay, Beta)
            / (SpecialFunctions.GammaLowerRegularized(Beta, Cutoff * NoiseDecay) * SpecialFunctions.Gamma(Beta));
        for (var i = 0; i < Directions; i++)
        {
            var λ = Cutoff * Math.Pow(quantile(i), 1 / (Density + 1));
            curvatures[i] = λ;
            noises[i] = level * Math.Pow(λ, NoiseExponent) * Math.Exp(-NoiseDecay * λ);
            squares[i] = Square / Directions * square();
        }

        return new(curvatures, noises, squares);
    }
}
