using Anneal.Formats;
using Anneal.Schedules;
using Anneal.Training.Optimizers;

namespace Anneal.Training.Runs;

/// <summary>A <see cref="TrainingConfig"/> in YAML: docs/training.md lists the keys.</summary>
public static class ConfigFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values in place of the file's, by key.</param>
    /// <exception cref="InputException">It cannot be read, has an unknown key, lacks one, or has a value that cannot be.</exception>
    public static TrainingConfig Read(string path, IReadOnlyDictionary<string, string>? overrides = null)
    {
        if (Directory.Exists(path)) throw new InputException(path, 0, "this is a folder; give a configuration, such as the config.yaml of a run.");
        using var source = LogFiles.Open(path);
        source.RequireText("a configuration names model, data and schedule", "a configuration in YAML");
        using var text = new StreamReader(source.Stream);
        return ReadText(text.ReadToEnd(), path, overrides);
    }

    /// <summary>Reads what a file would hold.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="path">How messages name it; schedule files and data are looked for beside it.</param>
    /// <param name="overrides">Values in place of the file's, by key; their paths are as they stand.</param>
    /// <exception cref="InputException">It has an unknown key, lacks one, or has a value that cannot be.</exception>
    public static TrainingConfig ReadText(string text, string path, IReadOnlyDictionary<string, string>? overrides = null)
    {
        using var reader = new StringReader(text);
        if (YamlNodes.Read(reader, path) is not MapNode map) throw new InputException(path, 1, "a configuration is 'key: value' lines.");
        return Read(map, path, overrides ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>A configuration of options alone.</summary>
    /// <exception cref="InputException">Something is missing, or cannot be.</exception>
    public static TrainingConfig Of(IReadOnlyDictionary<string, string> options) => Read(new MapNode([]), "", options);

    /// <summary>Writes YAML that reads back to an equal configuration.</summary>
    public static string ToYaml(TrainingConfig config)
    {
        using var text = new StringWriter { NewLine = "\n" };
        YamlNodes.Write(ToFields(config), text);
        return text.ToString();
    }

    internal static MapNode ToFields(TrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ConfigNodes.Map(
            ("model", config.Model.ToFields()),
            ("data", config.Data.ToField()),
            ("optimizer", config.Optimizer.ToField()),
            ("schedule", config.RateRule is null ? ConfigNodes.Text(config.Schedule.ToString()) : null),
            ("rate_rule", config.RateRule?.ToField()),
            ("momentum", config.Momentum is { } momentum ? ConfigNodes.Text(momentum.ToString()) : null),
            ("steps", ConfigNodes.Number(config.Steps)),
            ("batch", config.Batch.ToField()),
            ("accumulate", ConfigNodes.Number(config.Accumulate)),
            ("clip", config.Clip is { } clip ? ConfigNodes.Number(clip) : ConfigNodes.Text("none")),
            ("evaluate", ConfigNodes.Map(("every", ConfigNodes.Number(config.EvaluateEvery)), ("samples", ConfigNodes.Number(config.HeldOut)))),
            ("log", ConfigNodes.Number(config.LogEvery)),
            ("checkpoint", ConfigNodes.Map(
                ("every", ConfigNodes.Number(config.CheckpointEvery)), ("keep", config.Keep.Count > 0 ? ConfigNodes.List(config.Keep) : null))),
            ("seed", ConfigNodes.Seed(config.Seed)));
    }

    internal static TrainingConfig Read(MapNode map, string path, IReadOnlyDictionary<string, string> overrides)
    {
        var merged = new MapNode(
            [.. map.Fields.Where(field => !overrides.ContainsKey(field.Key)), .. overrides.Select(pair => new KeyValuePair<string, FieldNode>(pair.Key, new ScalarNode(pair.Value, IsText: true)))],
            map.Line);
        var fields = new ConfigFields(merged, path, "a configuration");
        var own = new TrainingConfig { Model = null!, Data = null!, Schedule = null!, Steps = 1 };
        var (model, data) = (Part("model", ModelConfig.Kinds), Part("data", Parts.DataKinds));
        var optimizer = fields["optimizer"] is { } chosen ? Parts.ReadOptimizer(fields, chosen, path) : own.Optimizer;
        var rule = fields["rate_rule"] is { } finder ? Parts.ReadRateRule(fields, finder, path) : null;
        var (schedule, steps) = (Rates("schedule"), fields.Whole("steps", 1, RatePath.MostSteps));
        if (rule is not null && schedule is not null) throw fields.Wrong("rate_rule", "'rate_rule' finds the rates; leave out 'schedule'.");
        if (rule is not null) schedule = new Constant(0, steps ?? throw Missing("steps", "the number of updates, which a rule does not say"));
        if (schedule is null) throw Missing("schedule", "a schedule such as warmup-cosine(3e-3, 3e-4, 50, 500)");
        var updates = steps ?? schedule.Steps;
        var config = own with
        {
            Model = ModelConfig.Read(model, path),
            Data = Parts.ReadData(fields, data, overrides.ContainsKey("data") ? "" : path),
            Optimizer = optimizer,
            Schedule = schedule,
            RateRule = rule,
            Momentum = Rates("momentum"),
            Steps = updates,
            Batch = fields["batch"] is { } batch ? BatchSizes.Read(fields, batch, path) : own.Batch,
            Accumulate = fields.Whole("accumulate", 1) ?? own.Accumulate,
            Clip = fields.Word("clip") is "none" ? null : fields.Number("clip", 1e-30) ?? (OptimizerCatalog.FindsRate(optimizer.Kind) ? null : own.Clip),
            LogEvery = fields.Whole("log", 1) ?? Math.Max(1, updates / 200),
            EvaluateEvery = Math.Max(1, updates / 25),
            CheckpointEvery = Math.Max(1, updates / 10),
            Seed = SeedOf(fields) ?? own.Seed,
        };
        config = Evaluation(Checkpoints(config, fields, path), fields, path);
        fields.Done();
        return config.Fault() is { } fault ? throw fields.Wrong(node: null, fault) : config;

        FieldNode Part(string key, IReadOnlyList<string> kinds) => fields[key] ?? throw Missing(key, $"one of {string.Join(", ", kinds)}");

        Schedule? Rates(string key)
        {
            if (fields.Word(key) is not { } spec) return null;
            try
            {
                return overrides.ContainsKey(key) ? ScheduleFile.ReadOrParse(spec) : ScheduleFile.ReadOrParse(spec, path);
            }
            catch (InputException error)
            {
                throw overrides.ContainsKey(key) ? error : fields.Wrong(key, error.Message);
            }
        }

        InputException Missing(string key, string what) => path.Length > 0
            ? fields.Wrong(node: null, $"'{key}' is missing: {what}.")
            : new InputException($"--{key} is missing: {what}.");
    }

    static TrainingConfig Evaluation(TrainingConfig config, ConfigFields fields, string path)
    {
        if (fields["evaluate"] is not { } node) return config;
        if (node is not MapNode map) return config with { EvaluateEvery = fields.Whole(node, "evaluate", 1) };
        var part = new ConfigFields(map, path, "'evaluate'");
        config = config with
        {
            EvaluateEvery = part.Whole("every", 1) ?? config.EvaluateEvery,
            HeldOut = part.Whole("samples", 1, BatchSizes.Most) ?? config.HeldOut,
        };
        part.Done();
        return config;
    }

    static TrainingConfig Checkpoints(TrainingConfig config, ConfigFields fields, string path)
    {
        if (fields["checkpoint"] is not { } node) return config;
        if (node is not MapNode map) return config with { CheckpointEvery = fields.Whole(node, "checkpoint", 1) };
        var part = new ConfigFields(map, path, "'checkpoint'");
        config = config with
        {
            CheckpointEvery = part.Whole("every", 1) ?? config.CheckpointEvery,
            Keep = [.. (part.Wholes("keep", 1) ?? []).Order()],
        };
        part.Done();
        return config;
    }

    static ulong? SeedOf(ConfigFields fields) => fields.Word("seed") switch
    {
        null => null,
        var text when ulong.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seed) => seed,
        _ => throw fields.Wrong("seed", $"'seed' is a whole number from 0 to {ulong.MaxValue}."),
    };
}
