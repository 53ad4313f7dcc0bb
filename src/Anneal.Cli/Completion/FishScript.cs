namespace Anneal.Cli.Completion;

/// <summary>Completion for fish: <c>anneal completions fish | source</c>.</summary>
static class FishScript
{
    public static void Write(IReadOnlyList<CompletionNode> nodes, TextWriter script)
    {
        script.WriteLine($$"""
            # Completion of anneal for fish: anneal completions fish | source
            function __anneal_at
              set -l at anneal
              for word in (commandline -opc)[2..-1]
                switch "$at $word"
                  case {{string.Join(' ', nodes.Skip(1).Select(node => Quoted(node.Path)))}}
                    set at "$at $word"
                end
              end
              test "$at" = "$argv"
            end
            """);
        foreach (var node in nodes)
        {
            var start = $"complete -c anneal -n {Quoted($"__anneal_at {node.Path}")}";
            foreach (var (name, description) in node.Commands)
                script.WriteLine($"{start} -f -a {name} -d {Quoted(description)}");
            if (node.Words.Count > 0)
                script.WriteLine($"{start} -f -a {Quoted(string.Join(' ', node.Words))}");
            foreach (var option in node.Options)
                script.WriteLine($"{start} -l {option.Name.TrimStart('-')}{Value(option)} -d {Quoted(option.Description)}");
        }
    }

    static string Value(CompletionOption option) => option switch
    {
        { TakesValue: false } => "",
        { Values.Count: > 0 } => $" -x -a {Quoted(string.Join(' ', option.Values))}",
        _ => " -r",
    };

    static string Quoted(string text) =>
        $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
