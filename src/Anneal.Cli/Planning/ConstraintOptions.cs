using System.CommandLine;
using Anneal.Control;
using Anneal.Fitting;
using Anneal.Formats;

namespace Anneal.Cli.Planning;

/// <summary>The options that say which schedules <c>anneal optimize</c> may choose from.</summary>
sealed class ConstraintOptions
{
    readonly Option<int?> steps = Setting.Count("--steps", "The number of steps, the --warmup included; those after the warm-up with --warmup-sum.");
    readonly Option<double?> peak = Setting.Rate("--peak", "The highest rate.");

    readonly Option<double?> floor = Setting.Number(
        "--floor", "The lowest rate after the warm-up. Default: the lowest rate in the fitted runs; 0 for a law without runs.");

    readonly Option<int?> warmup = Setting.Count(
        "--warmup", "Steps of a linear warm-up from 0, which reaches the peak at its last step.", min: 0);

    readonly Option<string?> shape = Setting.Text(
        "--shape", "free (the default); wsd or power: the peak held, then a decay; pieces:K: K constant rates.", "free|wsd|power|pieces:K");

    readonly Option<bool> literal = new("--literal")
    {
        Description = "Minimise a multi-power law as it is written, not its path-consistent form; it then prefers a few abrupt drops.",
    };

    readonly Option<bool> monotone = new("--monotone") { Description = "The rate may not rise after the warm-up (the default)." };
    readonly Option<bool> mayRise = new("--may-rise") { Description = "The rate may rise again." };
    readonly Option<double?> maxSlope = Setting.Number("--max-slope", "The largest change of the rate from one step to the next.");

    readonly Option<string?> prefix = Setting.Text(
        "--prefix", "A beginning that is decided already, the warm-up included: a schedule, or a file of rates.", "SPEC|FILE");

    public ConstraintOptions()
    {
        steps.Required = peak.Required = true;
        shape.CompletionSources.Add("free", "wsd", "power", "pieces:3");
        shape.Validators.Add(result =>
        {
            if (result.Tokens is not [var token]) return;
            try
            {
                ScheduleForm.Parse(token.Value);
            }
            catch (InputException error)
            {
                result.AddError(error.Message);
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[steps, peak, floor, warmup, shape, literal, monotone, mayRise, maxSlope, prefix]) command.Add(option);
    }

    /// <summary>Whether the floor was said.</summary>
    public bool HasFloor(ParseResult line) => line.GetValue(floor) is not null;

    /// <summary>Among which schedules to look.</summary>
    public ScheduleForm Form(ParseResult line)
    {
        var form = ScheduleForm.Parse(line.GetValue(shape) ?? "free");
        if (!line.GetValue(literal)) return form;
        return form == ScheduleForm.Free || form == ScheduleForm.Literal
            ? ScheduleForm.Literal
            : throw Usage("--literal goes with --shape free only: the other shapes are the same under both forms of a law.");
    }

    /// <summary>Which schedules are allowed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fit">The fit, whose lowest seen rate is the default floor.</param>
    /// <param name="warmupSum">The rate sum of a warm-up before the first step.</param>
    public ScheduleConstraints Constraints(ParseResult line, Fit fit, double? warmupSum)
    {
        if (line.GetValue(monotone) && line.GetValue(mayRise)) throw Usage("--monotone and --may-rise exclude each other; give one.");
        if (warmupSum is not null && line.GetValue(warmup) > 0)
            throw Usage("--warmup N and --warmup-sum X tell the warm-up twice; give one.");
        var highest = line.GetValue(peak)!.Value;
        return new ScheduleConstraints(line.GetValue(steps)!.Value, highest)
        {
            Floor = line.GetValue(floor) ?? Lowest(fit, highest),
            Warmup = line.GetValue(warmup) ?? 0,
            WarmupSum = warmupSum ?? 0,
            MayRise = line.GetValue(mayRise),
            MaxSlope = line.GetValue(maxSlope),
            Prefix = line.GetValue(prefix) is { } spec ? [.. ScheduleFile.ReadOrParse(spec).ToArray()] : [],
        };
    }

    static double Lowest(Fit fit, double peak)
    {
        if (fit.Runs.IsEmpty) return 0;
        var lowest = fit.Seen.LowestRate;
        return lowest < peak
            ? lowest
            : throw new InfeasibleException(
                $"The lowest rate in the fitted runs, {Digits.Significant(lowest)}, is not below the peak {Digits.Significant(peak)}, "
                + "so that nothing is left to choose; say how low the rate may go with --floor X.");
    }

    static CommandException Usage(string sentence) => new(ExitCode.Usage, sentence);
}
