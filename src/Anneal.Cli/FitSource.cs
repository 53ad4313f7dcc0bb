using System.CommandLine;
using System.Globalization;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Laws;

namespace Anneal.Cli;

/// <summary>
/// A calibrated law on the line: a fit file, or in its place <c>--law NAME --parameters L0=…,A=…,…</c>, so that published
/// values can be used without data.
/// </summary>
sealed class FitSource
{
    readonly Argument<string?> file = new("FIT.json")
    {
        Description = "What 'anneal fit' wrote. In its place: --law and --parameters.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> law = LawOptions.Law("In place of FIT.json, with --parameters.");

    readonly Option<string?> parameters = Setting.Text(
        "--parameters", "The values of the law's parameters; such a law has no interval.", "L0=X,A=X,…");

    readonly WarmupOptions warmup = new();

    public void AddTo(Command command)
    {
        command.Add(file);
        command.Add(law);
        command.Add(parameters);
        warmup.AddTo(command);
    }

    /// <summary>W, the rate sum of a warm-up before the first step; null if it was not given.</summary>
    public double? WarmupSum(ParseResult line) => warmup.Sum(line);

    /// <summary>What stands in the file's place when a law is given: the first argument of the next kind.</summary>
    public string? Displaced(ParseResult line) => line.GetValue(law) is null ? null : line.GetValue(file);

    /// <summary>Reads the fit, or makes it of what the line says.</summary>
    /// <exception cref="CommandException">Neither is there, both are, or the values are not those of the law.</exception>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public SavedFit Read(ParseResult line)
    {
        var asked = warmup.Response(line);
        if (line.GetValue(law) is not { } name)
        {
            if (line.GetValue(parameters) is not null) throw Usage("--parameters wants --law NAME beside it.");
            var path = line.GetValue(file) ?? throw Usage("Which fit? Give FIT.json, or --law NAME --parameters L0=…,A=…,….");
            return Checked(FitFile.Read(path), path, asked);
        }

        var chosen = LawCatalog.Find(name);
        var names = chosen.Parameters.Select(parameter => parameter.Name).ToArray();
        var text = line.GetValue(parameters)
            ?? throw Usage($"--law {chosen.Card.Name} wants --parameters {string.Join(",", names.Select(x => $"{x}=…"))} beside it.");
        var values = LawOptions.Values("--parameters", text, names, $"The {chosen.Card.Title}");
        var missing = names.Where(x => !values.ContainsKey(x)).ToArray();
        if (missing.Length > 0)
            throw Usage($"--parameters lacks {Sentence.List(missing, "and")}; the {chosen.Card.Title} has {string.Join(", ", names)}.");
        foreach (var parameter in chosen.Parameters)
        {
            var value = values[parameter.Name];
            if (value >= parameter.Lower && value <= parameter.Upper) continue;
            throw Usage(string.Create(
                CultureInfo.InvariantCulture, $"{parameter.Name} is {value}; it lies in {parameter.Lower} … {parameter.Upper}: {parameter.Meaning}."));
        }

        // Without a word on it, as fits are made by default.
        var calibrated = new CalibratedLaw(chosen, [.. names.Select(x => values[x])], asked ?? new FitOptions().Warmup);
        return new SavedFit(Fit.Given(calibrated), FitSources.None);
    }

    static SavedFit Checked(SavedFit saved, string path, WarmupResponse? asked)
    {
        var fitted = saved.Fit.Law.Warmup;
        if (asked is null || asked == fitted) return saved;
        throw new CommandException(
            ExitCode.Usage,
            $"{path} was fitted with the warm-up's response {Word(fitted)}, and its values hold for that only; "
            + $"write the warm-up into the schedule, or fit again with --warmup-response {Word(asked.Value)}.");
    }

    static string Word(WarmupResponse response) => Names.Kebab(response.ToString());

    static CommandException Usage(string sentence) => new(ExitCode.Usage, sentence);
}
