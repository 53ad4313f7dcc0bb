using System.CommandLine;
using Anneal.Lab;

namespace Anneal.Cli.Lab;

/// <summary>What every run of the lab takes.</summary>
sealed class LabOptions
{
    public Option<string?> Out { get; } = Setting.Text("--out", "The folder to write; every study gets a folder of its name there.", "DIR", "anneal-lab");

    public Option<bool> Quick { get; } = new("--quick") { Description = "The short variant: seconds, on smaller sizes." };

    public Option<int?> Threads { get; } = Setting.Count("--threads", "Threads that share the work; the result is the same bytes with any number.", defaultValue: Environment.ProcessorCount);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Out, Quick, Threads]) command.Add(option);
    }

    public StudyContext ContextOf(Study study, ParseResult line, CommandContext context, IReadOnlyDictionary<string, object>? values, IProgress<double> progress) => new(study, values)
    {
        Quick = line.GetValue(Quick),
        Seed = context.Seed,
        Threads = line.GetValue(Threads)!.Value,
        Progress = progress,
        Cancellation = context.Cancellation,
    };

    /// <summary>The line that makes the same files again, without where they lie.</summary>
    public string CommandOf(string name, ParseResult line, CommandContext context, IEnumerable<string> parameters) =>
        string.Join(' ', [
            "anneal lab", name, .. line.GetValue(Quick) ? ["--quick"] : (string[])[], .. parameters,
            $"--seed {context.Seed.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        ]);
}
