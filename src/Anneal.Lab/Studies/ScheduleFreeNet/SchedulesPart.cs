using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>Schedules inside schedule-free training against tuned ordinary training, and against the bound.</summary>
static class SchedulesPart
{
    const string Pun = "Pun, Buchholz, Gower 2025, arXiv:2511.07767";
    static readonly Ink[] inks = [Ink.Blue, Ink.SkyBlue, Ink.Green, Ink.Orange, Ink.Vermilion];

    public static StudyPart Run(StudyContext context, IReadOnlyList<Race> races) => new(
        string.Join(" ", races.Select(Finding)),
        [.. races.SelectMany(race => Claims(context, race))],
        [Curves(races), .. races.Select(Finals), Peaks(races), Bounds(races), Schedules(races), Methods(races), Data(races)]);

    static string Finding(Race race)
    {
        var (measured, predicted) = race.Finals();
        var decay = Sample.Paired(race.Inside[4].BestFinals, race.Constant.BestFinals);
        return $"{Sentence(race.Field.Name)}, all tuned: schedule-free {race.Field.OrdinaryName} ends at {Digits.Significant(race.Constant.BestMean)} with a constant rate inside, {Digits.Significant(race.Inside[2].BestMean)} with WSD and "
            + $"{Digits.Significant(race.Inside[4].BestMean)} with a cosine ({Digits.PlusMinus(decay.Mean, decay.Error)} above the constant rate); {race.Field.OrdinaryName} at {Digits.Significant(race.Cosine.BestMean)} with a cosine and "
            + $"{Digits.Significant(race.All[^2].BestMean)} with WSD. Over schedules and peaks the bound's ranks agree with the measured ones to {Digits.Significant(RankCorrelation.Of(measured, predicted), 2)}.";
    }

    static IEnumerable<Claim> Claims(StudyContext context, Race race)
    {
        var name = Sentence(race.Field.Name);
        var (measured, predicted) = race.Finals();
        var order = RankCorrelation.Of(measured, predicted);
        var isJudged = context.IsPublished(ScheduleFreeNetStudy.ImageSteps, ScheduleFreeNetStudy.Seeds, ScheduleFreeNetStudy.Peaks);
        var ranks = $"{name}: rank correlation of the bound (D and G from the constant rate) with measured final losses, five schedules at all stable peaks";
        // Of SGD; the theory has nothing to say of Adam's metric.
        yield return isJudged && race.Field.OrdinaryName == "SGD" ? Claim.AtLeast(ranks, Pun, order, 0.8) : Claim.Show(ranks, Pun, order, 1);
        yield return Claim.Show(
            $"{name}: the same over schedules, each at its tuned peak, the bound at its own", Pun,
            RankCorrelation.Of([.. race.Inside.Select(swept => swept.BestMean)], race.Factors), 1);
        // Where rates are low the sum of rates decides, in the bound and in any descent.
        var low = Sample.Paired([.. race.Inside[3].Runs[0].Select(run => run.Final)], [.. race.Constant.Runs[0].Select(run => run.Final)]);
        var slow = $"{name}: linear inside − constant inside at the lowest peak, where D²/(2 Σγ) is twice as large";
        yield return context.IsLarge(ScheduleFreeNetStudy.ImageSteps, ScheduleFreeNetStudy.LanguageSteps, ScheduleFreeNetStudy.Peaks)
            ? Claim.AtLeast(slow, Pun, low.Mean, 0)
            : Claim.Show(slow, Pun, low.Mean, 0);
        var decay = Sample.Paired(race.Inside[4].BestFinals, race.Constant.BestFinals);
        yield return Claim.Show($"{name}: cosine inside − constant inside, both tuned, in standard errors of paired runs", Pun, decay.Mean / decay.Error, 0);
        var wsd = Sample.Paired(race.Inside[2].BestFinals, race.Constant.BestFinals);
        yield return Claim.Show($"{name}: WSD inside − constant inside, both tuned, in standard errors of paired runs", Pun, wsd.Mean / wsd.Error, 0);
        foreach (var baseline in race.All[^2..])
        {
            var ordinary = Sample.Paired(race.Constant.BestFinals, baseline.BestFinals);
            yield return Claim.Show(
                $"{name}: schedule-free, constant − {baseline.Name}, both tuned; standard error {Digits.Significant(ordinary.Error, 2)}",
                "Defazio et al. 2024, arXiv:2405.15682: at least as good", ordinary.Mean, 0);
        }
    }

