using System.Globalization;

namespace Anneal.Control;

/// <summary>Among which schedules the best is sought.</summary>
public sealed record ScheduleForm
{
    enum Kind { Free, Literal, Wsd, Power, Pieces }

    readonly Kind kind;

    ScheduleForm(Kind kind, int count = 0)
    {
        this.kind = kind;
        Count = count;
    }

    /// <summary>Any schedule within the constraints; for a multi-power law, under its path-consistent form.</summary>
    public static ScheduleForm Free { get; } = new(Kind.Free);

    /// <summary>
    /// Any schedule, under the law as written. A multi-power law then prefers three abrupt drops; that is a property of how it values a
    /// drop outside what it was fitted to, and not a promise.
    /// </summary>
    public static ScheduleForm Literal { get; } = new(Kind.Literal);

    /// <summary>The peak held, then a decay to the floor in one of the catalogue's shapes.</summary>
    public static ScheduleForm Wsd { get; } = new(Kind.Wsd);

    /// <summary>The peak held, then a decay (1 − x)^e to the floor.</summary>
    public static ScheduleForm Power { get; } = new(Kind.Power);

    /// <summary>The number of constant pieces of <see cref="Pieces"/>; 0 for the other forms.</summary>
    public int Count { get; }

    /// <summary>That many constant rates, each lower than the one before; the first goes on with the rate of the fixed beginning.</summary>
    public static ScheduleForm Pieces(int count) => new(Kind.Pieces, Require.Positive(count));

    /// <summary>Reads <c>free</c>, <c>literal</c>, <c>wsd</c>, <c>power</c> or <c>pieces:K</c>.</summary>
    /// <exception cref="InputException">It is none of them.</exception>
    public static ScheduleForm Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string Prefix = "pieces:";
        if (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is >= 1 and <= 12
                ? Pieces(count)
                : throw new InputException($"The shape {Names.Quote(text)} needs a number of pieces from 1 to 12, as in pieces:3.");
        }

        return Enum.TryParse<Kind>(text, ignoreCase: true, out var kind) && kind != Kind.Pieces && !char.IsAsciiDigit(text[0])
            ? new(kind)
            : throw new InputException(
                $"No schedule shape is called {Names.Quote(text)}; there are free, literal, wsd, power and pieces:K.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => kind == Kind.Pieces
        ? string.Create(CultureInfo.InvariantCulture, $"pieces:{Count}")
        : kind.ToString().ToLowerInvariant();
}
