using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>A way to train whose settings are tuned.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Settings">What is tried, as tables call it; a single one is not tuned.</param>
/// <param name="Of">The run of a setting and a seed.</param>
sealed record Arm(string Name, IReadOnlyList<string> Settings, Func<int, ulong, TrainingConfig> Of)
{
    /// <summary>A schedule whose peak is tuned.</summary>
    /// <param name="name">As tables call it.</param>
    /// <param name="task">What is trained.</param>
    /// <param name="factors">Peaks over the task's rate.</param>
    /// <param name="shape">Rates, highest 1.</param>
    public static Arm OfPeaks(string name, NetTask task, double[] factors, Schedules.Schedule shape) => new(
        name, [.. factors.Select(factor => Digits.Significant(factor * task.Rate, 3))], (setting, seed) => task.Of(factors[setting] * task.Rate * shape, seed));
}

/// <summary>What an arm reached.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Tuning">The runs that its settings were tuned with, by setting and seed; none where there is one setting.</param>
/// <param name="Best">The setting of the least mean loss.</param>
/// <param name="Tests">Its runs with the seeds of the test, on which nothing was tuned.</param>
sealed record Outcome(Arm Arm, NetworkRun[][] Tuning, int Best, NetworkRun[] Tests)
{
    /// <summary>Final held-out losses of the test.</summary>
    public double[] Losses => [.. Tests.Select(run => run.Final)];

    /// <summary>Their mean.</summary>
    public double Mean => Losses.Average();

    /// <summary>The mean loss of the tuning runs by setting.</summary>
    public double[] Means => [.. Tuning.Select(runs => runs.Average(run => run.Final))];

    /// <summary>The best setting's name.</summary>
    public string Setting => Arm.Settings[Best];

    /// <summary>Loss less that of another arm, seed by seed.</summary>
    public Sample Less(Outcome other) => Sample.Of([.. Losses.Zip(other.Losses, (own, its) => own - its)]);
}

/// <summary>Tunes arms and tests them.</summary>
static class Arms
{
    /// <summary>Every setting with every tuning seed; then the setting of the least mean loss with every test seed.</summary>
    /// <param name="context">Whose threads work.</param>
    /// <param name="share">Of the study's time.</param>
    /// <param name="arms">What is compared.</param>
    public static Outcome[] Tune(StudyContext context, double share, IReadOnlyList<Arm> arms)
    {
        var (tuning, tests) = (RunSeeds.OfTuning(context), RunSeeds.OfTests(context));
        var settings = arms.SelectMany((arm, a) => Enumerable.Range(0, arm.Settings.Count > 1 ? arm.Settings.Count : 0).Select(setting => (Arm: a, Setting: setting))).ToArray();
        var tried = context.Map(share * 0.7, settings.Length * tuning.Length, i =>
        {
            var (arm, setting) = settings[i / tuning.Length];
            return NetworkRun.Train(arms[arm].Of(setting, tuning[i % tuning.Length]), context.Cancellation);
        });
        var bySetting = arms.Select((_, a) => settings.Select((one, i) => (one.Arm, Runs: tried[(i * tuning.Length)..((i + 1) * tuning.Length)])).Where(one => one.Arm == a).Select(one => one.Runs).ToArray()).ToArray();
        int[] best = [.. bySetting.Select(own => own.Length == 0 ? 0 : Enumerable.Range(0, own.Length).MinBy(setting => own[setting].Average(run => run.Final)))];
        var tested = context.Map(share * 0.3, arms.Count * tests.Length, i =>
            NetworkRun.Train(arms[i / tests.Length].Of(best[i / tests.Length], tests[i % tests.Length]), context.Cancellation));
        return [.. arms.Select((arm, a) => new Outcome(arm, bySetting[a], best[a], tested[(a * tests.Length)..((a + 1) * tests.Length)]))];
    }
}

/// <summary>Seeds of runs, the same for every arm.</summary>
static class RunSeeds
{
    /// <summary>Of the runs that settings are tuned with.</summary>
    public static ulong[] OfTuning(StudyContext context) => From(context, 1, context.Quick ? 1 : 3);

    /// <summary>Of the runs that tuned settings are compared with; no seed of tuning is among them.</summary>
    public static ulong[] OfTests(StudyContext context) => From(context, 101, context.Get(AdaptiveNetStudy.Seeds));

    /// <summary>Of the pilot runs from which something is measured.</summary>
    public static ulong OfPilot(StudyContext context) => From(context, 1, 1)[0];

    static ulong[] From(StudyContext context, int first, int count) => [.. Enumerable.Range(first, count).Select(i => (context.Seed.Key << 16) + (ulong)i)];
}
