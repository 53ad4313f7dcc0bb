using System.Globalization;
using Anneal.Curves;

namespace Anneal.Formats;

/// <summary>Makes training runs of logs that were read: chooses the metric, builds the schedules, checks that the runs belong together.</summary>
static class RunAssembly
{
    // A loss named plainly comes before a training loss: beside a column train_loss it is a validation loss, and some
    // frameworks write a single train_loss, the mean over all training, at the end.
    static readonly ColumnRole[] Preferred = [ColumnRole.ValidationLoss, ColumnRole.Loss, ColumnRole.TrainingLoss];

    public static RunSet Assemble(IReadOnlyList<ReadLog> logs, IEnumerable<string> notes, bool allowMixed)
    {
        var chosen = Choose(logs, allowMixed);
        var names = UniqueNames(logs);
        var built = logs.Select((log, i) => Build(log.Run, log.Log, chosen[i], names[i])).ToArray();
        var runs = Array.ConvertAll(built, pair => pair.Run);
        if (!allowMixed) RequireAlike(runs);
        var metric = runs[0].Metric;
        var others = string.Join(" and ", Preferred
            .Where(role => ColumnNames.Canonical(role, "") != metric && logs.Any(log => log.Log.Best(role) is not null))
            .Select(role => ColumnNames.Canonical(role, "")));
        var said = $"the metric is {metric}{(others.Length > 0 ? $" (--metric chooses; there is also {others})" : "")}";
        return new RunSet([.. runs], [.. built.Select(pair => pair.Report)], metric, [said, .. notes]);
    }

    /// <summary>Whether a run can be made of a log at all.</summary>
    /// <exception cref="InputException">It lacks a loss or a rate.</exception>
    public static void RequireUsable(RunRequest run, RawLog log)
    {
        if (run.Settings.Metric is { } metric) log.Find(metric);
        else if (!Array.Exists(Preferred, role => log.Best(role) is not null)) throw log.Lacks("no loss column", Preferred);
        if (run.Settings.Schedule is null && !run.RatesMayBeMissing && log.Best(ColumnRole.Rate) is null)
            throw log.Lacks("no learning-rate column, and no schedule is given", ColumnRole.Rate);
    }

    static LogColumn[] Choose(IReadOnlyList<ReadLog> logs, bool allowMixed)
    {
        var open = logs.Where(log => log.Run.Settings.Metric is null).Select(log => log.Log).ToList();
        var shared = Preferred.FirstOrDefault(role => open.TrueForAll(log => log.Best(role) is not null));
        return [.. logs.Select(log => log.Run.Settings.Metric is { } metric
            ? log.Log.Find(metric)
            : log.Log.Best(shared) ?? Own(log.Log, open, allowMixed))];
    }

    static LogColumn Own(RawLog log, List<RawLog> all, bool allowMixed)
    {
        var lacking = all.Find(other => !Preferred.Any(role => other.Best(role) is not null));
        if (lacking is not null)
        {
            throw lacking.Lacks("no loss column", Preferred);
        }

        var best = Preferred.Select(log.Best).First(column => column is not null)!;
        var other = all.Find(other => other.Best(best.Role) is null);
        return allowMixed || other is null
            ? best
            : throw new InputException(other.Path, other.HeaderLine,
                $"there is no {ColumnNames.Canonical(best.Role, "")} as in {log.Path}, and no loss that all runs have; choose runs alike, or mix them with --allow-mixed.");
    }

