namespace Anneal.Cli.Completion;

/// <summary>Completion for bash: <c>source &lt;(anneal completions bash)</c>.</summary>
static class BashScript
{
    public static void Write(IReadOnlyList<CompletionNode> nodes, TextWriter script)
    {
        script.WriteLine($$"""
            # Completion of anneal for bash: source <(anneal completions bash)
            _anneal() {
              local word=${COMP_WORDS[COMP_CWORD]} at=anneal i
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                case "$at ${COMP_WORDS[i]}" in
                  {{Alternatives(nodes.Skip(1).Select(node => node.Path))}}) at="$at ${COMP_WORDS[i]}" ;;
                esac
              done
              case "$at ${COMP_WORDS[COMP_CWORD - 1]}" in
            """);
        foreach (var node in nodes)
        {
            foreach (var option in node.Options.Where(option => option.TakesValue))
                script.WriteLine($"    {Quoted($"{node.Path} {option.Name}")}) {Reply(option.Values)}; return ;;");
        }

        script.WriteLine("""
              esac
              case "$at $word" in
            """);
        // 'anneal '* would take what is meant for 'anneal doctor '*: children first.
        foreach (var node in nodes.Reverse())
        {
            script.WriteLine($"    {Quoted($"{node.Path} -")}*) {Reply(node.Options.Select(option => option.Name))} ;;");
            script.WriteLine($"    {Quoted($"{node.Path} ")}*) {Reply(node.Commands.Select(command => command.Name).Concat(node.Words))} ;;");
        }

        script.WriteLine("""
              esac
            }
            complete -o default -F _anneal anneal
            """);
    }

    // Without a reply bash offers files.
    static string Reply(IEnumerable<string> words) =>
        string.Join(' ', words) is { Length: > 0 } list ? $"COMPREPLY=($(compgen -W {Quoted(list)} -- \"$word\"))" : ":";

    static string Alternatives(IEnumerable<string> words) => string.Join(" | ", words.Select(Quoted));

    static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
