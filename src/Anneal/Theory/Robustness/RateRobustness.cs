namespace Anneal.Theory;

/// <summary>What a schedule loses when its base rate is not the best one, by the convex last-iterate bound on a bounded domain.</summary>
/// <remarks>
/// F(η) = min_τ (A_τ/η + B_τ η), where A_τ and B_τ are the two parts of the bound of the steps from τ on
/// (<see cref="LastIterateBound"/>): on a domain of diameter D training may be thought to start at any step.
/// Attia and Koren 2025 (arXiv:2503.09411), with explicit constants. F is the lower envelope of lines in η², so only the vertices of
/// the lower hull of the points (A_τ, B_τ) are kept: O(T) once, O(log T) a rate.
/// </remarks>
public sealed class RateRobustness
{
    const double Farthest = 1e9;

    readonly (double A, double B)[] hull;

    RateRobustness((double A, double B)[] hull)
    {
        this.hull = hull;
        var best = hull.MinBy(vertex => vertex.A * vertex.B);
        BestValue = 2 * Math.Sqrt(best.A * best.B);
        BestRate = Math.Sqrt(best.A / best.B);
    }

    /// <summary>η*: the best base rate, for D = G = 1.</summary>
    public double BestRate { get; }

    /// <summary>F(η*), for D = G = 1.</summary>
    public double BestValue { get; }

    /// <summary>Prepares a schedule.</summary>
    /// <param name="rates">η₁ … η_T, at least 0; zeros at the end are dropped, since they train nothing.</param>
    /// <exception cref="ArgumentException">No rate is above 0.</exception>
    public static RateRobustness Of(ReadOnlySpan<double> rates)
    {
        rates = rates.TrimEnd(0.0);
        if (rates.IsEmpty) throw new ArgumentException("At least one rate is above 0.", nameof(rates));
        var points = new List<(double A, double B)>();
        var sums = default(LastIterateBound.Backwards);
        for (var t = rates.Length - 1; t >= 0; t--)
        {
            if (rates[t] <= 0) continue;
            sums.Add(rates[t], 1);
            var point = (A: sums.Bound.Distance, B: sums.Bound.Noise);
            while (points.Count > 1 && !TurnsUp(points[^2], points[^1], point)) points.RemoveAt(points.Count - 1);
            points.Add(point);
        }

        return new RateRobustness([.. points]);
    }

    /// <summary>The bound at ρ η* over the bound at η*; at least 1.</summary>
    /// <param name="factor">ρ &gt; 0.</param>
    public double Excess(double factor)
    {
        var rate = BestRate * Require.PositiveRate(factor);
        // Along the hull the value falls, then rises.
        var (low, high) = (0, hull.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle) > At(middle + 1)) low = middle + 1;
            else high = middle;
        }

        return At(low) / BestValue;

        double At(int i) => (hull[i].A / rate) + (hull[i].B * rate);
    }

    /// <summary>The highest ρ ≥ 1 that costs no more than a share; +∞ beyond 10⁹.</summary>
    /// <param name="tolerance">The share, above 0.</param>
    public double Above(double tolerance) => Reach(tolerance, 1);

    /// <summary>The highest ρ ≥ 1 such that η*/ρ costs no more than a share.</summary>
    /// <param name="tolerance">The share, above 0.</param>
    public double Below(double tolerance) => Reach(tolerance, -1);

    /// <summary>
    /// The widest ratio of neighbours in a grid of rates that has a place within the tolerance wherever η* lies: what may be above times
    /// what may be below.
    /// </summary>
    /// <param name="tolerance">The share, above 0.</param>
    public double GridRatio(double tolerance) => Above(tolerance) * Below(tolerance);

    /// <summary>What the better one of two neighbours costs where the best rate lies at the worst place between them.</summary>
    /// <param name="gridRatio">The ratio of neighbours, at least 1.</param>
    /// <returns>The bound there over its least value.</returns>
    public double WorstOnGrid(double gridRatio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gridRatio, 1);
        // The upper neighbour costs more and the lower one less, the farther both are from the best rate below the upper one.
        var (near, far) = (0.0, Math.Log(gridRatio));
        while (far - near > 1e-12)
        {
            var above = (near + far) / 2;
            if (Excess(Math.Exp(above)) < Excess(Math.Exp(above) / gridRatio)) near = above;
            else far = above;
        }

        return Excess(Math.Exp(near));
    }

    // The excess rises with the distance from ρ = 1, on either side.
    double Reach(double tolerance, int direction)
    {
        Require.PositiveRate(tolerance);
        if (Excess(Math.Pow(Farthest, direction)) <= 1 + tolerance) return double.PositiveInfinity;
        var (near, far) = (0.0, Math.Log(Farthest));
        while (far - near > 1e-12)
        {
            var middle = (near + far) / 2;
            if (Excess(Math.Exp(direction * middle)) <= 1 + tolerance) near = middle;
            else far = middle;
        }

        return Math.Exp(near);
    }

    // Whether b lies below the chord from a to c: A falls from a to c.
    static bool TurnsUp((double A, double B) a, (double A, double B) b, (double A, double B) c) =>
        (b.B - a.B) * (a.A - c.A) < (c.B - a.B) * (a.A - b.A);
}
