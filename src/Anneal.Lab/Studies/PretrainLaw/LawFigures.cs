using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>Forecasts in pictures, of the first seed.</summary>
static class LawFigures
{
    /// <summary>Schedules of the fitted length: the rates, and the losses with their forecast.</summary>
    public static StudyFigure Curves(LawPlan plan, TrainedSet set, Forecasts forecasts)
    {
        string[] names = ["WSD linear", "two-stage 0.6", "two-stage 0.1", "cyclic"];
        TrainingRun[] shown = [.. names.Select(name => forecasts.Unseen[0].First(run => run.Name == name))];
        return new(
            "forecasts",
            new Figure("Loss curves forecast from three other runs")
            {
                X = new Axis("update t") { Lower = 0, Upper = 1.01 * plan.Steps },
                Width = 760,
                Legend = LegendPlace.Below,
                Panels = [Rates(plan, shown), Losses(shown, forecasts, plan.FittedOf(set))],
            },
            "Points: measured held-out losses of schedules that the law has not seen, on the first seed. Lines and bands: the forecast by the multi-power law from a constant, a cosine and a two-stage run (small grey points), with its 90 % interval; from where a run left the common trunk.");
    }

    /// <summary>The long runs.</summary>
    public static StudyFigure Long(LawPlan plan, TrainedSet set, Forecasts forecasts)
    {
        TrainingRun[] shown = [.. forecasts.Unseen[0].Where(run => run.Name.EndsWith("long", StringComparison.Ordinal))];
        return new(
            "long",
            new Figure(FormattableString.Invariant($"Runs {LawPlan.Longer} times as long as the fitted ones"))
            {
                X = new Axis("update t") { Lower = 0, Upper = 1.01 * LawPlan.Longer * plan.Steps },
                Width = 760,
                Legend = LegendPlace.Below,
                Panels = [Rates(plan, shown), Losses(shown, forecasts, plan.FittedOf(set), plan.Steps)],
            },
            "The same beyond the fitted horizon (the vertical line).");
    }

    /// <summary>The error of each law.</summary>
    public static StudyFigure Laws(Forecasts forecasts)
    {
        var rows = forecasts.Scores.OrderBy(scores => scores.Average(score => score.Mean.PredE)).ToArray();
        var at = Enumerable.Range(0, rows.Length).Select(i => (double)(rows.Length - 1 - i)).ToArray();
        return new(
            "laws",
            new Figure("Errors of laws on curves they have not seen")
            {
                X = new Axis("relative error of the loss (%)") { Scale = AxisScale.Logarithmic },
                Width = 700,
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("") { Lower = -.6, Upper = rows.Length - .4, Ticks = [.. rows.Select((row, i) => new Tick(at[i], row[0].Name))] })
                    {
                        Height = 24 * rows.Length,
                        Marks = [.. Dots("mean (PredE)", Ink.Blue, score => score.PredE), .. Dots("worst of a curve (WorstE)", Ink.Vermilion, score => score.WorstE), new Rule(Direction.Vertical, 1)],
                    },
                ],
            },
            "Each law fitted to the same three runs; means over the unseen curves and over seeds, whiskers of two standard errors over seeds. The dashed line is the aim of 1 %.");

        Mark[] Dots(string name, Ink ink, Func<CurveScore, double> measure)
        {
            Sample[] samples = [.. rows.Select(row => Sample.Of([.. row.Select(score => 100 * measure(score.Mean))]))];
            return
            [
                new Points([.. samples.Select(sample => sample.Mean)], at) { Name = name, Ink = ink, Size = 6, Marker = Marker.Circle },
                new Whiskers(at, [.. samples.Select(sample => Math.Max(sample.Low, sample.Mean / 3))], [.. samples.Select(sample => sample.High)]) { Ink = ink, Direction = Direction.Horizontal },
            ];
        }
    }

    /// <summary>A run's rows, and the forecast of them with its interval; nothing where there are no rows.</summary>
    public static IEnumerable<Mark> Forecast(Fit fit, TrainingRun run, LossCurve rows, Ink ink)
    {
        if (rows.Count == 0) yield break;
        var forecast = Forecaster.Of(fit, run.Path, rows.Steps, Forecasts.Level);
        if (!forecast.Lower.IsEmpty) yield return new Band(rows.Steps, forecast.Lower.AsSpan(), forecast.Upper.AsSpan()) { Name = run.Name, Ink = ink };
        yield return new Line(rows.Steps, forecast.Loss.AsSpan()) { Name = run.Name, Ink = ink, Dash = Dash.Solid };
        yield return new Points(rows.Steps, rows.Loss) { Name = run.Name, Ink = ink, Size = 4, Marker = Marker.Circle };
    }

    static Panel Rates(LawPlan plan, TrainingRun[] shown) => new(new("rate η/peak") { Lower = 0, Upper = 1.05 })
    {
        Height = 110,
        Marks = [.. shown.Select((run, i) => new Line([.. run.Path.Rates.ToArray().Select(rate => rate / plan.Peak)]) { Name = run.Name, Ink = (Ink)i, Dash = Dash.Solid })],
    };

    static Panel Losses(TrainingRun[] shown, Forecasts forecasts, TrainingRun[] fitted, int? horizon = null)
    {
        var marks = new List<Mark>();
        var fit = forecasts.Of("multi-power")[0].Fit;
        foreach (var run in fitted)
        {
            var rows = LawPlan.Rows(run);
            marks.Add(new Points(rows.Steps, rows.Loss) { Name = "fitted runs", Ink = Ink.Grey, Size = 2, Marker = Marker.Circle });
        }

        for (var i = 0; i < shown.Length; i++)
        {
            marks.AddRange(Forecast(fit, shown[i], LawPlan.Rows(shown[i]).Between(shown[i].BranchStep, int.MaxValue), (Ink)i));
        }

        if (horizon is { } end) marks.Add(new Rule(Direction.Vertical, end) { Label = "end of the fitted runs" });
        return new(new("held-out loss (nats/token)")) { Height = 300, Marks = marks };
    }
}
