using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Networks;

/// <summary>A method and the peaks that it is tried at; the methods of one comparison are given as many each.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="Peaks">Rising.</param>
/// <param name="Config">What is trained at a peak, but for its seed.</param>
sealed record Contender(string Name, IReadOnlyList<double> Peaks, Func<double, TrainingConfig> Config)
{
    /// <summary>How it is trained, where it takes more than a configuration; null for <see cref="NetworkRun.Train(TrainingConfig, SampleSource, CancellationToken, IReadOnlyCollection{int})"/>.</summary>
    public Func<TrainingConfig, SampleSource, CancellationToken, NetworkRun>? Train { get; init; }

    /// <summary>Peaks a factor of 2 apart about a centre.</summary>
    /// <param name="centre">The peak in the middle, or just above it.</param>
    /// <param name="count">How many.</param>
    public static double[] PeaksAbout(double centre, int count) => [.. Enumerable.Range(0, count).Select(i => centre * Math.Pow(2, i - (count / 2)))];
}

/// <summary>The runs of a method: every peak with every seed.</summary>
/// <param name="Contender">The method.</param>
/// <param name="Runs">By peak and seed.</param>
sealed record Swept(Contender Contender, NetworkRun[][] Runs)
{
    /// <summary>As figures and tables call it.</summary>
    public string Name => Contender.Name;

    /// <summary>The mean final loss of each peak over seeds; infinite where a run diverged.</summary>
    public double[] Means { get; } = [.. Runs.Select(runs => runs.Average(run => run.Final))];

    /// <summary>The place of the peak with the least mean.</summary>
    public int Best => Array.IndexOf(Means, Means.Min());

    /// <summary>The peak with the least mean.</summary>
    public double BestPeak => Contender.Peaks[Best];

    /// <summary>The least mean.</summary>
    public double BestMean => Means[Best];

    /// <summary>The final loss of each seed at that peak.</summary>
    public double[] BestFinals => [.. Runs[Best].Select(run => run.Final)];

    /// <summary>Whether the best peak is the first or the last, so that a better one may lie beyond.</summary>
    public bool IsAtEdge => Best == 0 || Best == Means.Length - 1;

    /// <summary>The mean held-out losses of a peak over seeds, by place in the curve; infinite after a run diverged.</summary>
    public double[] MeanCurve(int peak)
    {
        var runs = Runs[peak];
        return [.. Enumerable.Range(0, runs.Max(run => run.HeldOut.Count))
            .Select(i => runs.Average(run => i < run.HeldOut.Count ? run.HeldOut.Loss[i] : double.PositiveInfinity))];
    }
}

/// <summary>Trains methods at all of their peaks with the same seeds, and so on the same samples.</summary>
static class Sweep
{
    /// <summary>The seed of a study's run number <paramref name="run"/>, the same for every method.</summary>
    public static ulong SeedOf(StudyContext context, int run) => context.Seed["runs"][run].Key;

    /// <summary>Trains them all.</summary>
    /// <param name="context">Whose threads work.</param>
    /// <param name="share">Which share of the study's time this takes.</param>
    /// <param name="contenders">The methods.</param>
    /// <param name="source">What they are trained on.</param>
    /// <param name="seeds">Runs at each peak.</param>
    public static Swept[] Run(StudyContext context, double share, IReadOnlyList<Contender> contenders, SampleSource source, int seeds)
    {
        var places = (
            from contender in contenders
            from peak in contender.Peaks
            from seed in Enumerable.Range(0, seeds)
            select (Config: contender.Config(peak) with { Seed = SeedOf(context, seed) }, contender.Train)).ToArray();
        var runs = context.Map(share, places.Length, i => places[i].Train is { } train
            ? train(places[i].Config, source, context.Cancellation)
            : NetworkRun.Train(places[i].Config, source, context.Cancellation));
        var done = 0;
        return [.. contenders.Select(contender => new Swept(contender, [.. contender.Peaks.Select(_ => runs[done..(done += seeds)])]))];
    }
}
