using System.CommandLine;
using System.CommandLine.Parsing;
using Anneal.Formats;
using Anneal.Training.Runs;

namespace Anneal.Cli.Train;

/// <summary>The arguments of <c>anneal train</c>.</summary>
sealed class TrainOptions
{
    readonly Argument<string?> config = new("CONFIG")
    {
        Description = "A configuration in YAML; options stand in place of its values.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> model = Setting.Text("--model", $"The network: {Sentence.List(ModelConfig.Kinds, "or")}.", "NAME");
    readonly Option<string?> data = Setting.Text("--data", $"What it is trained on: {Sentence.List(TrainingConfig.DataKinds, "or")}.", "NAME");
    readonly Option<string?> optimizer = Setting.Text("--optimizer", $"What changes its parameters: {Sentence.List(TrainingConfig.OptimizerKinds, "or")}.", "NAME");
    readonly Option<string?> schedule = Setting.Text("--schedule", "The rates: the notation or a file. With --from: those after the checkpoint.", "SPEC|FILE");
    readonly Option<int?> steps = Setting.Count("--steps", "Updates; without it all of the schedule's. With --from: after the checkpoint.");
    readonly Option<int?> batch = Setting.Count("--batch", "Samples per update.");
    readonly Option<string?> output = Setting.Text("--out", "The folder of the run.", "DIR");
    readonly Option<bool> resume = new("--resume") { Description = "Go on with the folder's run." };
    readonly Option<string?> from = Setting.Text("--from", "Branch off from a checkpoint.", "FILE");
    readonly Option<int?> threads = Setting.Count("--threads", "Threads; they change no bit of the result. Without it: all.");

    /// <summary>Whether nothing is trained.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only show the model's size, the tokens, the time and the schedule." };

    /// <summary>A picture.</summary>
    public OutputOption Plot { get; } = new("--plot", "Draw the schedule, and the losses once trained, into a file.", "FILE.svg");

    public void AddTo(Command command)
    {
        command.Add(config);
        foreach (var option in (Option[])[model, data, optimizer, schedule, steps, batch, output, resume, from, threads, DryRun, Plot]) command.Add(option);
    }

    /// <summary>Reads the line and the files that it names.</summary>
    /// <exception cref="InputException">A file cannot be read or holds what cannot be.</exception>
    /// <exception cref="CommandException">The options do not go together.</exception>
    public TrainPlan Read(ParseResult line)
    {
        var team = line.GetValue(threads) ?? Environment.ProcessorCount;
        if (team > 256) throw Usage("--threads wants at most 256.");
        var folder = line.GetValue(output) is { Length: > 0 } named ? named
            : line.GetValue(DryRun) ? "" : throw Usage("--out is missing: name the folder of the run.");
        if (line.GetValue(resume)) return Resumed(line, folder, team);
        if (line.GetValue(from) is { } trunk) return Branched(line, trunk, folder, team);
        var overrides = Overrides(line);
        var read = line.GetValue(config) is { } path ? ConfigFile.Read(path, overrides) : ConfigFile.Of(overrides);
        return new(read, team, folder, null, IsBranch: false);
    }

    TrainPlan Resumed(ParseResult line, string folder, int team)
    {
        if (line.GetValue(from) is not null) throw Usage("--resume goes on with a run and --from begins one; give one of them.");
        if (folder.Length == 0) throw Usage("--out is missing: name the folder of the run to go on with.");
        var latest = TrainingFolder.Latest(folder);
        if (!File.Exists(latest))
        {
            throw new InputException(folder, 0, File.Exists(Path.Combine(folder, "log.csv"))
                ? "this run stopped before its first checkpoint, and there is nothing to go on from; begin anew in another folder."
                : "there is no checkpoint to go on from; leave out --resume to begin.");
        }

        var checkpoint = Checkpoint.Read(latest);
        var overrides = Overrides(line);
        if (line.GetValue(config) is { } path) return new(ConfigFile.Read(path, overrides), team, folder, checkpoint, IsBranch: false);
        return overrides.Count == 0
            ? new(checkpoint.Config, team, folder, checkpoint, IsBranch: false)
            : throw Usage($"--resume goes on with the run as it is; --{overrides.Keys.First()} would make it another (see --from).");
    }

    TrainPlan Branched(ParseResult line, string trunk, string folder, int team)
    {
        var overrides = Overrides(line);
        if (line.GetValue(config) is not null || overrides.Keys.FirstOrDefault(key => key is "model" or "data" or "optimizer" or "seed") is not null)
            throw Usage("--from takes the configuration from the checkpoint; only --schedule, --steps and --batch may be new.");
        if (line.GetValue(schedule) is not { } spec) throw Usage("--from wants a --schedule: the rates after the checkpoint.");
        var checkpoint = Checkpoint.Read(trunk);
        var rest = ScheduleFile.ReadOrParse(spec);
        if (line.GetValue(steps) is { } count)
        {
            if (count > rest.Steps) throw new InputException($"The schedule has {Digits.Count(rest.Steps)} updates, and --steps asks for {Digits.Count(count)}.");
            rest = rest[..count];
        }

        var branch = checkpoint.Config.Branch(checkpoint.Step, rest);
        if (line.GetValue(batch) is { } size) branch = branch with { Batch = branch.Batch.Then(checkpoint.Step, size) };
        return new(branch, team, folder, checkpoint, IsBranch: true);
    }

    Dictionary<string, string> Overrides(ParseResult line)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in (Option[])[model, data, optimizer, schedule, steps, batch])
        {
            // As it was typed: the configuration reads it as its own.
            if (line.GetResult(option) is { Implicit: false, Tokens: [.., var token] }) given[option.Name.TrimStart('-')] = token.Value;
        }

        if (line.GetResult("--seed") is OptionResult { Implicit: false, Tokens: [.., var seed] }) given["seed"] = seed.Value;
        return given;
    }

    static CommandException Usage(string sentence) => new(ExitCode.Usage, sentence);
}
