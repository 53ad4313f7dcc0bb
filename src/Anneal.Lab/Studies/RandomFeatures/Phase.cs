using Anneal.Simulation;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>A setting whose numbers the parts share: a spectrum of 10⁶ modes by quadrature, a batch, label noise, the largest rate.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="A">a: target energies λ_k w*_k² = k^−a.</param>
/// <param name="B">b: eigenvalues λ_k = k^−b.</param>
/// <param name="Batch">m.</param>
/// <param name="NoiseVariance">σ².</param>
/// <param name="LargestRate">η_max, in units of 1/λ₁.</param>
sealed record Phase(string Name, double A, double B, double Batch, double NoiseVariance, double LargestRate)
{
    /// <summary>N: modes of the spectrum.</summary>
    public const int Modes = 1_000_000;

    /// <summary>a ≥ b: the noise is what limits the loss, and the whole schedule shrinks with the horizon.</summary>
    public static readonly Phase Easy = new("easy", 2, 1.25, 4, 1, 0.5);

    /// <summary>a &lt; b: the signal is what limits the loss, and the schedule stays at η_max until a vanishing end.</summary>
    public static readonly Phase Hard = new("hard", 1.5, 3, 4, 0.1, 1);

    /// <summary>Whether a ≥ b.</summary>
    public bool IsEasy => A >= B;

    /// <summary>s = (a − 1)/b: at a constant rate without noise the loss falls like S^−s in the rate sum S.</summary>
    public double Source => (A - 1) / B;

    /// <summary>(a − 1)/max(a, b): the optimal loss falls like T^− of it.</summary>
    public double LossExponent => (A - 1) / Math.Max(A, B);

    /// <summary>s/(1 + s): so falls the loss of the best constant rate, and that rate itself where label noise rules.</summary>
    public double ConstantExponent => Source / (1 + Source);

    /// <summary>ξ = 1 − b/a where that is positive: the optimal peak falls like T^−ξ.</summary>
    public double PeakExponent => Math.Max(0, 1 - (B / A));

    /// <summary>(1 − 1/b − s)/(2 − 1/b) where that is positive: the share of training that anneals falls like T^− of it.</summary>
    public double AnnealingExponent => Math.Max(0, (1 - (1 / B) - Source) / (2 - (1 / B)));

    /// <summary>The name as a sentence begins with it.</summary>
    public string Title => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>The model, on 71 or so nodes.</summary>
    public RandomFeatureModel Model() => new(PowerLawSpectrum.Quadrature(A, B, Modes), Batch, NoiseVariance);
}
