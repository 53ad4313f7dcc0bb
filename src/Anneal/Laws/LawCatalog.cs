using System.Collections.Immutable;

namespace Anneal.Laws;

/// <summary>Every law there is, under the name on its card.</summary>
public static class LawCatalog
{
    /// <summary>The laws, in the alphabetical order of their names.</summary>
    public static ImmutableArray<LossLaw> All { get; } =
    [
        .. Catalog<LossLaw>.Types.Values
            .Select(type => (LossLaw)Activator.CreateInstance(type)!)
            .OrderBy(law => law.Card.Name, StringComparer.Ordinal),
    ];

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(law => law.Card.Name)];

    /// <summary>The law called <paramref name="name"/>; case is ignored, and <c>_</c> is as <c>-</c>.</summary>
    /// <exception cref="InputException">There is none; the message gives the nearest names and lists them all.</exception>
    public static LossLaw Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = name.Replace('_', '-');
        foreach (var law in All)
        {
            if (law.Card.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return law;
        }

        var hint = Anneal.Names.DidYouMean(name, Names) is { Length: > 0 } question ? question : ".";
        throw new InputException($"No law is called {Anneal.Names.Quote(name)}{hint} There are: {string.Join(", ", Names)}.");
    }
}
