using System.Globalization;
using Anneal.Curves;
using Anneal.Plotting;

namespace Anneal.Cli.Demo;

/// <summary>The report's pictures of what was read and forecast.</summary>
static class DemoFigures
{
    static readonly Ink[] Inks = [Ink.Blue, Ink.Vermilion, Ink.Green, Ink.Purple, Ink.Orange, Ink.SkyBlue, Ink.Black];

    /// <summary>The fitted runs: rows and law above, rates below.</summary>
    public static Figure Read(DemoJob job)
    {
        var (losses, rates) = (new List<Mark>(), new List<Mark>());
        for (var i = 0; i < job.Hygiene.Runs.Length; i++)
        {
            var run = job.Hygiene.Runs[i].Run;
            var curve = AfterWarmup(run);
            losses.Add(new Points(curve.Steps, curve.Loss) { Name = run.Name, Ink = Inks[i], Marker = Marker.Circle, Size = 3 });
            losses.Add(new Line(curve.Steps, job.Fit.Law.Losses(run.Path, curve.Steps)) { Ink = Inks[i], Dash = Dash.Solid, Width = 1.2 });
            rates.Add(new Line(run.Path.Rates) { Name = run.Name, Ink = Inks[i], Dash = Dash.Solid });
        }

        return new Figure("The fitted runs and the law")
        {
            Subtitle = "points: logged losses; lines: the fitted law",
            Panels = [new Panel(Loss(job)) { Marks = losses }, new Panel(new Axis("rate") { Lower = 0 }) { Marks = rates, Height = 110 }],
        };
    }

    /// <summary>Law less measured, over the steps, a panel a run.</summary>
    public static Figure Residuals(DemoJob job)
    {
        var curves = job.Hygiene.Kept.Select(run => (run.Name, Steps: AfterWarmup(run).Steps.ToArray(), Off: Off(job, run))).ToArray();
        var largest = curves.Max(curve => curve.Off.Max(Math.Abs));
        return new Figure("What the fit leaves")
        {
            Subtitle = "law less logged loss",
            Legend = LegendPlace.None,
            Panels =
            [
                .. curves.Select((curve, i) => Facet(curve.Name, 1.2 * largest, 90,
                    new Points(curve.Steps, curve.Off) { Ink = Inks[i], Marker = Marker.Circle, Size = 3.5 })),
            ],
        };
    }

    /// <summary>One held-out run: its rows in the forecast's interval, its rate below.</summary>
    public static Figure Check(DemoJob job, ForecastCheck check)
    {
        var steps = check.Rows.Steps;
        var forecast = check.Forecast;
        // The steep beginning of a long run would flatten all else.
        var highest = check.Run.BranchStep > 0 ? (double?)null : forecast.Upper[steps.Length / 8];
        return new Figure(check.Run.Name)
        {
            Subtitle = Text($"{check.Score.Coverage:P0} of {check.Score.Points} rows in the {forecast.Level:P0} interval"),
            Panels =
            [
                new Panel(Loss(job) with { Upper = highest })
                {
                    Marks =
                    [
                        new Band(steps, forecast.Lower.AsSpan(), forecast.Upper.AsSpan()) { Name = "forecast", Ink = Ink.Blue },
                        new Line(steps, forecast.Loss.AsSpan()) { Name = "forecast", Ink = Ink.Blue, Dash = Dash.Solid },
                        new Points(steps, check.Rows.Loss) { Name = "logged", Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 3 },
                    ],
                    Height = 200,
                },
                new Panel(new Axis("rate") { Lower = 0 })
                {
                    Marks = [new Line(steps, Rates(check)) { Ink = Ink.Black, Dash = Dash.Solid }],
                    Height = 70,
                },
            ],
        };
    }

    /// <summary>The longest held-out runs: what was forecast, and what happened; rates below.</summary>
    public static Figure Longest(DemoJob job)
    {
        var horizon = job.Checks.Max(check => check.Run.Path.Steps);
        var checks = job.Checks.Where(check => check.Run.Path.Steps == horizon).ToArray();
        var (losses, rates) = (new List<Mark>(), new List<Mark>());
        for (var i = 0; i < checks.Length; i++)
        {
            var (ink, forecast) = (Inks[i], checks[i].Forecast);
            // The first steep tenth would flatten all else.
            var rows = checks[i].Rows.Between(horizon / 10, horizon);
            var from = checks[i].Rows.Count - rows.Count;
            losses.Add(new Band(rows.Steps, forecast.Lower.AsSpan()[from..], forecast.Upper.AsSpan()[from..]) { Ink = ink });
            losses.Add(new Points(rows.Steps, rows.Loss) { Name = checks[i].Run.Name, Ink = ink, Marker = Marker.Circle, Size = 2.5 });
            losses.Add(new Line(rows.Steps, forecast.Loss.AsSpan()[from..]) { Ink = Ink.Black, Dash = Dash.Solid, Width = 1.2, Name = i == checks.Length - 1 ? "forecast" : null });
            rates.Add(new Line(checks[i].Run.Path.Rates) { Ink = ink, Dash = Dash.Solid });
        }

        return new Figure(Text($"{Digits.Count(horizon)} steps, forecast from {job.Fit.Runs.Length} runs of {Digits.Count(job.Fit.Seen.Steps)}"))
        {
            Subtitle = Text($"points: logged afterwards; lines and bands: the forecast and its {DemoJob.Level:P0} interval"),
            Panels = [new Panel(Loss(job)) { Marks = losses, Height = 260 }, new Panel(new Axis("rate") { Lower = 0 }) { Marks = rates, Height = 90 }],
        };
    }

