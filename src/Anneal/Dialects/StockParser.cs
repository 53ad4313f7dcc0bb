using System.Globalization;
using System.Text;

namespace Anneal.Dialects;

/// <summary>
/// Reads the arguments of frameworks: assignments, calls, lists, dictionaries, numbers and the four operations, as Python, JSON and
/// TOML write them. Nothing is executed: a call is kept as a name with values.
/// </summary>
sealed class StockParser(string text)
{
    const int Deepest = 64;

    static readonly System.Buffers.SearchValues<char> Values = System.Buffers.SearchValues.Create(",\"'0123456789");

    int at;
    int depth;

    /// <summary>What was assigned, last value first to be found.</summary>
    public Dictionary<string, StockValue?> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands alone, in order.</summary>
    public List<StockValue?> Alone { get; } = [];

    /// <summary>Reads a whole text: a statement a line or after a semicolon.</summary>
    public static StockParser Of(string text)
    {
        var parser = new StockParser(text);
        parser.Statements();
        return parser;
    }

    void Statements()
    {
        while (true)
        {
            Skip(acrossLines: true);
            while (Take(';')) Skip(acrossLines: true);
            if (at >= text.Length) return;
            var line = text.AsSpan(at, LineEnd() - at).Trim();
            if (IsHeader(line))
            {
                at = LineEnd();
                continue;
            }

            if (NameAhead() is { } name && Peek() is '=' or ':')
            {
                at++;
                Assigned[name] = Expression();
                if (Assigned[name] is StockCall call) Alone.Add(call);
            }
            else
            {
                at = start;
                Alone.Add(Expression());
            }

            Skip(acrossLines: false);
            if (Peek() == ',') at++;
            Skip(acrossLines: false);
            if (at < text.Length && Peek() is not ('\n' or ';')) throw Wrong("the end of the line");
        }
    }

    int start;

    // [section] of TOML, imports, and the fences that people paste along.
    static bool IsHeader(ReadOnlySpan<char> line) =>
        (line is ['[', .., ']'] && !line.ContainsAny(Values))
        || line.StartsWith("import ") || line.StartsWith("from ") || line.StartsWith("```") || line.StartsWith("---");

    string? NameAhead()
    {
        start = at;
        var quoted = Peek() is '"' or '\'';
        var name = quoted ? String() : Word();
        Skip(acrossLines: false);
        if (name.Length > 0 && Peek() is '=' or ':' && !(Peek() == '=' && at + 1 < text.Length && text[at + 1] == '=')) return name[(name.LastIndexOf('.') + 1)..];
        at = start;
        return null;
    }

    StockValue? Expression()
    {
        if (++depth > Deepest) throw new InputException("The arguments are nested too deeply.");
        var value = Term();
        for (Skip(depth > 1); Peek() is '+' or '-'; Skip(depth > 1))
        {
            var isPlus = text[at++] == '+';
            value = Combine(value, Term(), isPlus ? (a, b) => a + b : (a, b) => a - b);
        }

        depth--;
        return value;
    }

    StockValue? Term()
    {
        var value = Power();
        for (Skip(depth > 1); Peek() is '*' or '/'; Skip(depth > 1))
        {
            var isTimes = text[at++] == '*';
            var isWhole = !isTimes && Take('/');
            value = Combine(value, Power(), isTimes ? (a, b) => a * b : isWhole ? (a, b) => Math.Floor(a / b) : (a, b) => a / b);
        }

        return value;
    }

    StockValue? Power()
    {
        var value = Unary();
        Skip(depth > 1);
        if (!text.AsSpan(Math.Min(at, text.Length)).StartsWith("**")) return value;
        at += 2;
        return Combine(value, Unary(), Math.Pow);
    }

    StockValue? Unary()
    {
        Skip(acrossLines: true);
        if (Take('-')) return Combine(new StockNumber(0), Unary(), (a, b) => a - b);
        _ = Take('+');
        return Primary();
    }