    // Every schedule inside at the peak that is best for the constant rate, where the bound is compared shape by shape.
    static StudyFigure Curves(IReadOnlyList<Race> races) => new(
        "curves",
        new Figure("Schedules inside schedule-free training, and the bound")
        {
            Subtitle = "peak: the best constant rate; dashed: C + (D² + G² Σγ²)/(2 Σγ), fitted to the constant rate only",
            X = new("share of the run t/T") { Lower = 0.2, Upper = 1 },
            Panels = [.. races.Select(race => new Panel(new($"{race.Field.Name}: held-out loss") { Scale = AxisScale.Logarithmic }) { Marks = [.. Courses(race)], Height = 230 })],
            Legend = LegendPlace.Below,
        },
        "Held-out losses at the average x, means over seeds. Only the constant rate's curves (at several peaks) were fitted; the dashed lines of the others are predictions. "
        + "A cooldown inside does not show as a drop, as it does in ordinary training: the average has it already.");

    static IEnumerable<Mark> Courses(Race race)
    {
        var peak = race.Constant.Best;
        for (var shape = 0; shape < race.Inside.Length; shape++)
        {
            var run = race.Inside[shape].Runs[peak].MaxBy(run => run.HeldOut.Count)!;
            var rates = run.Config.Schedule.ToArray();
            double[] x = [.. run.HeldOut.Steps.ToArray().Select(step => (step + 1.0) / race.Field.Steps)];
            yield return new Line(x, race.Inside[shape].MeanCurve(peak)) { Name = race.Inside[shape].Name, Ink = inks[shape], Dash = Dash.Solid };
            if (race.Shape is not { } bound) continue;
            yield return new Line(x, [.. run.HeldOut.Steps.ToArray().Select(step => rates.AsSpan(0, step + 1).ContainsAnyExcept(0) ? bound.After(rates.AsSpan(0, step + 1)) : double.NaN)])
            {
                Ink = inks[shape],
                Dash = Dash.Dashed,
                Width = 1.1,
            };
        }
    }

    static StudyFigure Peaks(IReadOnlyList<Race> races) => new(
        "peaks",
        new Figure("Final loss against the peak of the schedule inside")
        {
            Subtitle = "points: measured, ± 2 standard errors; dashed: the bound",
            X = new("peak γ over the best constant γ") { Scale = AxisScale.Logarithmic },
            Panels = [.. races.Select(race => new Panel(new($"{race.Field.Name}: final loss") { Scale = AxisScale.Logarithmic }) { Marks = [.. Sensitivities(race)], Height = 230 })],
            Legend = LegendPlace.Below,
        },
        "The fit used the constant rate's curves up to twice the best rate. Decays want higher peaks, as 1/√(Σh²) says; too high a peak harms networks in ways that a convex bound does not know.");

    static IEnumerable<Mark> Sensitivities(Race race)
    {
        for (var shape = 0; shape < race.Inside.Length; shape++)
        {
            var (swept, at) = (race.Inside[shape], shape);
            double[] x = [.. swept.Contender.Peaks.Select(peak => peak / race.Constant.BestPeak)];
            var samples = swept.Runs.Select(runs => Sample.Of([.. runs.Select(run => run.Final)])).ToArray();
            yield return new Points(x, swept.Means) { Name = swept.Name, Ink = inks[shape], Size = 6 };
            yield return new Whiskers(x, [.. samples.Select(sample => sample.Low)], [.. samples.Select(sample => sample.High)]) { Ink = inks[shape], Width = 1 };
            yield return new Line(x.AsSpan(0, race.Stable), [.. swept.Contender.Peaks.Take(race.Stable).Select(peak => race.Predicted(at, peak))]) { Ink = inks[shape], Dash = Dash.Dashed };
        }
    }

