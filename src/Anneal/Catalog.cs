using System.Collections.Frozen;

namespace Anneal;

/// <summary>
/// Everything of one kind that can be named at run time. An entry exists because its type exists: every type of the kind in
/// the kind's own assembly that is neither abstract nor nested, under its name in kebab case.
/// </summary>
/// <typeparam name="T">The kind, e.g. <c>Schedule</c> or <c>LossLaw</c>.</typeparam>
public static class Catalog<T> where T : class
{
    /// <summary>Every entry by name; case is ignored.</summary>
    public static FrozenDictionary<string, Type> Types { get; } = typeof(T).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsNested: false } && type.IsAssignableTo(typeof(T)))
        .ToFrozenDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The type called <paramref name="name"/>; case is ignored, and <c>_</c> is as <c>-</c>.</summary>
    /// <exception cref="InputException">There is none; the message gives the nearest names and lists them all.</exception>
    public static Type Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Types.TryGetValue(name.Replace('_', '-'), out var type)
            ? type
            : throw new InputException(
                $"No {Kind.ToLowerInvariant()} is called {Names.Quote(name)}{Suggestion(name)} There are: {string.Join(", ", All)}.");
    }

    /// <summary><c>MultiPower</c> → <c>multi-power</c>; the kind's last word, as in <c>CsvReader</c>, is dropped.</summary>
    public static string NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = type.Name;
        return Names.Kebab(name.Length > Kind.Length && name.EndsWith(Kind, StringComparison.Ordinal) ? name[..^Kind.Length] : name);
    }

    static string Suggestion(string name) => Names.DidYouMean(name, All) is { Length: > 0 } question ? question : ".";

    // LossLaw → Law, IRunReader → Reader.
    static string Kind => typeof(T).Name[typeof(T).Name.AsSpan().LastIndexOfAnyInRange('A', 'Z')..];
}
