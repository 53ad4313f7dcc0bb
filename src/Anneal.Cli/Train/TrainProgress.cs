using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>The line of a run in progress: loss, rate, tokens per second, time left.</summary>
sealed class TrainProgress : IProgress<TrainingProgress>, IDisposable
{
    readonly CommandContext context;
    readonly TrainingJob job;
    readonly ProgressLine line;
    readonly int first;
    readonly long samples;
    readonly long start;
    TrainingProgress last;

    public TrainProgress(CommandContext context, TrainingJob job, ProgressLine line)
    {
        (this.context, this.job, this.line, first, samples) = (context, job, line, job.Step, job.Samples);
        start = context.Terminal.Clock.GetTimestamp();
        line.Detail = Describe;
    }

    public void Report(TrainingProgress value)
    {
        last = value;
        line.Report(job.Step - first, job.Config.Steps - first);
    }

    public void Dispose() => line.Dispose();

    string Describe()
    {
        var tokens = (last.Samples - samples) * job.TokensPerSample / context.Terminal.Clock.GetElapsedTime(start).TotalSeconds;
        var heldOut = double.IsNaN(last.HeldOut) ? "" : $", held-out {Digits.Significant(last.HeldOut)}";
        return $"loss {Digits.Significant(last.Last.Loss)}{heldOut}, rate {Digits.Significant(last.Last.Rate, 3)}, {Digits.Significant(tokens, 3)} {TrainText.Unit(job)}/s";
    }
}
