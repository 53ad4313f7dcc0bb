using System.Globalization;
using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>Words that the preview, the progress and the report of a run share.</summary>
static class TrainText
{
    /// <summary>What is counted.</summary>
    public static string Unit(TrainingJob job) => job.Config.Model.Context is null ? "samples" : "tokens";

    /// <summary><c>42 s</c>, <c>3.5 min</c>, <c>2.1 h</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    /// <summary>Tokens (or samples) of the whole run.</summary>
    public static long Tokens(TrainingJob job) => job.Config.Batch.Sum(job.Config.Steps) * job.TokensPerSample;
}