    /// <summary>Forecast less logged for all held-out runs, with the intervals.</summary>
    public static Figure Checks(DemoJob job)
    {
        var largest = job.Checks.Max(check => check.Forecast.Upper.Zip(check.Forecast.Loss, (upper, loss) => upper - loss).Max());
        return new Figure("Forecasts of the held-out runs")
        {
            Subtitle = Text($"logged less forecast loss (points) in the {DemoJob.Level:P0} interval (band)"),
            Legend = LegendPlace.None,
            Panels =
            [
                .. job.Checks.Select(check =>
                {
                    var forecast = check.Forecast;
                    var steps = check.Rows.Steps;
                    double[] Less(IEnumerable<double> values) => [.. values.Zip(forecast.Loss, (value, loss) => value - loss)];
                    return Facet(check.Run.Name, 1.2 * largest, 74,
                        new Band(steps, Less(forecast.Lower), Less(forecast.Upper)) { Ink = Ink.Blue },
                        new Points(steps, Less(check.Rows.Loss.ToArray())) { Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 3 });
                }),
            ],
        };
    }

    /// <summary>Predicted and trained final losses of the schedules that were tried.</summary>
    public static Figure Tried(DemoJob job)
    {
        var rows = job.Tried.Reverse().ToArray();
        double[] at = [.. Enumerable.Range(0, rows.Length).Select(i => (double)i)];
        return new Figure("The schedules, tried")
        {
            Subtitle = Text($"predicted final loss with its {DemoJob.Level:P0} interval, and what training gave, seed by seed"),
            X = new Axis($"final loss ({job.LossUnit ?? "loss"})"),
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("") { Lower = -0.6, Upper = rows.Length - 0.4, Ticks = [.. rows.Select((row, i) => new Tick(i, row.Name))] })
                {
                    Marks =
                    [
                        new Whiskers(at, Array.ConvertAll(rows, row => row.Final.Lower[0]), Array.ConvertAll(rows, row => row.Final.Upper[0])) { Direction = Direction.Horizontal, Ink = Ink.Blue },
                        new Points(Array.ConvertAll(rows, row => row.Final.Loss[0]), at) { Name = "predicted", Ink = Ink.Blue, Marker = Marker.Circle, Size = 7 },
                        new Points([.. rows.SelectMany(row => row.Trained)], [.. rows.SelectMany((row, i) => row.Trained.Select(_ => (double)i))])
                        {
                            Name = "trained", Ink = Ink.Vermilion, Marker = Marker.Diamond, Size = 6,
                        },
                    ],
                    Height = 34 * rows.Length,
                },
            ],
        };
    }

    // A small plot about zero, its name inside at the top.
    static Panel Facet(string name, double limit, double height, params ReadOnlySpan<Mark> marks) =>
        new(new Axis("") { Lower = -limit, Upper = limit })
        {
            Marks = [new Rule(Direction.Horizontal, 0) { Dash = Dash.Solid }, new Rule(Direction.Horizontal, limit) { Label = name, Dash = Dash.Dotted }, .. marks],
            Height = height,
        };

    static Axis Loss(DemoJob job) => new($"loss ({job.LossUnit ?? "as logged"})");

    // Laws say nothing of the rise of the rate.
    static LossCurve AfterWarmup(TrainingRun run) => run.Curve.Between(run.Path.WarmupSteps, int.MaxValue);

    static double[] Off(DemoJob job, TrainingRun run)
    {
        var curve = AfterWarmup(run);
        var off = job.Fit.Law.Losses(run.Path, curve.Steps);
        for (var i = 0; i < off.Length; i++) off[i] -= curve.Loss[i];
        return off;
    }

    static double[] Rates(ForecastCheck check)
    {
        var rates = check.Run.Path.Rates.ToArray();
        return Array.ConvertAll(check.Rows.Steps.ToArray(), step => rates[step]);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
