using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Anneal.Formats;

/// <summary>
/// A YAML file that lists logs and says what they do not:
/// <code>
/// defaults: { warmup: 2160, batch_size: 524288 }
/// runs:
///   - log: constant.csv
///   - { log: cosine.csv, schedule: "cosine(3e-4, 3e-5, 21840)", name: cosine }
/// </code>
/// or one such entry by itself. Paths are relative to the file; what an entry does not say the defaults do.
/// </summary>
static class RunsFile
{
    static readonly string[] Keys =
    [
        "log", "schedule", "warmup", "warmup_sum", "name", "weight", "branch_step", "window", "metric", "batch_size",
        "tokens_per_step", "optimizer", "loss_unit", "jump", "offset", "pattern", "format", "part",
    ];

    /// <summary>Whether it is a runs file, by its name or by its first key.</summary>
    public static bool Recognises(string path, ReadOnlySpan<byte> head)
    {
        if (System.IO.Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML") return true;
        foreach (var text in new HeadLines(head))
        {
            var line = text.Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#' || line.StartsWith("---"u8)) continue;
            return line.StartsWith("runs:"u8) || line.StartsWith("defaults:"u8) || line.StartsWith("log:"u8);
        }

        return false;
    }

    /// <summary>The entries, each with the log's path and the line it stands on.</summary>
    /// <exception cref="InputException">The file is not YAML, has an unknown key or a value that cannot be, or names no log.</exception>
    public static IReadOnlyList<RunRequest> Read(TextReader text, string path)
    {
        var yaml = new Parser(text);
        try
        {
            return ReadDocument(yaml, path);
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException)
        {
            // The scanner throws the second kind at some broken scalars, without a place.
            var (line, reason) = error is YamlException { Start.Line: var at }
                ? (at, (error.InnerException ?? error).Message.TrimEnd('.'))
                : (yaml.Current?.End.Line ?? 1, "a value cannot be scanned");
            throw new InputException(path, Math.Max(1, line), $"this is not YAML: {reason}.", error);
        }
    }

    static List<RunRequest> ReadDocument(Parser yaml, string path)
    {
        yaml.Consume<StreamStart>();
        if (!yaml.Accept<DocumentStart>(out _)) throw new InputException(path, 1, "the file is empty; a runs file has a list 'runs:' of logs.");
        yaml.Consume<DocumentStart>();
        var (runs, defaults, single) = (new List<RunRequest>(), new RunRequest(), new RunRequest());
        var isSingle = false;
        var first = Line(yaml);
        ReadMapping(yaml, path, (key, line) =>
        {
            switch (key)
            {
                case "defaults":
                    defaults = ReadEntry(yaml, path);
                    if (defaults.Log.Length > 0) throw new InputException(path, line, "'log' belongs to a run, not to the defaults.");
                    break;
                case "runs":
                    Expect<SequenceStart>(yaml, path, "'runs' is a list: a line '- log: FILE' for each run");
                    while (!yaml.TryConsume<SequenceEnd>(out _)) runs.Add(ReadEntry(yaml, path));
                    break;
                default:
                    isSingle = true;
                    single = Set(single, key, yaml, path, line, [.. Keys, "runs", "defaults"]);
                    break;
            }
        });
        yaml.Consume<DocumentEnd>();
        if (isSingle && runs.Count > 0) throw new InputException(path, first, "a runs file has either a list 'runs:' or the keys of one run, not both.");
        if (isSingle) runs.Add(single with { Line = first });
        if (runs.Count == 0) throw new InputException(path, first, "no run is listed; give 'runs:' with a line '- log: FILE' for each.");
        var folder = System.IO.Path.GetDirectoryName(path) ?? "";
        return
        [
            .. runs.Select(run => run.Log.Length > 0
                ? run with { Log = System.IO.Path.Combine(folder, run.Log), Settings = run.Settings.Or(defaults.Settings), ListedIn = path }
                : throw new InputException(path, run.Line, "the run has no 'log'; every run names its log file.")),
        ];
    }

    static RunRequest ReadEntry(Parser yaml, string path)
    {
        var entry = new RunRequest { Line = Line(yaml) };
        ReadMapping(yaml, path, (key, line) => entry = Set(entry, key, yaml, path, line, Keys));
        return entry;
    }

    static void ReadMapping(Parser yaml, string path, Action<string, long> pair)
    {
        Expect<MappingStart>(yaml, path, "here 'key: value' lines are expected");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            var line = Line(yaml);
            var key = Expect<Scalar>(yaml, path, "a key is one word").Value.Replace('-', '_');
            if (!seen.Add(key)) throw new InputException(path, line, $"the key {Names.Quote(key)} stands twice; keep one.");
            pair(key, line);
        }
    }

    static RunRequest Set(RunRequest entry, string key, Parser yaml, string path, long line, string[] known)
    {
        if (!known.Contains(key))
        {
            throw new InputException(path, line,
                $"a run has no key {Names.Quote(key)}{Names.DidYouMean(key, known)} (the keys are {string.Join(", ", known)}).");
        }

        var value = new YamlValue(Expect<Scalar>(yaml, path, $"'{key}' takes one value").Value.Trim(), key, path, line);
        var settings = entry.Settings;
        return key switch
        {
            "log" => entry with { Log = value.Text() },
            "part" => entry with { Part = value.Text() },
            "schedule" => entry with { Settings = settings with { Schedule = value.Schedule() } },
            "warmup" => entry with { Settings = settings with { Warmup = value.Whole(0) } },
            "warmup_sum" => entry with { Settings = settings with { WarmupSum = value.Number(orZero: true) } },
            "name" => entry with { Settings = settings with { Name = value.Text() } },
            "weight" => entry with { Settings = settings with { Weight = value.Number(orZero: false) } },
            "branch_step" => entry with { Settings = settings with { BranchStep = value.Whole(0) } },
            "window" => entry with { Settings = settings with { Window = value.Whole(1) } },
            "metric" => entry with { Settings = settings with { Metric = value.Text() } },
            "batch_size" => entry with { Settings = settings with { BatchSize = value.Number(orZero: false) } },
            "tokens_per_step" => entry with { Settings = settings with { TokensPerStep = value.Number(orZero: false) } },
            "optimizer" => entry with { Settings = settings with { Optimizer = value.Text() } },
            "loss_unit" => entry with { Settings = settings with { LossUnit = value.Text() } },
            "offset" => entry with { Settings = settings with { Offset = value.Offset() } },
            "pattern" => entry with { Settings = settings with { Pattern = value.Text() } },
            "format" => entry with { Settings = settings with { Format = value.Format() } },
            _ => entry with { Settings = settings with { Jump = value.Jump() } },
        };
    }

    static T Expect<T>(Parser yaml, string path, string otherwise) where T : ParsingEvent
    {
        if (yaml.TryConsume<T>(out var found)) return found;
        var what = yaml.Current switch
        {
            AnchorAlias => ", but there is an alias, which is not supported",
            MappingStart => ", but there are keys",
            SequenceStart => ", but there is a list",
            Scalar scalar => $", but there is {Names.Quote(scalar.Value)}",
            _ => "",
        };
        throw new InputException(path, Line(yaml), $"{otherwise}{what}.");
    }

    static long Line(Parser yaml) => yaml.Accept<ParsingEvent>(out var next) ? Math.Max(1, next.Start.Line) : 1;
}