    static StudyFigure Finals(Race race)
    {
        var count = race.All.Length;
        double[] places = [.. Enumerable.Range(0, count).Select(i => (double)(count - i))];
        var differences = race.All.Select(swept => Sample.Paired(swept.BestFinals, race.Cosine.BestFinals)).ToArray();
        return new(
            $"finals-{race.Field.Name}",
            new Figure($"{Sentence(race.Field.Name)}: final losses at the best peak, less that of {race.Field.OrdinaryName} with a cosine")
            {
                Subtitle = "paired over seeds, ± 2 standard errors; left is better",
                X = new("loss difference"),
                Panels =
                [
                    new(new("") { Ticks = [.. race.All.Select((swept, i) => new Tick(places[i], swept.Name))], Lower = 0, Upper = count + 1 })
                    {
                        Height = 290,
                        Marks =
                        [
                            new Rule(Direction.Vertical, 0),
                            new Whiskers(places, [.. differences.Select(difference => difference.Low)], [.. differences.Select(difference => difference.High)]) { Direction = Direction.Horizontal, Ink = Ink.Blue },
                            new Points([.. differences.Select(difference => difference.Mean)], places) { Ink = Ink.Blue, Marker = Marker.Circle, Size = 6 },
                        ],
                    },
                ],
                Legend = LegendPlace.None,
                Width = 720,
            },
            "Above: schedules inside schedule-free training, weighed by the rate γ; middle: other weights; below: ordinary training. Every method had as many peaks and the same samples.");
    }

    static StudyTable Bounds(IReadOnlyList<Race> races) => new(
        "bounds",
        "The bound's shape, fitted to the constant rate inside (all stable peaks, from a tenth of the run on), and its rank correlation with final losses.",
        ["task", "C", "D", "G", "gradient norm, r.m.s.", "ranks, schedules × peaks", "ranks, tuned peaks"],
        [.. races.Select(race =>
        {
            var (measured, predicted) = race.Finals();
            return (Cell[])
            [
                race.Field.Name, race.Shape?.Floor ?? double.NaN, race.Shape?.Distance ?? double.NaN, race.Shape?.Lipschitz ?? double.NaN, race.GradientNorm,
                RankCorrelation.Of(measured, predicted), RankCorrelation.Of([.. race.Inside.Select(swept => swept.BestMean)], race.Factors),
            ];
        })]);

    static StudyTable Schedules(IReadOnlyList<Race> races) => new(
        "schedules",
        "Schedules inside: the bound's factor √T · bound/(DG) and best peak over the constant rate's (1/√(mean h²)); measured: the best peak over the constant rate's, the loss there, "
        + "and at the constant rate's best peak the loss and what the bound, fitted to the constant rate, makes of it.",
        ["task", "inside", "factor", "best peak, bound", "best peak, measured", "loss, tuned", "loss, same peak", "the bound's"],
        [.. from race in races
            from i in Enumerable.Range(0, race.Inside.Length)
            let swept = race.Inside[i]
            let squares = Field.Inside[i].Shape(1, race.Field.Steps).ToArray().Average(h => h * h)
            select (Cell[])
            [
                race.Field.Name, swept.Name, race.Factors[i], Cell.Of(1 / Math.Sqrt(squares), 3), swept.BestPeak / race.Constant.BestPeak,
                Cell.Of(swept.BestMean, 5), Cell.Of(swept.Means[race.Constant.Best], 5), Cell.Of(race.Predicted(i, race.Constant.BestPeak), 5),
            ]]);

    static StudyTable Methods(IReadOnlyList<Race> races) => new(
        "methods",
        "Every method at the best of its peaks: the final held-out loss, its mean over seeds, and the difference to the ordinary optimiser with a cosine, paired over seeds.",
        ["task", "method", "best peak", "at the grid's edge", "final loss", "less the cosine's", "± s.e."],
        [.. from race in races
            from swept in race.All
            let difference = Sample.Paired(swept.BestFinals, race.Cosine.BestFinals)
            select (Cell[])[race.Field.Name, swept.Name, swept.BestPeak, swept.IsAtEdge ? "yes" : "no", Cell.Of(swept.BestMean, 5), Cell.Of(difference.Mean, 3), Cell.Of(difference.Error, 2)]]);

    static StudyTable Data(IReadOnlyList<Race> races) => new(
        "all-finals", "Every peak and seed.", ["task", "method", "peak", "seed", "final loss"],
        [.. from race in races
            from swept in race.All
            from peak in Enumerable.Range(0, swept.Means.Length)
            from seed in Enumerable.Range(0, race.Field.Seeds)
            select (Cell[])[race.Field.Name, swept.Name, swept.Contender.Peaks[peak], seed + 1, swept.Runs[peak][seed].Final]])
    {
        IsFileOnly = true,
    };

    static string Sentence(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
