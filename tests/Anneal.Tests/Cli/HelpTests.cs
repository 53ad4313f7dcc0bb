using System.CommandLine;
using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Lines => [.. Paths(CommandTree.Build(new GlobalOptions(), 100), "").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Lines))]
    public void Help_is_a_result(string path)
    {
        var help = Help(path);

        Assert.Equal(ExitCode.Ok, help.Exit);
        Assert.Empty(help.Errors);
        Assert.Contains($"anneal {path}".TrimEnd(), help.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Lines))]
    public void Help_of_what_can_be_run_ends_with_examples_that_run_it(string path)
    {
        if (path is "schedule" or "lab") return;
        var (_, examples) = Help(path).Output.Split("Examples:\n") is [var before, var after] ? (before, after) : default;

        Assert.Contains($"anneal {path}".TrimEnd(), examples, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_can_be_parsed()
    {
        var root = CommandTree.Build(new GlobalOptions(), 100);
        var examples = Paths(root, "").Select(path => root.Parse(path).CommandResult.Command).OfType<Verb>()
            .SelectMany(verb => verb.Examples).Concat(HelpPage.TopExamples);

        // What stands before a pipe or a redirection; $(…) and the like belong to a shell.
        Assert.All(
            examples.Select(example => example.Line.Split(" | ")[0].Split(" > ")[0])
                .Where(line => line.StartsWith("anneal ", StringComparison.Ordinal)),
            line => Assert.Empty(root.Parse(Words(line)).Errors));
    }

    [Theory, MemberData(nameof(Lines))]
    public void Help_fits_the_terminal(string path) => Assert.All(
        Help(path).Output.Split("Examples:\n")[0].Split('\n'), line => Assert.InRange(line.Length, 0, 100));

    [Fact]
    public void The_top_page_names_every_exit_code()
    {
        var page = Help("").Output;

        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Matches($@"\b{(int)code}  \w", page));
    }

    [Fact]
    public void Version_is_one_line() => Assert.Matches(@"^anneal \d+\.\d+\.\d+\S*\n$", Invocation.Of("--version").Output);

    // Split at blanks outside single quotes, without the first word.
    static string[] Words(string line) =>
        [.. line.Split('\'').SelectMany((part, i) => i % 2 == 0 ? part.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [part]).Skip(1)];

    static Invocation Help(string path) => Invocation.Of([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

    static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(sub => Paths(sub, $"{path} {sub.Name}".Trim())).Prepend(path);
}
