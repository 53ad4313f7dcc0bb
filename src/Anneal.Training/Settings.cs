using System.Globalization;
using System.Reflection;
using Anneal.Schedules;

namespace Anneal.Training;

/// <summary>Puts what a configuration says, name by name in kebab case, into the properties of an options record.</summary>
public static class Settings
{
    /// <summary>No settings.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Bind"/> takes for a record.</summary>
    public static IReadOnlyList<string> NamesOf(Type options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Properties(options).Select(property => Names.Kebab(property.Name))];
    }

    /// <summary>Sets properties of <paramref name="options"/>, a record that nobody else holds yet, and returns it.</summary>
    /// <param name="owner">What the settings are of, for messages: <c>optimiser 'muon'</c>.</param>
    /// <param name="options">Holds the defaults.</param>
    /// <param name="settings">Texts by name; <c>_</c> is as <c>-</c>, and case is ignored.</param>
    /// <exception cref="InputException">A name is not known, or a text is not a value of its kind.</exception>
    public static T Bind<T>(string owner, T options, IReadOnlyDictionary<string, string> settings) where T : class
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var (name, text) in settings)
        {
            var word = name.Replace('_', '-');
            var property = Array.Find(Properties(options.GetType()), p => string.Equals(Names.Kebab(p.Name), word, StringComparison.OrdinalIgnoreCase))
                ?? throw Unknown(owner, name, options.GetType());
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(options, Value(type, text) ?? throw new InputException(
                $"{owner}: {word} is {Names.Quote(text)}; it must be {Rule(type)}."));
        }

        return options;
    }

    /// <summary>Makes a thing from settings; its complaints about a value become the user's.</summary>
    /// <exception cref="InputException">A value is out of its range.</exception>
    public static T Made<T>(string owner, Func<T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            // The framework appends the parameter on a clause of its own.
            var end = fault.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            throw new InputException($"{owner}: {(end < 0 ? fault.Message : fault.Message[..end])}", fault);
        }
    }

    /// <summary>What to say of a name that is not in a catalogue.</summary>
    internal static InputException Unknown(string kind, string name, IReadOnlyList<string> known) => new(
        $"No {kind} is called {Names.Quote(name)}{(Names.DidYouMean(name, known) is { Length: > 0 } near ? near : ".")} There are: {string.Join(", ", known)}.");

    static InputException Unknown(string owner, string name, Type options)
    {
        var known = NamesOf(options);
        var question = Names.DidYouMean(name, known) is { Length: > 0 } near ? near : ".";
        return new(known.Count == 0
            ? $"{owner} has no settings; remove {Names.Quote(name)}."
            : $"{owner} has no setting {Names.Quote(name)}{question} There are: {string.Join(", ", known)}.");
    }

    static PropertyInfo[] Properties(Type options) =>
        Array.FindAll(options.GetProperties(BindingFlags.Public | BindingFlags.Instance), property => property.SetMethod is { IsPublic: true });

    static object? Value(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(double)) return double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null;
        if (type == typeof(bool)) return bool.TryParse(text, out var truth) ? truth : null;
        if (type == typeof(DecayShape)) return DecayShape.Parse(text);
        var word = Array.Find(Enum.GetNames(type), name => string.Equals(Names.Kebab(name), text.Replace('_', '-'), StringComparison.OrdinalIgnoreCase));
        return word is null ? null : Enum.Parse(type, word);
    }

    static string Rule(Type type) =>
        type == typeof(double) ? "a number"
        : type == typeof(int) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : "one of " + string.Join(", ", Enum.GetNames(type).Select(Names.Kebab));
}
