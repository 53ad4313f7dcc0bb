namespace Anneal.Schedules;

/// <summary>
/// The one notation for schedules, in commands, files and messages:
/// <c>linear(0, 3e-4, 2159) then constant(3e-4, 1) then cosine(3e-4, 3e-5, 21840)</c>.
/// </summary>
/// <remarks>
/// <code>
/// schedule  = term { "then" term }
/// term      = factor "*" term | part { "[" [index] ".." [index] "]" }
/// part      = name "(" [argument { "," argument }] ")" | "(" schedule ")"
/// argument  = [name "="] (number | "[" [number { "," number }] "]" | shape)
/// shape     = name [ "(" … ")" ]
/// </code>
/// Case and white space do not matter, and <c>_</c> in a name is as <c>-</c>. Numbers may carry underscores and the suffixes
/// <c>k</c> (thousand) and <c>M</c> (million); an index after <c>^</c> counts from the end. Reading what
/// <see cref="Schedule.ToString"/> wrote gives an equal schedule.
/// </remarks>
public static class ScheduleNotation
{
    /// <summary>What each schedule of the catalogue takes, e.g. <c>cosine(from, to, steps)</c>, in alphabetical order.</summary>
    public static IReadOnlyList<string> Signatures { get; } =
        [.. Catalog<Schedule>.All.Select(name => NotationSchema.Of(Catalog<Schedule>.Types[name]).Signature)];

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="InputException">
    /// The text is not a schedule; the first line of the message says why in a sentence, the next two show where.
    /// </exception>
    public static Schedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new NotationParser(text).Whole();
    }
}
