using Anneal.Fitting;
using MathNet.Numerics.Distributions;

namespace Anneal.Study;

/// <summary>The constants of the law's own error that leaving runs out can tell of (see <c>ModelErrors</c>), and the intervals they make.</summary>
/// <param name="Default">The error before any run was held out.</param>
/// <param name="Weight">How many held-out runs it counts for.</param>
/// <param name="PerHorizon">What a factor e in horizon adds to the stretch.</param>
readonly record struct IntervalConstants(double Default, double Weight, double PerHorizon)
{
    /// <summary>The family whose pairs of runs differ by more than their schedules: nothing is chosen by it.</summary>
    public const string Mixed = "modded-nanogpt";

    const double Level = 0.9;

    public static IntervalConstants Shipped { get; } = new(ModelErrors.Default, ModelErrors.DefaultWeight, ModelErrors.PerHorizon);

    static IEnumerable<IntervalConstants> Lattice =>
        from standard in (double[])[0.001, 0.0015, 0.002, 0.0025, 0.003]
        from weight in (double[])[1, 3, 5]
        from horizon in (double[])[0.6, 1.2, 1.8, 2.4]
        select new IntervalConstants(standard, weight, horizon);

    /// <summary>Those of a lattice with the smallest interval score: its logarithm's mean over sets, and of these over families.</summary>
    public static IntervalConstants Choose(IEnumerable<LeftOutRun> runs)
    {
        var families = runs.Where(run => run.Family != Mixed).GroupBy(run => run.Family).Select(family => family.GroupBy(run => run.Set).ToArray()).ToArray();
        return Lattice.MinBy(constants => families.Average(sets => sets.Average(set => Math.Log(constants.Intervals(set).IntervalScore))));
    }

    public Calibration Intervals(IEnumerable<LeftOutRun> runs) => new(Level, [.. runs.Select(Intervals)]);

    public override string ToString() => Anneal.Text.Of($"{Default:P2}, {Weight}, {PerHorizon}");

    CalibrationRun Intervals(LeftOutRun run)
    {
        var constants = this;
        var errors = run.Held.Values.Select(points => Math.Sqrt(points.Select(x => x.Error / constants.Stretch(x)).Average(error => error * error)));
        var level = ((Weight * Default) + errors.Sum()) / (Weight + run.Held.Count);
        var quantile = StudentT.InvCDF(0, 1, Forecaster.Freedom, (1 + Level) / 2);
        return new(run.Set, run.Run, [.. run.Points.Select(x => x.Error)], [.. run.Points.Select(HalfWidth)], run.ConstantWidth);

        double HalfWidth(Ingredients x)
        {
            var model = level * constants.Stretch(x);
            return quantile * Math.Sqrt((x.Spread * x.Spread) + (x.Noise * x.Noise) + (model * model));
        }
    }

    double Stretch(Ingredients x) => x.Plain + (PerHorizon * x.Horizon);
}
