using System.CommandLine;
using System.CommandLine.Completions;

namespace Anneal.Cli.Completion;

/// <summary>An option as a completion script knows it; where it takes a value and lists none, files are offered.</summary>
sealed record CompletionOption(string Name, string Description, bool TakesValue, IReadOnlyList<string> Values);

/// <summary>
/// What may follow one command, such as <c>anneal schedule show</c>: commands, options, or the words that its first argument
/// may be; where it lists none, files are offered.
/// </summary>
sealed record CompletionNode(
    string Path,
    IReadOnlyList<(string Name, string Description)> Commands,
    IReadOnlyList<CompletionOption> Options,
    IReadOnlyList<string> Words)
{
    /// <summary>The command and everything below it, a parent before its children.</summary>
    public static IReadOnlyList<CompletionNode> Of(Command root)
    {
        var nodes = new List<CompletionNode>();
        Visit(root, root.Name, [], nodes);
        return nodes;
    }

    static void Visit(Command command, string path, IReadOnlyList<Option> inherited, List<CompletionNode> nodes)
    {
        var options = command.Options.Concat(inherited).Where(option => !option.Hidden).ToList();
        nodes.Add(new CompletionNode(
            path,
            [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description ?? ""))],
            [.. options.Select(OptionOf).OrderBy(option => option.Name, StringComparer.Ordinal)],
            command.Arguments is [var first, ..] ? Values(first.CompletionSources) : []));
        foreach (var sub in command.Subcommands.Where(sub => !sub.Hidden))
            Visit(sub, $"{path} {sub.Name}", [.. options.Where(option => option.Recursive)], nodes);
    }

    static CompletionOption OptionOf(Option option)
    {
        var isFlag = option.ValueType == typeof(bool) || option.ValueType == typeof(void);
        return new(option.Name, option.Description ?? "", !isFlag, isFlag ? [] : Values(option.CompletionSources));
    }

    static IReadOnlyList<string> Values(IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        [.. sources.SelectMany(source => source(CompletionContext.Empty)).Select(item => item.Label)];
}
