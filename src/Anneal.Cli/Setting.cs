using System.CommandLine;
using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Cli;

/// <summary>Options whose errors are sentences; the value is null where the option was not given and has no default.</summary>
static class Setting
{
    const int MostListed = 8;

    /// <summary>A whole number up to the most steps of a schedule; <c>24000</c>, <c>24_000</c> and <c>2.4e4</c> are the same.</summary>
    public static Option<int?> Count(string name, string description, int min = 1, int? defaultValue = null) =>
        Of(name, description, "N", defaultValue, text =>
            ParseNumber(text) is { } value && value >= min && value <= RatePath.MostSteps && value == Math.Floor(value)
                ? (int)value
                : null,
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {RatePath.MostSteps:#,0}"));

    /// <summary>A finite number in <paramref name="min"/> … <paramref name="max"/>, both included.</summary>
    public static Option<double?> Number(
        string name, string description, double min = 0, double max = double.MaxValue, double? defaultValue = null) =>
        Of(name, description, "X", defaultValue, text =>
            ParseNumber(text) is { } value && value >= min && value <= max ? value : null,
            max < double.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}")
                : string.Create(CultureInfo.InvariantCulture, $"a number from {min}"));

    /// <summary>A finite number above 0.</summary>
    public static Option<double?> Rate(string name, string description) =>
        Of<double>(name, description, "X", null, text => ParseNumber(text) is { } value && value > 0 ? value : null, "a number above 0");

    /// <summary>A seed.</summary>
    public static Option<ulong?> Seed(string name, string description, ulong defaultValue) =>
        Of<ulong>(name, description, "N", defaultValue, text =>
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null,
            $"a whole number from 0 to {ulong.MaxValue}");

    /// <summary>One of a few words.</summary>
    public static Option<string?> OneOf(string name, string description, string? defaultValue, params string[] words)
    {
        // A long list would squeeze the help's second column; it is said there, and completed in a shell.
        var isLong = words.Length > MostListed;
        var option = Text(
            name, isLong ? $"{description} One of {string.Join(", ", words)}." : description, isLong ? "NAME" : string.Join('|', words), defaultValue);
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || words.Contains(token.Value)) return;
            result.AddError($"{name} wants {Sentence.List(words, "or")}, not {Names.Quote(token.Value)}{Sentence.End(token.Value, words)}");
        });
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>Any text, such as a path.</summary>
    public static Option<string?> Text(string name, string description, string shape, string? defaultValue = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = shape };
        if (defaultValue is not null) option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    static Option<T?> Of<T>(
        string name, string description, string shape, T? defaultValue, Func<string, T?> parse, string wanted)
        where T : struct
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = shape,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                var value = parse(text);
                if (value is null) result.AddError($"{name} wants {wanted}, not {Names.Quote(text)}.");
                return value;
            },
        };
        if (defaultValue is not null) option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>A finite number; <c>24_000</c> and <c>2.4e4</c> are the same. Null for what is none.</summary>
    public static double? ParseNumber(string text) =>
        double.TryParse(
            text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;
}
