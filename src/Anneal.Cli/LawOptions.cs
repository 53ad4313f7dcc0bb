using System.CommandLine;
using Anneal.Laws;

namespace Anneal.Cli;

/// <summary>Options that name a law or values of its parameters.</summary>
static class LawOptions
{
    /// <summary><c>--law NAME</c>.</summary>
    /// <param name="description">What the law is for.</param>
    /// <param name="others">Words that are allowed beside the laws' names.</param>
    public static Option<string?> Law(string description, params string[] others)
    {
        // Validated and listed without a HelpName of twelve words.
        var option = Setting.Text("--law", $"{description} The laws: {string.Join(", ", LawCatalog.Names)}.", "NAME");
        string[] words = [.. others, .. LawCatalog.Names];
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || words.Contains(token.Value, StringComparer.OrdinalIgnoreCase)) return;
            result.AddError(
                $"No law is called {Names.Quote(token.Value)}{Sentence.End(token.Value, words)} There are: {string.Join(", ", words)}.");
        });
        return option;
    }

    /// <summary>Reads <c>L0=3.04,A=0.52,…</c>.</summary>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="owner">Whose they are, for messages.</param>
    public static Dictionary<string, double> Values(string option, string text, IReadOnlyCollection<string> known, string owner)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (typed, number) = pair.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (pair, "");
            var name = known.FirstOrDefault(name => name == typed)
                ?? known.FirstOrDefault(name => name.Equals(typed, StringComparison.OrdinalIgnoreCase))
                ?? throw Wrong($"{owner} has no parameter {Names.Quote(typed)}{Sentence.End(typed, known)} It has {string.Join(", ", known)}.");
            if (Setting.ParseNumber(number) is not { } value)
                throw Wrong($"{option} wants NAME=VALUE,…, not {Names.Quote(pair)}.");
            if (!values.TryAdd(name, value)) throw Wrong($"{option} gives {name} twice.");
        }

        return values.Count > 0 ? values : throw Wrong($"{option} wants NAME=VALUE,…, not {Names.Quote(text)}.");
    }

    static CommandException Wrong(string sentence) => new(ExitCode.Usage, sentence);
}
