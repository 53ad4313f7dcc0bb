using System.CommandLine;
using System.Globalization;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Says how often the intervals hold on the user's own runs.</summary>
sealed class CalibrateVerb : Verb
{
    readonly RunArguments runs = new(ArgumentArity.OneOrMore, "The first step that is scored.");
    readonly Option<double?> level = Setting.Number("--level", "The share of measurements that an interval should hold. Default: 0.9.", min: 0.01, max: 0.999);

    public CalibrateVerb()
        : base(
            "calibrate",
            "Say whether the intervals hold: each run is left out in turn, the default law is fitted to the others, and the run that "
            + "was left out is forecast. Prints the share of its rows and of final losses inside the interval, beside how wide "
            + "the interval is and how a rival of one constant width scores. At least two runs of one model.",
            new("anneal calibrate runs/*.csv --warmup 2160", "On a folder of logs that begin after their warm-up"),
            new("anneal calibrate runs.yaml --json | jq .finalCoverage", "For a script"))
    {
        runs.AddTo(this);
        Add(level);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var set = runs.Read(line, line.GetValue(runs.Runs) ?? [], null, context);
        if (set.Runs.Length < 2) throw new InputException("Calibration leaves one run out and fits the others: give at least two runs.");
        var promised = line.GetValue(level) ?? 0.9;
        Calibration calibration;
        using (var progress = context.Progress("leaving runs out", "runs"))
        {
            IReadOnlyList<(string, IReadOnlyList<TrainingRun>)> sets = [("runs", set.Runs)];
            calibration = Calibration.Of(sets, new FitOptions(), promised, progress.Shares(set.Runs.Length), context.Cancellation);
        }

        if (calibration.Runs.IsEmpty) throw new InputException("No run could be left out: the others have too few points to fit.");
        if (context.Json) WriteJson(context, calibration);
        else WriteText(context, calibration);
        return ExitCode.Ok;
    }

    void WriteJson(CommandContext context, Calibration calibration) => context.WriteJson(Name, json =>
    {
        var (lower, upper) = calibration.BinomialRange;
        json.Number("level", calibration.Level);
        json.Number("pointCoverage", calibration.PointCoverage);
        json.Number("finalCoverage", calibration.FinalCoverage);
        json.Number("finalCoverageLower", lower);
        json.Number("finalCoverageUpper", upper);
        json.Number("medianHalfWidth", calibration.MedianHalfWidth);
        json.Number("intervalScore", calibration.IntervalScore);
        json.Number("constantWidthScore", calibration.ConstantWidthScore);
        json.Objects("runs", calibration.Runs, static (item, run) =>
        {
            item.WriteString("name", run.Run);
            item.WriteNumber("points", run.Errors.Length);
            item.Number("coverage", run.Coverage);
            item.WriteBoolean("finalIsCovered", run.FinalIsCovered);
            item.Number("finalError", run.Errors[^1]);
            item.Number("finalHalfWidth", run.HalfWidths[^1]);
        });
    });

    static void WriteText(CommandContext context, Calibration calibration)
    {
        var rows = calibration.Runs.Select(run => new[]
        {
            run.Run,
            Digits.Count(run.Errors.Length),
            Percent(run.Coverage, 0),
            run.FinalIsCovered ? "in" : "out",
            Percent(run.Errors[^1], 2),
            Percent(run.HalfWidths[^1], 2),
        });
        var (lower, upper) = calibration.BinomialRange;
        context.Out.Write(new TextTable(["left out", "rows", "inside", "final", "its error", "± promised"], [.. rows]).ToText());
        context.Out.WriteLine();
        context.Out.WriteLine($"rows inside      {Percent(calibration.PointCoverage, 1)} of {Percent(calibration.Level, 0)} promised");
        context.Out.WriteLine(
            $"finals inside    {Percent(calibration.FinalCoverage, 1)} of {Digits.Count(calibration.Runs.Length)} runs; "
            + $"{Percent(lower, 0)} … {Percent(upper, 0)} is within chance");
        context.Out.WriteLine($"median ±         {Percent(calibration.MedianHalfWidth, 2)} of the loss");
        context.Out.WriteLine(
            $"interval score   {Percent(calibration.IntervalScore, 2)}; one constant width, from the training residuals, "
            + $"{Percent(calibration.ConstantWidthScore, 2)} (smaller is better)");
    }

    static string Percent(double share, int digits) => $"{(100 * share).ToString($"F{digits}", CultureInfo.InvariantCulture)} %";
}
