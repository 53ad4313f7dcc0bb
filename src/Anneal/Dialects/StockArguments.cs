namespace Anneal.Dialects;

/// <summary>Arguments by name: of one call, or of everything that a text assigns, nests and passes.</summary>
sealed class StockArguments
{
    readonly Dictionary<string, StockValue?> values = new(StringComparer.Ordinal);
    readonly string owner;

    StockArguments(string owner) => this.owner = owner;

    /// <summary>The calls that stand alone in the text, in order.</summary>
    public IReadOnlyList<StockCall> Calls { get; private init; } = [];

    /// <summary>The names there are.</summary>
    public IEnumerable<string> Names => values.Keys;

    /// <summary>Everything that a text says: flags, assignments, the fields of dictionaries and the named arguments of calls.</summary>
    /// <exception cref="InputException">The text cannot be read.</exception>
    public static StockArguments Of(string text)
    {
        if (text.Trim().Length == 0) throw new InputException("There is nothing to read; give the arguments of a schedule.");
        if (IsFlags(text)) return OfFlags(text);
        var parser = StockParser.Of(text);
        var arguments = new StockArguments("the text") { Calls = [.. parser.Alone.OfType<StockCall>()] };
        foreach (var (name, value) in parser.Assigned) arguments.Add(name, value);
        foreach (var value in parser.Alone) arguments.AddInside(value);
        return arguments;
    }

    /// <summary>The arguments of a call by the names of its parameters.</summary>
    /// <param name="call">The call.</param>
    /// <param name="order">The parameters in order.</param>
    /// <exception cref="InputException">There is an argument too many, or one that is not known.</exception>
    public static StockArguments Of(StockCall call, params ReadOnlySpan<string> order)
    {
        var arguments = new StockArguments(call.Name);
        if (call.Positional.Count > order.Length) throw new InputException($"{call.Name} takes {order.Length} arguments, and there are more.");
        for (var i = 0; i < call.Positional.Count; i++) arguments.values[order[i]] = call.Positional[i];
        foreach (var (name, value) in call.Named)
        {
            if (order.IndexOf(name) < 0) throw new InputException($"{call.Name} has no argument {Anneal.Names.Quote(name)}; it has {string.Join(", ", order.ToArray())}.");
            arguments.values[name] = value;
        }

        return arguments;
    }

    public bool Has(string name) => values.TryGetValue(name, out var value) && value is not null;

    /// <summary>The first of these names that has a value.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name)) return name;
        }

        return null;
    }

    public StockValue? this[string name] => values.GetValueOrDefault(name);

    public double Number(string name, double? otherwise = null) => this[name] switch
    {
        StockNumber number => number.Value,
        null => otherwise ?? throw new InputException($"{owner} does not say '{name}'."),
        StockText { Value: "auto" } => throw new InputException($"'{name}' is \"auto\", which is decided elsewhere; give the number."),
        _ => throw new InputException($"'{name}' is not a number."),
    };

    public int Whole(string name, int? otherwise = null)
    {
        var value = Number(name, otherwise);
        return value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw new InputException(Text.Of($"'{name}' is {value}, and steps are whole."));
    }

    public string Word(string name, string? otherwise = null) => this[name] switch
    {
        StockText text => text.Value,
        StockName word => word.Value[(word.Value.LastIndexOf('.') + 1)..],
        null => otherwise ?? throw new InputException($"{owner} does not say '{name}'."),
        _ => throw new InputException($"'{name}' is not a word."),
    };

    public bool Flag(string name, bool otherwise = false) => this[name] switch
    {
        StockFlag flag => flag.Value,
        null => otherwise,
        _ => throw new InputException($"'{name}' is neither true nor false."),
    };

    public IReadOnlyList<StockValue?> List(string name) =>
        this[name] is StockList list ? list.Items : throw new InputException($"'{name}' is not a list.");

    public double[] Numbers(string name) =>
        [.. List(name).Select(item => item is StockNumber number ? number.Value : throw new InputException($"'{name}' is not a list of numbers."))];

    static bool IsFlags(string text) => Lines(text).Any(line => IsFlag(line.Trim()) || line.Contains(" --", StringComparison.Ordinal));

    static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));

    // --name value, --name=value, and --name alone, which is true. A single dash is read alike.
    static StockArguments OfFlags(string text)
    {
        var arguments = new StockArguments("the line");
        string[] words = [.. string.Join(' ', Lines(text)).Split([' ', '\t', '\r', '\\', '"', '\''], StringSplitOptions.RemoveEmptyEntries)];
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsFlag(words[i])) continue;
            var (name, value) = words[i].TrimStart('-').Split('=', 2) is [var left, var right] ? (left, right) : (words[i].TrimStart('-'), null);
            if (value is null && i + 1 < words.Length && !IsFlag(words[i + 1])) value = words[++i];
            arguments.values[name.Replace('-', '_')] = value is null ? new StockFlag(true) : Scalar(value);
        }

        return arguments;
    }

    static bool IsFlag(string word) => word is ['-', not (>= '0' and <= '9' or '.'), ..];

    static StockValue Scalar(string word) =>
        double.TryParse(word, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new StockNumber(number)
            : bool.TryParse(word, out var flag) ? new StockFlag(flag) : new StockText(word);

    void Add(string name, StockValue? value)
    {
        values[name] = value;
        AddInside(value);
    }

    void AddInside(StockValue? value)
    {
        switch (value)
        {
            case StockMap map:
                foreach (var (key, item) in map.Entries)
                {
                    if (key is StockText text) Add(text.Value, item);
                }

                break;
            case StockCall call:
                foreach (var (name, item) in call.Named) Add(name, item);
                break;
        }
    }
}
