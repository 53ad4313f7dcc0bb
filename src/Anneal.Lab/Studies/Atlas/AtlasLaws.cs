using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Laws;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.Atlas;

/// <summary>A law of the atlas.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Fit">Its fit.</param>
/// <param name="HeldOut">Root mean square relative error on runs left out; NaN where none was.</param>
sealed record AtlasLaw(string Name, Fit Fit, double HeldOut);

/// <summary>The laws by which schedules are judged, and what they were fitted to.</summary>
/// <param name="Laws">The laws.</param>
/// <param name="Origin">What they were fitted to: the end of a sentence.</param>
/// <param name="Truth">The expected final loss of a schedule, where the runs come from a simulator; null otherwise.</param>
sealed record AtlasLaws(IReadOnlyList<AtlasLaw> Laws, string Origin, Func<Schedule, double>? Truth)
{
    const double Peak = 3e-4;
    const int Warmup = 2_000;
    const int LogEvery = 256;

    /// <summary>A law whose error on what it has not seen is more than this times the least is shown and not asked.</summary>
    const double Trust = 2;

    /// <summary>Whether a law's judgement counts.</summary>
    public bool Counts(AtlasLaw law) => double.IsNaN(law.HeldOut) || law.HeldOut <= Trust * Laws.Min(other => double.IsNaN(other.HeldOut) ? double.PositiveInfinity : other.HeldOut);

    /// <summary>The laws of fit files, of every law fitted to logs, or of every law fitted to simulated runs.</summary>
    public static AtlasLaws Of(StudyContext context, string? fits, string? runs, double share)
    {
        if (fits is not null && runs is not null) throw new InputException("--fit and --runs are both given; which one is meant?");
        if (fits is not null)
        {
            var read = GivenLogs.Paths(fits).Select(path => (path, FitFile.Read(path).Fit)).ToArray();
            return new([.. read.Select(file => new AtlasLaw(Label(file.Fit, read.Length > 1 ? file.path : null), file.Fit, double.NaN))], "the fits that were given", Truth: null);
        }

        IReadOnlyList<TrainingRun> logs = runs is not null
            ? GivenLogs.Read(runs, context).Runs
            : Simulated(context);
        FitRun[] counted = [.. CurveHygiene.Inspect(logs, context.Cancellation).Kept.Select(run => CountedPoints.Of(run))];
        if (counted.Length == 0) throw new InputException("None of the runs can be fitted; 'anneal inspect' says what they hold.");
        var points = counted.Sum(run => run.Points.Count);
        LossLaw[] candidates = [.. LawSelection.Candidates.Where(law => law.IsControllable && points >= law.Parameters.Length)];
        var laws = context.Map(share, candidates.Length, i =>
        {
            var trial = LawSelection.Try(candidates[i], counted, new FitOptions { Threads = 1, Starts = context.Quick ? 2 : 6 }, context.Cancellation);
            return new AtlasLaw(candidates[i].Card.Name, trial.Fit, trial.HeldOut.Rmse);
        });
        return new(laws, runs is not null ? "the runs that were given" : "three simulated runs", runs is not null ? null : Expected);

        double Expected(Schedule schedule) => SimulatedRuns.Truth.ExpectedLosses(schedule, context.Cancellation)[^1];
    }

    // The three runs that a user would train: constant, cosine, two-stage.
    static TrainingRun[] Simulated(StudyContext context)
    {
        (string Name, Schedule Schedule)[] plans =
        [
            ("constant", new Warmup(Peak, Warmup).Then(new Constant(Peak, 22_000))),
            ("cosine", new Warmup(Peak, Warmup).Then(new Cosine(Peak, Peak / 10, 22_000))),
            ("two-stage", new Warmup(Peak, Warmup).Then(new Constant(Peak, 6_000)).Then(new Constant(.3 * Peak, 8_000))),
        ];
        return context.Map(.2, plans.Length, i => SimulatedRuns.Truth.Run(plans[i].Name, plans[i].Schedule, LogEvery, context.Seed["atlas"][i], context.Cancellation));
    }

    static string Label(Fit fit, string? path) => path is null ? fit.Law.Law.Card.Name : $"{fit.Law.Law.Card.Name} ({Path.GetFileNameWithoutExtension(path)})";
}
