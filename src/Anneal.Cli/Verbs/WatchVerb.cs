using System.CommandLine;
using System.Text;
using System.Text.Json;
using Anneal.Cli.Planning;
using Anneal.Control;

namespace Anneal.Cli.Verbs;

/// <summary>Watches a growing log: a line with the predicted end and the best decay start whenever rows have arrived.</summary>
sealed class WatchVerb : Verb
{
    readonly RestArguments rest = new();
    readonly Option<double?> every = Setting.Number("--every", "Seconds between looks at the log.", min: 0.05, defaultValue: 10);
    readonly Option<int?> refreshes = Setting.Count("--refreshes", "Stop after so many lines. Without it: until Ctrl-C, or the run has reached its end.");

    public WatchVerb()
        : base(
            "watch",
            "Watch a run in progress: whenever its log has grown, one line with the predicted final loss, the step at which the decay "
            + "should begin, and what beginning it at once would cost. With --json one object a line. Ends when the run reaches its "
            + "end, or with Ctrl-C.",
            new("anneal watch run.csv --fit fit.json --steps 24000", "A line whenever rows have arrived"),
            new("anneal watch run.csv --with earlier/*.csv --steps 24000 --every 60 --json", "Every minute, for a program"))
    {
        rest.AddTo(this);
        foreach (var option in (Option[])[every, refreshes]) Add(option);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var law = rest.Law(line, context);
        var path = rest.Path(line);
        var pause = TimeSpan.FromSeconds(line.GetValue(every)!.Value);
        var (before, lines, last, told) = (default((long, DateTime)), 0, -1, "");
        while (true)
        {
            var now = State(path);
            if (now != before)
            {
                before = now;
                try
                {
                    var (found, run, _) = rest.Weigh(line, law, lines == 0 ? context : context with { Quiet = true });
                    if (found.Next != last)
                    {
                        last = found.Next;
                        Tell(context, found, run.Noise);
                        if (++lines == line.GetValue(refreshes)) return ExitCode.Ok;
                    }
                }
                catch (InfeasibleException) when (lines > 0)
                {
                    context.Note("The run has reached its end.");
                    return ExitCode.Ok;
                }
                catch (InputException error) when (lines == 0 && File.Exists(path))
                {
                    // A log that has just begun holds too little; it may be read in the middle of a line too.
                    if (told != error.Message) context.Note($"Waiting: {error.Message}");
                    told = error.Message;
                }
            }

            if (context.Cancellation.WaitHandle.WaitOne(pause)) context.Cancellation.ThrowIfCancellationRequested();
        }
    }

    static (long Length, DateTime Written) State(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc)
            : Directory.Exists(path) ? (-1, Directory.GetLastWriteTimeUtc(path)) : throw new InputException(path, 0, "there is no such file or folder.");
    }

    void Tell(CommandContext context, RestOfRun found, double noise)
    {
        var (best, start) = (found.Best, found.Find("decay-at-best")!.DecayStart!.Value);
        if (!context.Json)
        {
            var half = best.Final.Lower.IsEmpty ? "" : $" ± {Digits.Significant((best.Final.Upper[^1] - best.Final.Lower[^1]) / 2, 2)}";
            context.Out.WriteLine(
                $"step {Digits.Count(found.Next - 1)}  final loss {Digits.Fixed(best.Loss, 4)}{half}  best decay start {Digits.Count(start)}"
                + $"  (flat {Digits.Count(found.Flat.First)} … {Digits.Count(found.Flat.Last)})  decaying now costs {Digits.Fixed(found.RegretOfDecayingNow, 4)}");
            context.Out.Flush();
            return;
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", JsonResult.SchemaVersion);
            json.WriteString("command", Name);
            json.WriteNumber("step", found.Next - 1);
            json.Number("rate", found.Rate);
            json.Number("loss", best.Loss);
            json.Number("lower", best.Final.Lower.IsEmpty ? null : best.Final.Lower[^1]);
            json.Number("upper", best.Final.Upper.IsEmpty ? null : best.Final.Upper[^1]);
            json.WriteNumber("bestDecayStart", start);
            json.WriteNumber("flatFirst", found.Flat.First);
            json.WriteNumber("flatLast", found.Flat.Last);
            json.Number("regretOfDecayingNow", found.RegretOfDecayingNow);
            json.Number("noise", noise);
            json.WriteEndObject();
        }

        context.Out.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
        context.Out.Flush();
    }
}
