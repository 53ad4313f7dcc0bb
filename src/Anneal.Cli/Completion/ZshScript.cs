namespace Anneal.Cli.Completion;

/// <summary>Completion for zsh: <c>source &lt;(anneal completions zsh)</c>, or a file <c>_anneal</c> on fpath.</summary>
static class ZshScript
{
    public static void Write(IReadOnlyList<CompletionNode> nodes, TextWriter script)
    {
        script.WriteLine($$"""
            #compdef anneal
            # Completion of anneal for zsh: source <(anneal completions zsh)
            _anneal() {
              local at=anneal i
              local -a found
              for ((i = 2; i < CURRENT; i++)); do
                case "$at ${words[i]}" in
                  {{string.Join(" | ", nodes.Skip(1).Select(node => Quoted(node.Path)))}}) at="$at ${words[i]}" ;;
                esac
              done
              case "$at ${words[CURRENT - 1]}" in
            """);
        foreach (var node in nodes)
        {
            foreach (var option in node.Options.Where(option => option.TakesValue))
                script.WriteLine($"    {Quoted($"{node.Path} {option.Name}")}) {Offer(option.Values)}; return ;;");
        }

        script.WriteLine("""
              esac
              case "$at $PREFIX" in
            """);
        // 'anneal '* would take what is meant for 'anneal doctor '*: children first.
        foreach (var node in nodes.Reverse())
        {
            script.WriteLine($"    {Quoted($"{node.Path} -")}*) {Describe(node.Options.Select(option => (option.Name, option.Description)))} ;;");
            script.WriteLine($"    {Quoted($"{node.Path} ")}*) {(node.Commands.Count > 0 ? Describe(node.Commands) : Offer(node.Words))} ;;");
        }

        script.WriteLine("""
              esac
            }
            if [[ ${funcstack[1]-} == _anneal ]]; then _anneal "$@"; else compdef _anneal anneal; fi
            """);
    }

    static string Offer(IReadOnlyList<string> words) =>
        words.Count > 0 ? $"compadd -- {string.Join(' ', words.Select(Quoted))}" : "_files";

    static string Describe(IEnumerable<(string Name, string Description)> words) =>
        $"found=({string.Join(' ', words.Select(word => Quoted($"{word.Name}:{Escaped(word.Description)}")))}); _describe anneal found";

    static string Escaped(string text) => text.Replace(":", @"\:", StringComparison.Ordinal);

    static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
