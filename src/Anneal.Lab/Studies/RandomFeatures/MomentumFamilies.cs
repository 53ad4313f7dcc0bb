using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>Momentum of a fixed form, its few numbers tuned at every horizon over a grid, in the hard phase; every rate ends in a tail.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="Theory">The exponent of the loss in T that theory gives.</param>
/// <param name="Batch">m.</param>
/// <param name="NoiseVariance">σ².</param>
/// <param name="Settings">The grid.</param>
/// <param name="Rates">α_t, β_t and μ_t of a setting over T steps.</param>
sealed record MomentumFamily(
    string Name, double Theory, double Batch, double NoiseVariance, double[][] Settings,
    Func<double[], int, (double[] Direct, double[] Velocity, double[] Momentum)> Rates)
{
    // Beyond this many modes the slopes of 30,000 steps no longer depend on them.
    const long Modes = 1_000_000_000;

    static Phase Hard => Phase.Hard;

    /// <summary>Plain SGD: peak rate and length of the tail tuned.</summary>
    public static MomentumFamily Plain { get; } = new(
        "SGD", -Hard.Source, Hard.Batch, Hard.NoiseVariance, Grid([.5, .8, 1.1], [.05, .15, .4]),
        (p, steps) => (Tail(steps, p[1], p[0]), new double[steps], new double[steps]));

    /// <summary>Heavy ball with one momentum: effective rate, tail and momentum tuned.</summary>
    public static MomentumFamily HeavyBall { get; } = new(
        "heavy ball, constant μ", -Hard.Source, Hard.Batch, Hard.NoiseVariance, Grid([.8, 1.6, 3.2, 6.4], [.05, .15, .4], [.9, .99]),
        (p, steps) => (new double[steps], Tail(steps, p[1], p[0] * (1 - p[2])), Each(steps, _ => p[2])));

    /// <summary>A rate for the gradient and one, falling as t^−1/b, for a velocity that remembers a share of the run.</summary>
    public static MomentumFamily TwoRates { get; } = new(
        "two rates, β ∝ t^(−1/b), 1 − μ ∝ 1/t", -Hard.Source * (2 - (1 / Hard.B)), Hard.Batch, Hard.NoiseVariance,
        Grid([.3, .6], [.05, .15, .4], [.03, .1, .3], [4, 8]),
        (p, steps) => (
            Tail(steps, p[1], p[0]),
            Each(steps, t => p[2] * Math.Pow(1 + t, -1 / Hard.B) * At(t, steps, p[1])),
            Each(steps, t => 1 - (p[3] / (p[3] + 1 + t)))));

    /// <summary>Nesterov's method where a batch is everything.</summary>
    public static MomentumFamily Nesterov { get; } = new(
        "Nesterov without noise", -2 * Hard.Source, 1e12, 0, [[.5]],
        (p, steps) => (Each(steps, _ => p[0]), Each(steps, t => p[0] * t / (t + 3.0)), Each(steps, t => t / (t + 3.0))));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MomentumFamily> All { get; } = [Plain, HeavyBall, TwoRates, Nesterov];

    /// <summary>The mean final loss of one setting; infinite where it is unstable.</summary>
    public double Loss(double[] setting, int steps, CancellationToken cancellation)
    {
        var (direct, velocity, momentum) = Rates(setting, steps);
        var model = new RandomFeatureModel(PowerLawSpectrum.Quadrature(Hard.A, Hard.B, Modes), Batch, NoiseVariance);
        return new MomentumDynamics(model, steps).FinalLoss(direct, velocity, momentum, cancellation);
    }

    /// <summary>The best losses of every family at every horizon, families in their order.</summary>
    public static (double Loss, double[] Setting)[][] Tune(StudyContext context, double share, int[] horizons)
    {
        var places = (from family in All from steps in horizons from setting in family.Settings select (family, steps, setting)).ToArray();
        var losses = context.Map(share, places.Length, i => places[i].family.Loss(places[i].setting, places[i].steps, context.Cancellation));
        return [.. All.Select(family => horizons.Select(steps => places.Zip(losses)
            .Where(pair => pair.First.family == family && pair.First.steps == steps && double.IsFinite(pair.Second))
            .Select(pair => (pair.Second, pair.First.setting))
            .MinBy(pair => pair.Second)).ToArray())];
    }

    /// <summary>The exponent of the loss over the horizons.</summary>
    public static double Slope(int[] horizons, (double Loss, double[] Setting)[] best) =>
        PowerFit.Of([.. horizons.Select(steps => (double)steps)], [.. best.Select(at => at.Loss)]).Exponent;

    static double[] Tail(int steps, double length, double peak) => Each(steps, t => peak * At(t, steps, length));

    // 1, then a parabola to 0 over that share of the run.
    static double At(int t, int steps, double length) => Math.Pow(Math.Min(1, (1 - ((double)t / steps)) / length), 2);

    static double[] Each(int steps, Func<int, double> value) => [.. Enumerable.Range(0, steps).Select(value)];

    static double[][] Grid(params double[][] axes) => axes.Aggregate(
        (double[][])[[]], (settings, axis) => [.. from setting in settings from value in axis select (double[])[.. setting, value]]);
}
