using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>The sources by the names that a configuration gives them.</summary>
public static class SourceCatalog
{
    static readonly Dictionary<string, Entry> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["language"] = Entry.Of<LanguageOptions>((options, seed) => new LanguageSource(options, seed)),
        ["text"] = Entry.Of<TextOptions>((options, seed) => new TextSource(options, seed)),
        ["teacher"] = Entry.Of<TeacherOptions>((options, seed) => new TeacherSource(options, seed)),
        ["digits"] = Entry.Of<DigitsOptions>((options, seed) => new DigitsSource(options, seed)),
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The settings that a source takes, in kebab case.</summary>
    /// <exception cref="InputException">There is no such source.</exception>
    public static IReadOnlyList<string> SettingsOf(string name) => Settings.NamesOf(Find(name).Options);

    /// <summary>A source.</summary>
    /// <param name="name">As in <see cref="All"/>; case is ignored, and <c>_</c> is as <c>-</c>.</param>
    /// <param name="settings">Properties of its options in kebab case.</param>
    /// <param name="seed">Of its rules, its samples and their order.</param>
    /// <exception cref="InputException">There is no such source or setting, a value is out of its range, or a file cannot be used.</exception>
    public static SampleSource Create(string name, IReadOnlyDictionary<string, string> settings, Seed seed)
    {
        var entry = Find(name);
        return entry.Make($"data {Names.Quote(name)}", settings, seed);
    }

    static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.TryGetValue(name.Replace('_', '-'), out var entry) ? entry : throw Settings.Unknown("data", name, All);
    }

    sealed record Entry(Type Options, Func<string, IReadOnlyDictionary<string, string>, Seed, SampleSource> Make)
    {
        public static Entry Of<T>(Func<T, Seed, SampleSource> make) where T : class, new() => new(typeof(T), (owner, settings, seed) =>
        {
            var options = Settings.Bind(owner, new T(), settings);
            return Settings.Made(owner, () => make(options, seed));
        });
    }
}
