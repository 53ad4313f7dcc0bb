namespace Anneal.Cli.Completion;

/// <summary>Completion for PowerShell: <c>anneal completions pwsh | Out-String | Invoke-Expression</c>.</summary>
static class PowerShellScript
{
    public static void Write(IReadOnlyList<CompletionNode> nodes, TextWriter script)
    {
        script.WriteLine($$"""
            # Completion of anneal for PowerShell: anneal completions pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName anneal -ScriptBlock {
              param($word, $line, $cursor)
              $at = 'anneal'
              $previous = ''
              foreach ($element in $line.CommandElements | Select-Object -Skip 1) {
                if ($element.Extent.EndOffset -ge $cursor) { break }
                $previous = $element.Extent.Text
                if ("$at $previous" -cin @({{string.Join(", ", nodes.Skip(1).Select(node => Quoted(node.Path)))}})) { $at = "$at $previous" }
              }
              $found = switch -CaseSensitive ("$at $previous") {
            """);
        foreach (var node in nodes)
        {
            foreach (var option in node.Options.Where(option => option.Values.Count > 0))
                script.WriteLine($"    {Quoted($"{node.Path} {option.Name}")} {{ {Pairs(option.Values.Select(value => (value, value)))} }}");
        }

        script.WriteLine("""
              }
              if (-not $found) {
                $found = switch -CaseSensitive ($at) {
            """);
        foreach (var node in nodes)
        {
            var words = node.Commands
                .Concat(node.Words.Select(word => (word, word)))
                .Concat(node.Options.Select(option => (option.Name, option.Description)));
            script.WriteLine($"      {Quoted(node.Path)} {{ {Pairs(words)} }}");
        }

        script.WriteLine("""
                }
              }
              foreach ($pair in $found) {
                $name, $meaning = $pair -split '=', 2
                if ($name -like "$word*") {
                  [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $meaning)
                }
              }
            }
            """);
    }

    static string Pairs(IEnumerable<(string Name, string Meaning)> words) =>
        string.Join("; ", words.Select(word => Quoted($"{word.Name}={word.Meaning}")));

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
