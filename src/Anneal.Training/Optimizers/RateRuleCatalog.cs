using Anneal.Theory;
using Anneal.Training.Models;

namespace Anneal.Training.Optimizers;

/// <summary>The rates that look at the losses, by the names that a configuration gives them.</summary>
public static class RateRuleCatalog
{
    const string Greedy = "greedy";
    const string GapWarmup = "gap-warmup";

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [GapWarmup, Greedy];

    /// <summary>The settings that a rule takes, in kebab case.</summary>
    /// <exception cref="InputException">There is no such rule.</exception>
    public static IReadOnlyList<string> SettingsOf(string name) => Settings.NamesOf(Known(name) == Greedy ? typeof(GreedyOptions) : typeof(GapWarmupOptions));

    /// <summary>A rule before its first update.</summary>
    /// <param name="name">As in <see cref="All"/>; case is ignored, and <c>_</c> is as <c>-</c>.</param>
    /// <param name="settings">Properties of its options in kebab case.</param>
    /// <param name="steps">Of the whole run.</param>
    /// <param name="parameters">Of the model, for the size in <see cref="GapWarmupRule"/>.</param>
    /// <param name="isSpectral">Whether the optimiser is Muon.</param>
    /// <exception cref="InputException">There is no such rule or setting, or a value is out of its range.</exception>
    public static IRateRule Create(string name, IReadOnlyDictionary<string, string> settings, int steps, IReadOnlyList<Parameter> parameters, bool isSpectral)
    {
        var owner = $"rate rule {Names.Quote(name)}";
        if (Known(name) == Greedy)
        {
            var options = Settings.Bind(owner, new GreedyOptions(), settings);
            return Settings.Made(owner, () => new GreedyRateRule(options));
        }

        var gap = Settings.Bind(owner, new GapWarmupOptions(), settings);
        return Settings.Made(owner, () => new GapWarmupRule(gap, steps, GapWarmupRule.SizeFor(parameters, isSpectral)));
    }

    static string Known(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(known => string.Equals(known, name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase)) ?? throw Settings.Unknown("rate rule", name, All);
    }
}
