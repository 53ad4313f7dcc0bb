using Anneal.Schedules;

namespace Anneal.Lab.Studies.Robustness;

/// <summary>A schedule of the study.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="Rates">h₁ … h_T of a number of steps, the highest 1.</param>
/// <param name="Exponent">The limit of the slope of the excess in ρ: 1/(2p + 1) for a decay that ends like (1 − t/T)^p, 1 without.</param>
sealed record Shape(string Name, Func<int, double[]> Rates, double Exponent)
{
    public static readonly Shape Constant = new("constant", steps => new Constant(1, steps).ToArray(), 1);
    public static readonly Shape InverseSqrt = new("1/√t", steps => [.. Enumerable.Range(1, steps).Select(t => 1 / Math.Sqrt(t))], 1);
    public static readonly Shape Linear = new("linear (p = 1)", steps => new Linear(1, 0, steps).ToArray(), 1.0 / 3);
    public static readonly Shape Cosine = new("cosine", steps => new Cosine(1, 0, steps).ToArray(), 0.2);

    /// <summary>All of them, the least forgiving first.</summary>
    public static readonly Shape[] All =
    [
        Constant,
        InverseSqrt,
        Polynomial(0.5),
        new("WSD 20 %", steps => ScheduleFree.Entrant.Ramps(steps, 0, 0.2), 1.0 / 3),
        Linear,
        Cosine,
        Polynomial(2),
        Polynomial(3),
        Polynomial(4),
    ];

    /// <summary>Those that are trained at every rate of a grid.</summary>
    public static readonly Shape[] Tried = [Constant, InverseSqrt, Linear, Cosine, All[6], All[7]];

    /// <summary>(1 − t/T)^p.</summary>
    public static Shape Polynomial(double p) => new($"p = {Plotting.Digits.Significant(p)}", steps => new Power(1, 0, steps, p).ToArray(), 1 / ((2 * p) + 1));
}
