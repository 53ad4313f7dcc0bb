using System.CommandLine;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli.Verbs;

/// <summary>Says where two schedules differ.</summary>
sealed class ScheduleDiff : Verb
{
    const int MostRows = 12;

    readonly Argument<string> a = new("A") { Description = "A schedule: the notation, a schedule file, or a table with step and lr." };
    readonly Argument<string> b = new("B") { Description = "Another one." };

    readonly Option<double?> tolerance = Setting.Number(
        "--tolerance", "Rates that differ by at most this part of the larger one are alike.", max: 1, defaultValue: 1e-12);

    public ScheduleDiff()
        : base(
            "diff",
            "Say where two schedules differ, and by how much. Exit code 7 where they do.",
            new("anneal schedule diff plan.yaml 'warmup-cosine(3e-4, 3e-5, 2000, 24000)'", "Whether a file says what was meant"),
            new("anneal schedule diff a.csv b.csv --tolerance 1e-6", "Tables of another program"))
    {
        Add(a);
        Add(b);
        Add(tolerance);
    }

    public override string Group => "schedule";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var (left, right) = (ScheduleFile.ReadOrParse(line.GetRequiredValue(a)), ScheduleFile.ReadOrParse(line.GetRequiredValue(b)));
        var difference = ScheduleDifference.Of(left, right, line.GetValue(tolerance)!.Value);
        if (context.Json) WriteJson(context, difference);
        else WriteText(context, difference, left, right);
        return difference.IsNone ? ExitCode.Ok : ExitCode.VerificationFailed;
    }

    static void WriteJson(CommandContext context, ScheduleDifference difference) => context.WriteJson("schedule diff", json =>
    {
        json.WriteBoolean("same", difference.IsNone);
        json.WriteNumber("stepsA", difference.Steps.A);
        json.WriteNumber("stepsB", difference.Steps.B);
        json.Number("sumA", difference.Sums.A);
        json.Number("sumB", difference.Sums.B);
        json.WriteNumber("updates", difference.Updates);
        json.Objects("stretches", difference.Stretches, (item, stretch) =>
        {
            item.WriteNumber("first", stretch.First);
            item.WriteNumber("last", stretch.Last);
            item.Number("largest", stretch.Largest);
            item.WriteNumber("at", stretch.At);
        });
    });

    static void WriteText(CommandContext context, ScheduleDifference difference, Schedule left, Schedule right)
    {
        if (difference.IsNone)
        {
            context.Out.WriteLine($"The same rates at all {Digits.Count(left.Steps)} updates.");
            return;
        }

        if (difference.Steps.A != difference.Steps.B) context.Out.WriteLine($"A has {Digits.Count(left.Steps)} updates, B has {Digits.Count(right.Steps)}.");
        context.Out.WriteLine(
            $"The rates of {Digits.Count(difference.Updates)} updates differ; the sums are {Digits.Significant(difference.Sums.A, 6)} and {Digits.Significant(difference.Sums.B, 6)}.");
        if (difference.Stretches.Count == 0) return;
        context.Out.Write(new TextTable(
            ["updates", "largest difference", "at", "A", "B"],
            difference.Stretches.OrderByDescending(stretch => stretch.Largest).Take(MostRows).OrderBy(stretch => stretch.First).Select(stretch => new[]
            {
                stretch.First == stretch.Last ? Digits.Count(stretch.First) : $"{Digits.Count(stretch.First)} … {Digits.Count(stretch.Last)}",
                Digits.Significant(stretch.Largest),
                Digits.Count(stretch.At),
                Digits.Significant(left[stretch.At], 6),
                Digits.Significant(right[stretch.At], 6),
            })).ToText());
        if (difference.Stretches.Count > MostRows) context.Out.WriteLine($"… and {Digits.Count(difference.Stretches.Count - MostRows)} smaller ones.");
    }
}
