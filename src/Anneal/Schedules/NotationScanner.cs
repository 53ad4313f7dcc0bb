using System.Globalization;

namespace Anneal.Schedules;

/// <summary>A place in a text of the notation: reads the words, numbers and marks that follow it.</summary>
sealed class NotationScanner(string text)
{
    /// <summary>The next character that is not white space, or the text's end.</summary>
    public int Position
    {
        get
        {
            while (field < text.Length && char.IsWhiteSpace(text[field])) field++;
            return field;
        }

        private set;
    }

    public bool AtEnd => Position == text.Length;

    char Next => AtEnd ? '\0' : text[Position];

    /// <summary>Whether a number follows.</summary>
    public bool AtNumber => char.IsAsciiDigit(Next) || (Next is '-' or '+' or '.' && !text.AsSpan(Position).StartsWith("..", StringComparison.Ordinal));

    /// <summary>Whether a name follows.</summary>
    public bool AtName => char.IsAsciiLetter(Next);

    /// <summary>Whether an index of a slice follows.</summary>
    public bool AtIndex => AtNumber || AtMark('^');

    /// <summary>Whether <paramref name="mark"/> follows.</summary>
    public bool AtMark(char mark) => Next == mark;

    /// <summary>Steps over <paramref name="mark"/> if it follows.</summary>
    public bool Skip(string mark)
    {
        if (!text.AsSpan(Position).StartsWith(mark, StringComparison.Ordinal)) return false;
        Position += mark.Length;
        return true;
    }

    /// <summary>Steps over the word <paramref name="word"/> if it follows, in any case.</summary>
    public bool SkipWord(string word)
    {
        if (!AtName || !text.AsSpan(Position, NameLength()).Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        Position += word.Length;
        return true;
    }

    /// <summary>Steps over <paramref name="mark"/>, which must follow.</summary>
    public void Expect(string mark)
    {
        if (!Skip(mark)) throw Expected($"'{mark}'");
    }

    /// <summary>A name: a letter, then letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Name(string what)
    {
        if (!AtName) throw Expected(what);
        var name = text.Substring(Position, NameLength());
        Position += name.Length;
        return name;
    }

    /// <summary>A number: <c>3e-4</c>, <c>20_000</c>, <c>20k</c>, <c>1.5M</c>.</summary>
    public double Number()
    {
        var start = Position;
        if (!AtNumber) throw Expected("a number");
        var end = Digits(Next is '-' or '+' ? start + 1 : start);
        if (CharAt(end) == '.' && CharAt(end + 1) != '.') end = Digits(end + 1);
        var hasExponent = CharAt(end) is 'e' or 'E'
            && char.IsAsciiDigit(CharAt(end + 1) is '-' or '+' ? CharAt(end + 2) : CharAt(end + 1));
        if (hasExponent) end = Digits(end + 2);

        var digits = text[start..end].Replace("_", "", StringComparison.Ordinal);
        var suffix = CharAt(end) switch { 'k' or 'K' => "e3", 'M' => "e6", _ => "" };
        if (suffix.Length > 0) end++;
        if ((suffix.Length > 0 && hasExponent) || IsNamePart(CharAt(end))
            || !double.TryParse(digits + suffix, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            while (IsNamePart(CharAt(end)) || CharAt(end) == '.') end++;
            throw Error(start, $"{Names.Quote(text[start..end])} is not a number");
        }

        Position = end;
        return number;
    }

    /// <summary>A whole number that fits an <see cref="int"/>.</summary>
    public int WholeNumber()
    {
        var start = Position;
        return Whole(Number()) ?? throw Error(start, "the index is not a whole number");
    }

    /// <summary>The whole number that <paramref name="number"/> is, if it is one.</summary>
    public static int? Whole(double number) =>
        double.IsInteger(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>What was found is not what is needed here.</summary>
    public InputException Expected(string what)
    {
        var found = AtEnd ? "the text ends" : $"{Names.Quote(AtName ? text.Substring(Position, NameLength()) : $"{Next}")} follows";
        return Error(Position, $"{what} is needed here, but {found}");
    }

    /// <summary>A sentence, then the text around <paramref name="position"/> and a caret under it.</summary>
    public InputException Error(int position, string sentence)
    {
        var start = position > 60 ? position - 50 : 0;
        var end = Math.Min(text.Length, start + 100);
        var (before, after) = (start > 0 ? "…" : "", end < text.Length ? "…" : "");
        var shown = string.Concat(text[start..end].Select(c => char.IsControl(c) ? ' ' : c));
        var stop = sentence[^1] is '.' or '?' ? "" : ".";
        return new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"The schedule cannot be read at character {position + 1}: {sentence}{stop}\n  {before}{shown}{after}\n  {new string(' ', before.Length + position - start)}^"));
    }

    static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    char CharAt(int position) => position < text.Length ? text[position] : '\0';

    int Digits(int position)
    {
        while (char.IsAsciiDigit(CharAt(position)) || CharAt(position) == '_') position++;
        return position;
    }

    int NameLength()
    {
        var end = Position;
        while (IsNamePart(CharAt(end))) end++;
        return end - Position;
    }
}
