using Anneal.Curves;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>What a run came to.</summary>
/// <param name="job">The run, done.</param>
/// <param name="folder">Where it is.</param>
/// <param name="first">Updates that were done before.</param>
/// <param name="tokens">Tokens of the others.</param>
/// <param name="seconds">The time that they took.</param>
sealed class TrainReport(TrainingJob job, TrainingFolder folder, int first, long tokens, double seconds)
{
    public void Write(CommandContext context, string? plot)
    {
        var run = ReadBack(context);
        if (plot is not null && run is not null) AtomicFile.WriteText(plot, writer => writer.Write(Draw(run).ToSvg()));
        if (context.Json) WriteJson(context, run);
        else WriteText(context, run, plot);
    }

    // From the file, as any verb would. What none can use, as one update or rates of 0, has been trained all the same.
    TrainingRun? ReadBack(CommandContext context)
    {
        try
        {
            return Runs.Read([folder.LogPath]).Runs[0];
        }
        catch (InputException error)
        {
            context.Note($"There is no curve to show: {error.Message}");
            return null;
        }
    }

    static Figure Draw(TrainingRun run) => new("held-out loss and rate")
    {
        X = new("update"),
        Panels =
        [
            new(new("loss")) { Marks = [new Line(run.Curve.Steps, run.Curve.Loss)] },
            new(new("rate") { Lower = 0 }) { Marks = [new Line(run.Schedule.ToArray())], Height = 120 },
        ],
    };

    void WriteJson(CommandContext context, TrainingRun? run) => context.WriteJson("train", json =>
    {
        json.WriteNumber("parameters", job.Model.ParameterCount);
        json.WriteNumber("steps", job.Step);
        json.WriteNumber("from", first);
        json.WriteNumber(TrainText.Unit(job), TrainText.Tokens(job));
        json.Number("seconds", seconds);
        json.Number($"{TrainText.Unit(job)}PerSecond", seconds > 0 ? tokens / seconds : null);
        json.Number("firstLoss", run?.Curve.Loss[0]);
        json.Number("finalLoss", run?.Curve.Loss[^1] ?? folder.HeldOut);
        json.Number("lossFloor", job.Source.LossFloor);
        json.WriteString("log", folder.LogPath);
        json.WriteString("checkpoint", folder.LatestPath);
    });

    void WriteText(CommandContext context, TrainingRun? run, string? plot)
    {
        var output = context.Out;
        output.WriteLine(context.Ansi.Bold(
            $"{Digits.Count(job.Step - first)} updates of {Digits.Count(job.Model.ParameterCount)} parameters on {Digits.Count(tokens)} {TrainText.Unit(job)} in {TrainText.Duration(seconds)}"
            + (seconds > 0 ? $" ({Digits.Significant(tokens / seconds, 3)} {TrainText.Unit(job)}/s)" : "")));
        var floor = job.Source.LossFloor is { } lowest ? $"; no model goes below {Digits.Significant(lowest)}" : "";
        if (run is null)
        {
            output.WriteLine($"held-out loss {Digits.Significant(folder.HeldOut)} at the end{floor}");
            output.WriteLine($"Wrote {folder.LogPath}, run.json, config.yaml and {Path.GetFileName(folder.LatestPath)}.");
            return;
        }

        output.WriteLine($"held-out loss {Digits.Significant(run.Curve.Loss[0])} after update {Digits.Count(run.Curve.Steps[0] + 1)}, {Digits.Significant(run.Curve.Loss[^1])} at the end{floor}");
        output.WriteLine();
        output.Write(Draw(run).ToTerminal(Math.Min(context.Width, 100), 22, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        output.WriteLine();
        output.WriteLine($"Wrote {folder.LogPath}, run.json, config.yaml and {Path.GetFileName(folder.LatestPath)}{(plot is null ? "" : $", {plot}")}.");
    }
}
