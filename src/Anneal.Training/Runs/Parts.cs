using System.Globalization;
using Anneal.Formats;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Runs;

/// <summary>Reads what a configuration says of optimisers and sources, and makes them.</summary>
static class Parts
{
    const string Text = "text";

    /// <summary>Names of sources.</summary>
    public static IReadOnlyList<string> DataKinds { get; } = [.. SourceCatalog.All.Select(name => name == Text ? "text:PATH" : name)];

    /// <summary>An optimiser's part; its settings are tried at once, so that what is wrong with them is said with its line.</summary>
    public static PartConfig ReadOptimizer(ConfigFields fields, FieldNode node, string path)
    {
        var config = PartConfig.Read(node, path, "optimizer");
        using var alone = new WorkerTeam(1);
        try
        {
            _ = Optimizer(config, [], alone);
            return config;
        }
        catch (InputException error)
        {
            throw fields.Wrong(node, error.Message);
        }
    }

    /// <summary>The part of a rule that finds the rates, tried at once like an optimiser's.</summary>
    public static PartConfig ReadRateRule(ConfigFields fields, FieldNode node, string path)
    {
        var config = PartConfig.Read(node, path, "rate_rule");
        try
        {
            var known = RateRuleCatalog.SettingsOf(config.Kind);
            foreach (var (name, _) in config.Settings)
            {
                if (!known.Contains(name, StringComparer.Ordinal))
                    throw new InputException($"rate rule '{config.Kind}' has no setting {Names.Quote(name)}{Names.DidYouMean(name, known)} (there are {string.Join(", ", known)}).");
            }

            return config;
        }
        catch (InputException error)
        {
            throw fields.Wrong(node, error.Message);
        }
    }

    /// <summary>What gives a run its rates.</summary>
    public static IRateRule RateRule(TrainingConfig config, IReadOnlyList<Parameter> parameters) => config.RateRule is { } rule
        ? RateRuleCatalog.Create(rule.Kind, rule.ByName, config.Steps, parameters, isSpectral: config.Optimizer.Kind == "muon")
        : new ScheduledRate(config.Schedule);

    /// <summary>A source's part; a path in a file is relative to the file, and becomes a full one.</summary>
    public static PartConfig ReadData(ConfigFields fields, FieldNode node, string path)
    {
        if (node is ScalarNode { Text: var word } && word.StartsWith($"{Text}:", StringComparison.Ordinal))
            node = new MapNode([new("kind", new ScalarNode(Text, IsText: true)), new("path", new ScalarNode(word[(Text.Length + 1)..], IsText: true))], node.Line);
        var config = PartConfig.Read(node, path, "data");
        try
        {
            var known = SourceCatalog.SettingsOf(config.Kind);
            foreach (var setting in config.Settings)
            {
                if (setting.Name == "length") throw new InputException("the model's 'context' is the length of a sample; leave 'length' out.");
                if (setting.Name != "seed" && !known.Contains(setting.Name, StringComparer.Ordinal))
                    throw new InputException($"data '{config.Kind}' has no setting {Names.Quote(setting.Name)}{Names.DidYouMean(setting.Name, known)} (there are seed, {string.Join(", ", known)}).");
            }

            _ = SeedOf(config);
        }
        catch (InputException error)
        {
            throw fields.Wrong(node, error.Message);
        }

        if (config["path"] is not { Length: > 0 } file) return config;
        var full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path) ?? "", file));
        return config with { Settings = [.. config.Settings.Select(setting => setting.Name == "path" ? setting with { Value = full } : setting)] };
    }

    /// <summary>An optimiser before its first update.</summary>
    public static Optimizer Optimizer(PartConfig config, IReadOnlyList<Parameter> parameters, WorkerTeam team) =>
        OptimizerCatalog.Create(config.Kind, config.ByName, parameters, team);

    /// <summary>A source.</summary>
    /// <param name="config">Its kind, its settings, and the seed of the source itself, which is another than that of the run.</param>
    /// <param name="context">Tokens per sample that the model wants; null where it wants features.</param>
    public static SampleSource Source(PartConfig config, int? context)
    {
        var settings = new Dictionary<string, string>(config.ByName, StringComparer.Ordinal);
        settings.Remove("seed");
        if (context is { } length && SourceCatalog.SettingsOf(config.Kind).Contains("length", StringComparer.Ordinal)) settings["length"] = FormattableString.Invariant($"{length}");
        return SourceCatalog.Create(config.Kind, settings, new Seed(SeedOf(config)));
    }

    static ulong SeedOf(PartConfig config) =>
        config["seed"] is not { } text ? 1
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed
        : throw new InputException($"the seed of data is {Names.Quote(text)}; it is a whole number from 0.");
}
