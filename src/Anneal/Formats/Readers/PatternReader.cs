using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Anneal.Formats;

/// <summary>
/// Lines that match a regular expression of the user's with the groups <c>step</c> and <c>loss</c> or <c>lr</c>; further named groups
/// are columns too. Taken only where a pattern is given.
/// </summary>
/// <remarks>Nothing is known of such labels: they are taken to count from 0.</remarks>
sealed class PatternReader : ConsoleReader
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The format's name.</summary>
    public const string Format = "pattern";

    public override string Name => Format;

    public override int Generality => 2;

    protected override LogConvention Convention => LogConvention.FromZero;

    public override bool Recognises(ReadOnlySpan<byte> head) => false;

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row) => false;

    protected override LineRule Rule(LogSource source, LogQuery query)
    {
        var regex = Compile(query.Pattern ?? throw new InputException(
            @"The format 'pattern' wants a regular expression, e.g. --pattern 'step (?<step>\d+).*loss (?<loss>\S+)'."));
        var names = Array.FindAll(regex.GetGroupNames(), name => !char.IsAsciiDigit(name[0]));
        return (line, row) =>
        {
            try
            {
                return TryMatch(regex, names, line, row);
            }
            catch (RegexMatchTimeoutException error)
            {
                throw new InputException(source.Path, 0,
                    $"a line takes the pattern {Names.Quote(query.Pattern)} more than a second; make it simpler, without nested repetitions.", error);
            }
        };
    }

    static bool TryMatch(Regex regex, string[] names, ReadOnlySpan<byte> line, LogRow row)
    {
        var match = regex.Match(Encoding.UTF8.GetString(line));
        if (!match.Success) return false;
        foreach (var name in names)
        {
            if (match.Groups[name] is not { Success: true } group) continue;
            var text = Encoding.UTF8.GetBytes(group.Value.Trim());
            if (!PrintedNumber.TryRead(text, out var value, out var length) || length != text.Length) continue;
            if (name == "step") row.Step = value;
            else row.Add(name, value);
        }

        return row.Step is not null;
    }

    static Regex Compile(string pattern)
    {
        // Python writes (?P<name>…).
        var own = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
        Regex regex;
        try
        {
            regex = Linear(own) ?? new Regex(own, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException error)
        {
            throw new InputException($"The pattern {Names.Quote(pattern)} is no regular expression: {error.Message.TrimEnd('.')}.", error);
        }

        var names = regex.GetGroupNames();
        if (names.Contains("step", StringComparer.Ordinal)
            && Array.Exists(names, name => ColumnNames.Classify(name).Role is not (ColumnRole.Step or ColumnRole.Other))) return regex;
        throw new InputException(string.Create(CultureInfo.InvariantCulture,
            $"The pattern {Names.Quote(pattern)} lacks a group (?<step>…) or one of (?<loss>…) and (?<lr>…)."));
    }

    // Without look-around and back-references a match takes time in proportion to the line.
    static Regex? Linear(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
