using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>What a run would be: sizes, the time that a few timed updates promise, the schedule.</summary>
sealed class TrainPreview(TrainPlan plan, TrainingJob job, CommandContext context)
{
    const double WarmSeconds = 0.5;
    const double TimedSeconds = 1;

    readonly TrainingConfig config = plan.Config;

    public void Write(string? plot)
    {
        var (first, tokens) = (plan.Checkpoint?.Step ?? 0, TrainText.Tokens(job));
        var seconds = Estimate(first);
        var rates = new RatePath(config.Schedule[..config.Steps]);
        var figure = new Figure("learning rate") { X = new("update"), Panels = [new(new("rate") { Lower = 0 }) { Marks = [new Line(rates.Rates)] }] };
        if (plot is not null) AtomicFile.WriteText(plot, writer => writer.Write(figure.ToSvg()));
        if (context.Json)
        {
            context.WriteJson("train", json =>
            {
                json.WriteBoolean("dryRun", true);
                json.WriteNumber("parameters", job.Model.ParameterCount);
                json.WriteNumber("steps", config.Steps);
                json.WriteNumber("from", first);
                json.WriteNumber(TrainText.Unit(job), tokens);
                json.Number("seconds", seconds);
                json.Number("lossFloor", job.Source.LossFloor);
                json.WriteString("schedule", config.Schedule.ToString());
                json.Number("peak", rates.Peak);
                json.WriteString("config", ConfigFile.ToYaml(config));
            });
            return;
        }

        context.Out.Write(new TextTable(["", ""], Rows(first, tokens, seconds)).ToText());
        context.Out.WriteLine();
        if (config.RateRule is null) context.Out.Write(figure.ToTerminal(Math.Min(context.Width, 100), 14, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        if (plot is not null) context.Note($"Wrote {plot}.");
    }

    IEnumerable<string[]> Rows(int first, long tokens, double seconds)
    {
        yield return ["parameters", Digits.Count(job.Model.ParameterCount)];
        yield return ["updates", first == 0 ? Digits.Count(config.Steps) : $"{Digits.Count(config.Steps - first)} after {Digits.Count(first)}"];
        yield return [TrainText.Unit(job), Digits.Count(tokens)];
        if (job.Available is { } available && config.Batch.Sum(config.Steps) > available)
            yield return ["passes over the data", Digits.Significant((double)config.Batch.Sum(config.Steps) / available, 3)];
        if (job.Source.LossFloor is { } floor) yield return ["no loss is below", Digits.Significant(floor)];
        yield return ["optimizer", config.Optimizer.Kind];
        yield return config.RateRule is { } rule ? ["rates", $"found by {rule.Kind}"] : ["schedule", config.Schedule.ToString()];
        yield return [$"time with {plan.Threads} {(plan.Threads == 1 ? "thread" : "threads")}", $"about {TrainText.Duration(seconds)}"];
    }

    // On the job itself, which is thrown away. Code is compiled again while it is new: of small networks a first update takes as long as the next hundred.
    double Estimate(int first)
    {
        var clock = context.Terminal.Clock;
        var (start, samples) = (clock.GetTimestamp(), 0L);
        job.Next();
        job.Evaluate();
        while (!job.IsDone && clock.GetElapsedTime(start).TotalSeconds < WarmSeconds) job.Next();
        if (!job.IsDone)
        {
            (start, samples) = (clock.GetTimestamp(), job.Samples);
            do job.Next();
            while (!job.IsDone && clock.GetElapsedTime(start).TotalSeconds < TimedSeconds);
        }

        var perSample = clock.GetElapsedTime(start).TotalSeconds / (job.Samples - samples);
        start = clock.GetTimestamp();
        job.Evaluate();
        var evaluation = clock.GetElapsedTime(start).TotalSeconds;
        var evaluations = (config.Steps - first + config.EvaluateEvery - 1) / config.EvaluateEvery;
        return (perSample * (config.Batch.Sum(config.Steps) - config.Batch.Sum(first))) + (evaluation * evaluations);
    }
}
