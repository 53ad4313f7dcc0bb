using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>The optimisers by the names that a configuration gives them.</summary>
public static class OptimizerCatalog
{
    static readonly Dictionary<string, Entry> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sgd"] = Entry.Of(() => new SgdOptions(), (p, t, o) => new Sgd(p, t, o)),
        ["heavy-ball"] = Entry.Of(() => new SgdOptions { Momentum = 0.9 }, (p, t, o) => new Sgd(p, t, o)),
        ["nesterov"] = Entry.Of(() => new SgdOptions { Momentum = 0.9, Nesterov = true }, (p, t, o) => new Sgd(p, t, o)),
        ["adamw"] = Entry.Of(() => new AdamWOptions(), (p, t, o) => new AdamW(p, t, o)),
        ["lion"] = Entry.Of(() => new LionOptions(), (p, t, o) => new Lion(p, t, o)),
        ["sign-sgd"] = Entry.Of(() => new LionOptions { Beta2 = null }, (p, t, o) => new Lion(p, t, o)),
        ["muon"] = Entry.Of(() => new MuonOptions(), (p, t, o) => new Muon(p, t, o)),
        ["schedule-free-sgd"] = Entry.Of(() => new ScheduleFreeOptions(), (p, t, o) => new ScheduleFree(p, t, o)),
        ["schedule-free-adamw"] = Entry.Of(() => new ScheduleFreeOptions { Beta2 = 0.999 }, (p, t, o) => new ScheduleFree(p, t, o)),
        ["polyak-schedule-free"] = Entry.Of(() => new PolyakOptions(), (p, t, o) => new PolyakScheduleFree(p, t, o)),
        ["polyak-schedule-free-adam"] = Entry.Of(() => new PolyakOptions { Beta2 = 0.999 }, (p, t, o) => new PolyakScheduleFree(p, t, o)),
        ["schedule-free-plus"] = Entry.Of(() => new PlusOptions(), (p, t, o) => new ScheduleFreePlus(p, t, o)),
    };

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The settings that an optimiser takes, in kebab case.</summary>
    /// <exception cref="InputException">There is no such optimiser.</exception>
    public static IReadOnlyList<string> SettingsOf(string name) => Settings.NamesOf(Find(name).Options);

    /// <summary>Whether it finds its own rate, which the schedule's is then a factor on, from the loss and a bound below it.</summary>
    /// <exception cref="InputException">There is no such optimiser.</exception>
    public static bool FindsRate(string name) => Find(name).Options is var options && (options == typeof(PolyakOptions) || options == typeof(PlusOptions));

    /// <summary>An optimiser before its first update.</summary>
    /// <param name="name">As in <see cref="All"/>; case is ignored, and <c>_</c> is as <c>-</c>.</param>
    /// <param name="settings">Properties of its options in kebab case.</param>
    /// <param name="parameters">What it changes.</param>
    /// <param name="team">Whose threads work.</param>
    /// <exception cref="InputException">There is no such optimiser or setting, or a value is out of its range.</exception>
    public static Optimizer Create(string name, IReadOnlyDictionary<string, string> settings, IReadOnlyList<Parameter> parameters, WorkerTeam team)
    {
        var entry = Find(name);
        return entry.Make($"optimizer {Names.Quote(name)}", settings, parameters, team);
    }

    static Entry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.TryGetValue(name.Replace('_', '-'), out var entry) ? entry : throw Settings.Unknown("optimizer", name, All);
    }

    sealed record Entry(Type Options, Func<string, IReadOnlyDictionary<string, string>, IReadOnlyList<Parameter>, WorkerTeam, Optimizer> Make)
    {
        public static Entry Of<T>(Func<T> defaults, Func<IReadOnlyList<Parameter>, WorkerTeam, T, Optimizer> make) where T : class =>
            new(typeof(T), (owner, settings, parameters, team) =>
            {
                var options = Settings.Bind(owner, defaults(), settings);
                return Settings.Made(owner, () => make(parameters, team, options));
            });
    }
}
