using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Anneal.Cli;

/// <summary>What <c>--help</c> writes: the usage as System.CommandLine has it, then examples, and at the top the exit codes.</summary>
sealed class HelpPage(int width) : SynchronousCommandLineAction
{
    const string ExitCodes = """
        Exit codes:
          0  ok                       4  not converged, or not identified
          1  failure                  5  constraints cannot be met
          2  usage                    6  part of the result is missing
          3  unusable input           7  verification failed
                                      130  interrupted
        """;

    public static readonly Example[] TopExamples =
    [
        new("anneal demo", "The main job on simulated runs, with a report"),
        new("anneal plan --peak 3e-4 --target-steps 72000", "Which short runs to train"),
        new("anneal fit runs/*.csv --out fit.json", "Fit a law to their logs"),
        new("anneal remain train.log --fit fit.json --steps 72000", "The rest of a run in progress"),
        new("anneal optimize fit.json --steps 72000 --peak 3e-4 --warmup 2000", "Find the best schedule"),
        new("anneal schedule show 'warmup-cosine(3e-4, 3e-5, 2000, 24000)'", "Look at a schedule"),
        new("anneal schedule show --help", "Help and examples of one command"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        // A list of commands is scanned, not read: each has its own page for the rest.
        foreach (var listed in command.Subcommands) listed.Description = Gist(listed.Description ?? "");
        new HelpAction { MaxWidth = width }.Invoke(parseResult);
        if (command is Verb verb) WriteExamples(output, verb.Examples);
        if (command.Parents.Any()) return 0;
        WriteExamples(output, TopExamples);
        output.WriteLine();
        output.WriteLine(ExitCodes);
        return 0;
    }

    // Up to the first full stop, colon or semicolon.
    static string Gist(string description)
    {
        var end = description.AsSpan().IndexOfAny('.', ':', ';');
        while (end >= 0 && end + 1 < description.Length && description[end + 1] != ' ')
        {
            var next = description.AsSpan(end + 1).IndexOfAny('.', ':', ';');
            end = next < 0 ? -1 : end + 1 + next;
        }

        return end < 0 ? description : $"{description[..end]}.";
    }

    static void WriteExamples(TextWriter output, IReadOnlyList<Example> examples)
    {
        output.WriteLine("Examples:");
        foreach (var (typed, meaning) in examples)
        {
            output.WriteLine($"  # {meaning}");
            output.WriteLine($"  {typed}");
        }
    }
}