    static LoadedRun Build(RunRequest request, RawLog log, LogColumn metric, string name)
    {
        var given = request.Settings;
        var (steps, loss) = log.Series(metric);
        if (steps.IsEmpty) throw new InputException(log.Path, log.HeaderLine, $"the column {Names.Quote(metric.Name)} has no value after the first update.");
        List<string> notes = [];
        var schedule = RunSchedule.Of(request, log, steps.Span[^1], notes);
        var window = LoggedWindow.Of(log.Convention, metric.Role, steps.Span, out var averaged);
        if (metric.DivergedAt is { } diverged) notes.Add(Say($"no loss is finite from step {diverged} to the end"));
        var outside = given is { WarmupSum: { } sum } && given.Warmup is null or 0 ? sum : 0;
        if (outside > 0) notes.Add("step labels are taken to count from the end of the warm-up (give warmup: N too if they count from its start)");
        var run = new TrainingRun(name, schedule.Schedule, new LossCurve(steps.Span, loss.Span))
        {
            Source = log.Path,
            PriorSum = outside,
            WarmupSteps = given.Warmup > 0 ? given.Warmup : null,
            Weight = given.Weight ?? 1,
            Window = given.Window ?? window,
            BranchStep = given.BranchStep ?? 0,
            Metric = ColumnNames.Canonical(metric.Role, metric.Name),
            BatchSize = given.BatchSize,
            TokensPerStep = given.TokensPerStep,
            LossUnit = given.LossUnit ?? (ColumnNames.Normalise(metric.Name).EndsWith("bpb", StringComparison.Ordinal) ? "bits/byte" : null),
            Optimizer = given.Optimizer,
            DivergedAt = metric.DivergedAt,
        };
        if (given.Window > 1) averaged = Say($"each loss is a mean over {given.Window} updates, as given");
        if (averaged is not null && (given.Window ?? 2) > 1) notes.Insert(0, averaged);
        if (TooCoarse(run) is { } coarse) notes.Add(coarse);
        var report = log.Report(metric) with
        {
            IsOffsetGiven = given.Offset is not null,
            RateSource = schedule.Source,
            RateDigits = schedule.Digits,
            Window = run.Window,
            Noise = NoiseLevel.Of(run.Curve),
            Correlation = Smoothing.Correlation(run),
            Remarks = [.. notes],
        };
        return new(run with { Notes = [.. report.Notes] }, report);
    }

    static string? TooCoarse(TrainingRun run)
    {
        const double Noticeable = 0.002;
        // A few losses may be round by chance.
        const int Enough = 10;
        if (run.Curve.Count < Enough) return null;
        var unit = NoiseLevel.Rounding(run.Curve);
        var share = unit / run.Curve.Loss[^1];
        return share > Noticeable ? Say($"losses are written in units of {unit}, {100 * share:G2} % of the last: too coarse for an accurate fit") : null;
    }

    static void RequireAlike(TrainingRun[] runs)
    {
        Check("metrics", "metric", run => run.Metric);
        Check("batch sizes", "batch_size", run => run.BatchSize?.ToString(CultureInfo.InvariantCulture));
        Check("tokens per step", "tokens_per_step", run => run.TokensPerStep?.ToString(CultureInfo.InvariantCulture));
        Check("loss units", "loss_unit", run => run.LossUnit);
        Check("optimisers", "optimizer", run => run.Optimizer);

        void Check(string what, string key, Func<TrainingRun, string?> value)
        {
            var known = runs.Where(run => value(run) is not null).DistinctBy(value, StringComparer.OrdinalIgnoreCase).Take(2).ToList();
            if (known.Count < 2) return;
            throw new InputException(
                $"The runs mix {what}: {known[0].Name} has {key} {value(known[0])}, {known[1].Name} has {value(known[1])}; "
                + "read them apart, or mix them with --allow-mixed.");
        }
    }

    // A file's name, with its folder where two files have the same one, and a number where that is not enough.
    static string[] UniqueNames(IReadOnlyList<ReadLog> logs)
    {
        var names = logs.Select(log => log.Run.Settings.Name ?? log.Run.Part ?? Path.GetFileNameWithoutExtension(log.Log.Path)).ToArray();
        for (var pass = 0; pass < 2; pass++)
        {
            var twice = names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < names.Length; i++)
            {
                if (!twice.Contains(names[i])) continue;
                var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(logs[i].Log.Path)));
                counts[names[i]] = counts.GetValueOrDefault(names[i]) + 1;
                names[i] = pass == 0 && logs[i].Run.Settings.Name is null ? $"{folder}/{names[i]}" : Say($"{names[i]} ({counts[names[i]]})");
            }
        }

        return names;
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record LoadedRun(TrainingRun Run, ImportReport Report);
}
