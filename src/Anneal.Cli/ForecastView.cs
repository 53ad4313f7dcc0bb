using System.Globalization;
using System.Text.Json;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Cli;

/// <summary>A forecast along a schedule, as text, JSON, table and picture.</summary>
sealed class ForecastView
{
    // The laws describe the loss after the warm-up and its transient; before that a picture would show little else.
    const double Transient = 0.04;

    readonly SavedFit saved;
    readonly Schedule schedule;
    readonly RatePath path;
    readonly int[] listed;

    /// <summary>Computes the forecast.</summary>
    /// <param name="saved">The fit.</param>
    /// <param name="schedule">The schedule, for its name.</param>
    /// <param name="path">The schedule written out.</param>
    /// <param name="listed">The steps to list, rising, the last step among them.</param>
    /// <param name="level">The share of measurements that the interval should hold.</param>
    public ForecastView(SavedFit saved, Schedule schedule, RatePath path, int[] listed, double level)
    {
        (this.saved, this.schedule, this.path, this.listed) = (saved, schedule, path, listed);
        int[] steps = [.. Forecaster.Grid(path.Steps).Where(step => step >= path.WarmupSteps).Concat(listed).Distinct().Order()];
        Forecast = Forecaster.Of(saved.Fit, path, steps, level);
    }

    public Forecast Forecast { get; }

    public Figure Figure
    {
        get
        {
            var from = Math.Max(path.WarmupSteps, (int)(Transient * path.Steps));
            var first = IndexOf(Forecast.Steps.FirstOrDefault(step => step >= from, path.Steps - 1));
            var steps = Forecast.Steps.AsSpan()[first..];
            var loss = Forecast.Loss.AsSpan()[first..];
            Mark line = new Line(steps, loss) { Name = "loss", Ink = Ink.Blue, Dash = Dash.Solid };
            Mark[] marks = Forecast.Lower.IsEmpty
                ? [line]
                : [new Band(steps, Forecast.Lower.AsSpan()[first..], Forecast.Upper.AsSpan()[first..]) { Name = Share(Forecast.Level), Ink = Ink.Blue }, line];
            // The rates at no more places than a picture can show.
            int[] all = Forecaster.Grid(path.Steps, 2000);
            var rates = new Line(all, Array.ConvertAll(all, t => path.Rates[t])) { Name = "rate", Ink = Ink.Vermilion, Dash = Dash.Solid };
            return new Figure($"Forecast of the {saved.Fit.Law.Law.Card.Title}")
            {
                Subtitle = schedule.Describe(),
                Panels =
                [
                    new Panel(new Axis(saved.Sources.LossUnit is { } unit ? $"loss ({unit})" : "loss")) { Marks = marks },
                    new Panel(new Axis("rate")) { Height = 110, Marks = [rates] },
                ],
            };
        }
    }

    /// <summary>The steps worth a line from the end of the warm-up on; the last is always one.</summary>
    public static int[] StepsOfNote(RatePath path) =>
        [.. KeyUpdates.Of(path.Rates).Select(update => update.Step).Where(step => step >= path.WarmupSteps)];

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("law", saved.Fit.Law.Law.Card.Name);
        json.WriteString("schedule", schedule.Describe());
        json.WriteNumber("steps", path.Steps);
        json.Number("peak", path.Peak);
        json.Object("final", fields =>
        {
            fields.WriteNumber("step", Forecast.Steps[^1]);
            Values(fields, Forecast.Steps.Length - 1);
            fields.Number("level", Forecast.Level);
        });
        json.Strings("warnings", Forecast.Warnings);
        json.Objects("curve", listed, (item, step) =>
        {
            item.WriteNumber("step", step);
            item.Number("lr", path.Rates[step]);
            Values(item, IndexOf(step));
        });
    }

    public void WriteCsv(TextWriter writer)
    {
        writer.Write("step,lr,loss,lower,upper\n");
        for (var i = 0; i < Forecast.Steps.Length; i++)
        {
            var (step, loss) = (Forecast.Steps[i], Forecast.Loss[i]);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{step},{path.Rates[step]:R},{loss:R},"));
            writer.Write(Forecast.Lower.IsEmpty ? ",\n" : string.Create(CultureInfo.InvariantCulture, $"{Forecast.Lower[i]:R},{Forecast.Upper[i]:R}\n"));
        }
    }

    public void WriteText(CommandContext context)
    {
        var (output, ansi) = (context.Out, context.Ansi);
        output.Write(Figure.ToTerminal(Math.Min(context.Width, 100), 24, context.OutColor.On ? TerminalColour.Ansi : TerminalColour.None));
        output.WriteLine();
        output.Write(Table().ToText());
        output.WriteLine();
        var last = Forecast.Loss.Length - 1;
        var final = Forecast.Loss[last];
        output.WriteLine(Forecast.Lower.IsEmpty
            ? $"{ansi.Bold("final loss")} {Digits.Significant(final, 6)} after {Digits.Count(path.Steps)} steps; no interval: the values come without a covariance"
            : $"{ansi.Bold("final loss")} {Digits.Within(final, (Forecast.Upper[last] - Forecast.Lower[last]) / 2)} after {Digits.Count(path.Steps)} steps, "
              + $"{Share(Forecast.Level)} in {Digits.Interval(Forecast.Lower[last], Forecast.Upper[last])}");
    }

    TextTable Table() => new(["step", "rate", "loss", Forecast.Lower.IsEmpty ? "interval" : Share(Forecast.Level)], listed.Select(step =>
    {
        var i = IndexOf(step);
        string[] row = Forecast.Lower.IsEmpty
            ? [Digits.Count(step), Digits.Significant(path.Rates[step]), Digits.Significant(Forecast.Loss[i], 6), "–"]
            :
            [
                Digits.Count(step),
                Digits.Significant(path.Rates[step]),
                Digits.Within(Forecast.Loss[i], (Forecast.Upper[i] - Forecast.Lower[i]) / 2),
                Digits.Interval(Forecast.Lower[i], Forecast.Upper[i]),
            ];
        return row;
    }));

    void Values(Utf8JsonWriter json, int i)
    {
        json.Number("loss", Forecast.Loss[i]);
        json.Number("lower", Forecast.Lower.IsEmpty ? null : Forecast.Lower[i]);
        json.Number("upper", Forecast.Lower.IsEmpty ? null : Forecast.Upper[i]);
    }

    int IndexOf(int step) => Forecast.Steps.AsSpan().BinarySearch(step);

    static string Share(double level) => $"{Digits.Significant(100 * level, 3)} %";
}
