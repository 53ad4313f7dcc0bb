using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>The best plain and heavy-ball schedules of the hard phase at one batch, over growing horizons.</summary>
/// <param name="Batch">m.</param>
/// <param name="Horizons">T.</param>
/// <param name="Plain">Best SGD at each.</param>
/// <param name="Heavy">Best heavy ball at each, every step free.</param>
/// <param name="Smooth">Best heavy ball at each through <see cref="Knots"/> knots.</param>
sealed record MomentumOptima(
    double Batch, int[] Horizons, IReadOnlyList<RandomFeatureOptimum> Plain, IReadOnlyList<HeavyBallOptimum> Heavy,
    IReadOnlyList<HeavyBallOptimum> Smooth)
{
    /// <summary>What a smooth schedule of rate or momentum is drawn through.</summary>
    public const int Knots = 16;

    /// <summary>Each horizon starts from the one before it.</summary>
    public static MomentumOptima Along(double batch, int[] horizons, CancellationToken cancellation)
    {
        var model = (Phase.Hard with { Batch = batch }).Model();
        return new(
            batch, horizons, RandomFeatureControl.Along(model, horizons, Phase.Hard.LargestRate, cancellation: cancellation),
            HeavyBalls(null), HeavyBalls(Knots));

        List<HeavyBallOptimum> HeavyBalls(int? knots)
        {
            List<HeavyBallOptimum> found = [];
            foreach (var steps in horizons)
            {
                found.Add(MomentumControl.HeavyBall(
                    model, steps, Phase.Hard.LargestRate, knots: knots, start: found.LastOrDefault(), cancellation: cancellation));
            }

            return found;
        }
    }

    /// <summary>The exponent of the best SGD's loss.</summary>
    public double PlainSlope => Slope(Plain.Select(optimum => optimum.Loss));

    /// <summary>The exponent of the best heavy ball's loss.</summary>
    public double HeavySlope => Slope(Heavy.Select(optimum => optimum.Loss));

    /// <summary>The largest |mean of drawn runs − recursion| in standard errors, over twelve steps of a run with momentum.</summary>
    public static double Deviation(StudyContext context, double share, int runs)
    {
        const int Steps = 60;
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(1.5, 1.2, 30), 3, .3);
        var (direct, velocity, momentum) = (new double[Steps], new double[Steps], new double[Steps]);
        direct.AsSpan().Fill(.05);
        velocity.AsSpan().Fill(.03);
        momentum.AsSpan().Fill(.8);
        var expected = new MomentumDynamics(model, Steps).MeanLoss(direct, velocity, momentum);
        var drawn = context.Map(share, runs, i =>
            MomentumTraining.Losses(model, direct, velocity, momentum, new RandomNumbers(context.Seed["momentum"][i]), context.Cancellation));
        return Enumerable.Range(1, 12).Max(i =>
        {
            var losses = drawn.Select(run => run[(5 * i) - 1]).ToArray();
            var mean = losses.Average();
            var error = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (runs - 1.0) / runs);
            return Math.Abs(mean - expected[(5 * i) - 1]) / error;
        });
    }

    double Slope(IEnumerable<double> losses) => PowerFit.Of([.. Horizons.Select(steps => (double)steps)], [.. losses]).Exponent;
}
