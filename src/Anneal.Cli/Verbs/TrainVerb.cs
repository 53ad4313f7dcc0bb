using System.CommandLine;
using Anneal.Cli.Train;
using Anneal.Training.Runs;

namespace Anneal.Cli.Verbs;

/// <summary>Trains a network on this machine.</summary>
sealed class TrainVerb : Verb
{
    const string LowerRates = "There is no checkpoint to go back to; begin with lower rates or a longer warm-up.";

    readonly TrainOptions options = new();

    public TrainVerb()
        : base(
            "train",
            "Train a small network on this machine under any schedule, and log its curve.",
            new("anneal train --model transformer-small --data language --schedule 'wsd(4e-3, 0, 40, 400, 100, one-minus-sqrt)' --out run", "A curve in a minute or two"),
            new("anneal train config.yaml --dry-run", "Model size, tokens, time and schedule, before anything runs"),
            new("anneal train --resume --out run", "Go on where a run was interrupted"),
            new("anneal train --from run/step-300.checkpoint --schedule 'linear(1e-2, 0, 100)' --out cooled", "Another cool-down from the same trunk"))
        => options.AddTo(this);

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var plan = options.Read(line);
        using var job = new TrainingJob(plan.Config, plan.Threads);
        if (line.GetValue(options.DryRun)) Preview(plan, job, context, line.GetValue(options.Plot));
        else Train(plan, job, context, line.GetValue(options.Plot));
        return ExitCode.Ok;
    }

    static void Preview(TrainPlan plan, TrainingJob job, CommandContext context, string? plot)
    {
        try
        {
            new TrainPreview(plan, job, context).Write(plot);
        }
        catch (DivergenceException error)
        {
            throw new CommandException(ExitCode.Failure, $"{error.Message} {LowerRates}");
        }
    }

    static void Train(TrainPlan plan, TrainingJob job, CommandContext context, string? plot)
    {
        var start = context.Terminal.Clock.GetTimestamp();
        using var folder = plan.Open(job);
        var (first, samples) = (job.Step, job.Samples);
        try
        {
            using var line = new TrainProgress(context, job, context.Progress("training", "updates"));
            folder.Train(line, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new CommandException(ExitCode.Interrupted, folder.Saved is { } saved
                ? $"Interrupted and saved after update {Digits.Count(saved)} of {Digits.Count(job.Config.Steps)}; go on with 'anneal train --resume --out {ShellWord.Of(folder.Folder)}'."
                : "Interrupted before the first update; nothing was trained.");
        }
        catch (DivergenceException error)
        {
            throw new CommandException(ExitCode.Failure, folder.Saved is { } saved
                ? $"{error.Message} The last good checkpoint, after {Digits.Count(saved)} updates, is {folder.LatestPath}: go on from it with lower rates ('anneal train --from {ShellWord.Of(folder.LatestPath)} --schedule SPEC --out DIR')."
                : $"{error.Message} {LowerRates}");
        }
        catch (InputException error) when (folder.Saved is { } saved)
        {
            throw new InputException(
                $"{error.Message.TrimEnd('.')}. The checkpoint after {Digits.Count(saved)} updates, {folder.LatestPath}, is as it was; go on with 'anneal train --resume --out {ShellWord.Of(folder.Folder)}'.", error);
        }

        var seconds = context.Terminal.Clock.GetElapsedTime(start).TotalSeconds;
        new TrainReport(job, folder, first, (job.Samples - samples) * job.TokensPerSample, seconds).Write(context, plot);
    }
}
