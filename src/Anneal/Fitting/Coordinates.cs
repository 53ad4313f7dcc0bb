using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>
/// The coordinates in which a law is fitted: θ's components on their own scales, with the scale factors made free of units.
/// </summary>
/// <remarks>
/// With a reference rate η and a reference length N: A becomes a = A (N η^p)^−α, what progress leaves after N steps at η;
/// B becomes b = B η^q, what a full drop from η gains; C becomes κ = C η^{p−γ}, the response per step at η (C itself where
/// the clock counts steps). The three are nearly uncorrelated with the exponents, comparable between models, and what
/// priors are stated on. For the functional scaling law c2 becomes c2 η S^−s, c3 becomes c3 S^s, c4 becomes c4 η.
/// </remarks>
sealed class Coordinates
{
    readonly LossLaw law;
    readonly double logRate, logSteps;
    readonly int a, alpha, b, c, gamma, p, q, c1, s, c2, c3, c4;
    readonly bool clockInRates;

    public Coordinates(LossLaw law, ReferenceScale reference)
    {
        this.law = law;
        (logRate, logSteps) = (Math.Log(reference.Rate), Math.Log(reference.Steps));
        (a, alpha, b, c) = (law.IndexOf("A"), law.IndexOf("alpha"), law.IndexOf("B"), law.IndexOf("C"));
        (gamma, p, q) = (law.IndexOf("gamma"), law.IndexOf("p"), law.IndexOf("q"));
        (c1, s, c2, c3, c4) = (law.IndexOf("c1"), law.IndexOf("s"), law.IndexOf("c2"), law.IndexOf("c3"), law.IndexOf("c4"));
        clockInRates = law is AnnealingLaw { Clock: ResponseClock.RateSum or ResponseClock.RateSumAfter };
        // The data law's clock is steps.
        if (law is DataLaw) logRate = 0;
    }

    /// <summary>θ at z.</summary>
    public void ToTheta(ReadOnlySpan<double> z, Span<double> theta)
    {
        for (var j = 0; j < z.Length; j++) theta[j] = law.Parameters[j].FromScale(z[j]);
        var (vp, vq) = (Value(theta, p, 1), Value(theta, q, 1));
        var logSum = logSteps + (vp * logRate);
        if (a >= 0) theta[a] *= Math.Exp(theta[alpha] * logSum);
        if (b >= 0) theta[b] *= Math.Exp(-vq * logRate);
        if (c >= 0 && clockInRates) theta[c] *= Math.Exp((Value(theta, gamma, 0) - vp) * logRate);
        if (c1 < 0) return;
        theta[c1] *= Math.Exp(theta[s] * logSum);
        theta[c2] *= Math.Exp((theta[s] * logSum) - logRate);
        theta[c3] *= Math.Exp(-theta[s] * logSum);
        theta[c4] *= Math.Exp(-logRate);
    }

    /// <summary>z at θ.</summary>
    public void ToPlace(ReadOnlySpan<double> theta, Span<double> z)
    {
        Span<double> factor = stackalloc double[theta.Length];
        Span<double> zero = stackalloc double[theta.Length];
        // What ToTheta multiplies each component with depends on the exponents only, so it can be undone.
        for (var j = 0; j < z.Length; j++) zero[j] = IsScaled(j) ? 0 : law.Parameters[j].ToScale(theta[j]);
        ToTheta(zero, factor);
        for (var j = 0; j < z.Length; j++) z[j] = law.Parameters[j].ToScale(IsScaled(j) ? theta[j] / factor[j] : theta[j]);
    }

    /// <summary>∂θ/∂z at z, p × p by rows of θ.</summary>
    public void Slopes(ReadOnlySpan<double> theta, Span<double> matrix)
    {
        var n = theta.Length;
        matrix.Clear();
        for (var j = 0; j < n; j++) matrix[(j * n) + j] = law.Parameters[j].ScaleSlope(theta[j]);
        var logSum = logSteps + (Value(theta, p, 1) * logRate);
        if (a >= 0)
        {
            Link(theta, matrix, a, alpha, logSum);
            Link(theta, matrix, a, p, theta[alpha] * logRate);
        }

        if (b >= 0) Link(theta, matrix, b, q, -logRate);
        if (c >= 0 && clockInRates)
        {
            Link(theta, matrix, c, gamma, logRate);
            Link(theta, matrix, c, p, -logRate);
        }

        if (c1 < 0) return;
        Link(theta, matrix, c1, s, logSum);
        Link(theta, matrix, c2, s, logSum);
        Link(theta, matrix, c3, s, -logSum);
    }

    /// <summary>Whether the coordinate is the parameter times a factor that depends on the exponents.</summary>
    public bool IsScaled(int j) => j == a || j == b || (j == c && clockInRates) || j == c1 || j == c2 || j == c3 || j == c4;

    static double Value(ReadOnlySpan<double> theta, int index, double otherwise) => index < 0 ? otherwise : theta[index];

    // θ_i = e^{z_i + f(θ_j)}: adds θ_i ∂f/∂θ_j ∂θ_j/∂z_j.
    void Link(ReadOnlySpan<double> theta, Span<double> matrix, int i, int j, double slope)
    {
        if (j >= 0) matrix[(i * theta.Length) + j] += theta[i] * slope * law.Parameters[j].ScaleSlope(theta[j]);
    }
}