    static StockNumber Combine(StockValue? left, StockValue? right, Func<double, double, double> operation) =>
        left is StockNumber a && right is StockNumber b
            ? new StockNumber(operation(a.Value, b.Value))
            : throw new InputException("The arguments compute with what is not a number; write the number.");

    StockValue? Primary()
    {
        Skip(acrossLines: true);
        switch (Peek())
        {
            case '(':
                at++;
                var items = Items(')', out var hasComma);
                return items.Count == 1 && !hasComma ? items[0] : new StockList(items);
            case '[':
                at++;
                return new StockList(Items(']', out _));
            case '{':
                at++;
                return Map();
            case '"' or '\'':
                return new StockText(String());
            case >= '0' and <= '9' or '.':
                return new StockNumber(Number());
            default:
                return Named();
        }
    }

    StockValue? Named()
    {
        var name = Word();
        if (name.Length == 0) throw Wrong("a value");
        Skip(acrossLines: false);
        if (Take('(')) return Call(name[(name.LastIndexOf('.') + 1)..]);
        return name switch
        {
            "True" or "true" => new StockFlag(true),
            "False" or "false" => new StockFlag(false),
            "None" or "null" => null,
            "math.pi" => new StockNumber(Math.PI),
            _ => Assigned.TryGetValue(name, out var known) ? known : new StockName(name),
        };
    }

    StockCall Call(string name)
    {
        var (positional, named) = (new List<StockValue?>(), new List<KeyValuePair<string, StockValue?>>());
        while (!Closed(')'))
        {
            var before = at;
            var key = Word();
            Skip(acrossLines: true);
            if (key.Length > 0 && Take('='))
            {
                named.Add(new(key, Expression()));
            }
            else
            {
                at = before;
                positional.Add(Expression());
            }

            Comma(')');
        }

        return new StockCall(name, positional, named);
    }

    List<StockValue?> Items(char close, out bool hasComma)
    {
        var items = new List<StockValue?>();
        hasComma = false;
        while (!Closed(close))
        {
            items.Add(Expression());
            hasComma |= Comma(close);
        }

        return items;
    }

    StockMap Map()
    {
        var entries = new List<KeyValuePair<StockValue?, StockValue?>>();
        while (!Closed('}'))
        {
            var key = Expression();
            Skip(acrossLines: true);
            if (!Take(':')) throw Wrong("':'");
            entries.Add(new(key, Expression()));
            Comma('}');
        }

        return new StockMap(entries);
    }

    bool Closed(char close)
    {
        Skip(acrossLines: true);
        return at < text.Length ? Take(close) : throw Wrong($"'{close}'");
    }

    bool Comma(char close)
    {
        Skip(acrossLines: true);
        return Take(',') || (Peek() == close ? false : throw Wrong($"',' or '{close}'"));
    }

    double Number()
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' || (text[at] is '-' or '+' && text[at - 1] is 'e' or 'E'))) at++;
        var word = text[from..at].Replace("_", "", StringComparison.Ordinal);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new InputException($"{Names.Quote(word)} is not a number.");
    }

    string String()
    {
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at++]);
        }

        if (at >= text.Length) throw Wrong("a closing quote");
        at++;
        return value.ToString();
    }

    string Word()
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
        return text[from..at];
    }

    char Peek() => at < text.Length ? text[at] : '\0';

    bool Take(char c)
    {
        if (Peek() != c || at >= text.Length) return false;
        at++;
        return true;
    }

    void Skip(bool acrossLines)
    {
        while (at < text.Length)
        {
            if (text[at] == '#') at = LineEnd();
            else if (text[at] is ' ' or '\t' or '\r' || (acrossLines && text[at] == '\n')) at++;
            else if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '\n' or '\r') at++;
            else return;
        }
    }

    int LineEnd() => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    InputException Wrong(string wanted)
    {
        var line = 1 + text.AsSpan(0, Math.Min(at, text.Length)).Count('\n');
        var found = at < text.Length ? Names.Quote(text[at..Math.Min(text.Length, at + 12)]) : "the end";
        return new InputException(Text.Of($"line {line} of the arguments: {wanted} is expected, but there is {found}."));
    }
}
