using System.Collections.Immutable;
using Anneal.Control;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Schedules;
using MathNet.Numerics.Statistics;

namespace Anneal.Cli.Demo;

/// <summary>A schedule that was trained with several seeds, and what the fit says of it.</summary>
/// <param name="Name">The name of its first run.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Final">Its final loss under the fit.</param>
/// <param name="Trained">Its last logged loss by seed.</param>
/// <param name="Gain">What the first schedule gains over it under the fit; null for the first itself.</param>
sealed record TriedSchedule(string Name, Schedule Schedule, Forecast Final, ImmutableArray<double> Trained, Comparison? Gain)
{
    /// <summary>The mean over seeds.</summary>
    public double Mean => Trained.Average();

    /// <summary>The standard deviation over seeds.</summary>
    public double Deviation => Trained.StandardDeviation();

    /// <summary>What another schedule gained over this one in training: the mean over seeds and its standard error, seed by seed.</summary>
    public (double Mean, double Error) GainOf(TriedSchedule other)
    {
        double[] gains = [.. Trained.Zip(other.Trained, (mine, theirs) => mine - theirs)];
        return (gains.Average(), gains.StandardDeviation() / Math.Sqrt(gains.Length));
    }

    /// <summary>Puts runs of one schedule together, in the order in which they come; every schedule has the same seeds in the same order.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="runs">The runs, those of the best schedule first.</param>
    public static ImmutableArray<TriedSchedule> All(Fit fit, RunSet runs)
    {
        var groups = runs.Runs.GroupBy(run => run.Schedule).ToArray();
        var best = groups[0].First();
        return [.. groups.Select((group, i) => Of(group.First(), group, i == 0 ? null : Comparison.Of(fit, best.Path, group.First().Path, DemoJob.Level)))];

        TriedSchedule Of(TrainingRun first, IEnumerable<TrainingRun> all, Comparison? gain) => new(
            first.Name, first.Schedule, Forecaster.Of(fit, first.Path, [first.Path.Steps - 1], DemoJob.Level), [.. all.Select(run => run.Curve.Loss[^1])], gain);
    }
}
