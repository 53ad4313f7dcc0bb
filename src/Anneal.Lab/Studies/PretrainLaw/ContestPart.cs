using Anneal.Plotting;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>Whether the schedule that a law calls best trains to a lower loss than what it has to beat.</summary>
static class ContestPart
{
    const string Source = "Luo et al. 2025, section 5";

    /// <summary>What was found.</summary>
    public static StudyPart Of(StudyContext context, LawPlan plan, Contest contest)
    {
        var (grid, cosine, tuned) = (contest.Best(Entry.Grid), contest.Cosine, contest.Best(Entry.Cosine));
        return new(Finding(contest, grid, cosine, tuned), [.. Claims(context, contest, grid, cosine, tuned)], [Race(contest), Schedules(plan, contest, grid), Table(contest)])
        {
            Limits =
            [
                "The best of the grid and the best of the cosines are chosen by the mean of the losses that they are judged by, in their favour; the schedules of the laws are trained once.",
                FormattableString.Invariant($"The WSD grid has {Count(Entry.Grid)} trained decays and the cosine {Count(Entry.Cosine)} trained peaks; the laws' schedules cost the three fitted runs and no further training."),
            ],
        };

        int Count(Entry kind) => contest.Entrants.Count(entrant => entrant.Kind == kind);
    }

    static string Finding(Contest contest, Entrant grid, Entrant cosine, Entrant tuned)
    {
        var spread = Sample.Of(contest.Optimised.Finals).Error * Math.Sqrt(contest.Optimised.Runs.Length);
        return $"Trained, the schedule that minimises the multi-power law ends {Gap(cosine)} nats below the cosine of its peak; less the optimised one, "
            + $"the best of three peaks ({tuned.Name}) ends at {Gap(tuned)}, the best of {contest.Entrants.Count(entrant => entrant.Kind == Entry.Grid)} trained decays ({grid.Name}) at {Gap(grid)} "
            + $"and the schedule that minimises the default law at {Gap(contest.ByDefault)}; another seed differs by {Digits.Significant(spread, 2)} (standard deviation).";

        string Gap(Entrant entrant)
        {
            var behind = Behind(entrant, contest);
            return Digits.PlusMinus(behind.Mean, behind.Error);
        }
    }

    static IEnumerable<Claim> Claims(StudyContext context, Contest contest, Entrant grid, Entrant cosine, Entrant tuned)
    {
        var optimised = contest.Optimised.Predicted;
        var lead = contest.Entrants.Max(entrant => entrant.Predicted.Zip(optimised, (other, own) => own - other).Where(double.IsFinite).DefaultIfEmpty(0).Max());
        yield return Claim.AtMost("No schedule of the contest ends lower than the optimised one under the law that it minimises, by more than (nats)", "optimality", lead, 1e-5);
        var (ends, over) = ("Measured: the cosine less the optimised schedule (nats)", Behind(cosine, contest).Mean);
        yield return context.IsPublished(PretrainLawStudy.Steps, PretrainLawStudy.Seeds, PretrainLawStudy.Peak, PretrainLawStudy.Floor)
            ? Claim.AtLeast(ends, Source, over, 0)
            : Claim.Show(ends, Source, over, 0);
        yield return Claim.Show($"Measured: the cosine of the best of three peaks ({tuned.Name}) less the optimised schedule (nats)", Source, Behind(tuned, contest).Mean, 0);
        yield return Claim.Show($"Measured: the best WSD of the grid ({grid.Name}) less the optimised schedule (nats)", Source, Behind(grid, contest).Mean, 0);
        yield return Claim.Show("Measured: the schedule that minimises the default law less the optimised one (nats)", "this project", Behind(contest.ByDefault, contest).Mean, 0);
        yield return Claim.Show(
            "Measured: the best schedule of the law as written less the optimised one (nats), beside what that law promises", "this project", Behind(contest.AsWritten, contest).Mean,
            contest.Promised.Average());
    }

    static Sample Behind(Entrant entrant, Contest contest) => Sample.Paired(entrant.Finals, contest.Optimised.Finals);

    static StudyFigure Race(Contest contest)
    {
        Entrant[] rows = [.. contest.Entrants.OrderBy(entrant => entrant.Finals.Average())];
        var at = Enumerable.Range(0, rows.Length).Select(i => (double)(rows.Length - 1 - i)).ToArray();
        var marks = new List<Mark> { new Rule(Direction.Vertical, 0) };
        foreach (var (kind, name, ink) in ((Entry, string, Ink)[])[(Entry.Optimised, "minimises a fitted law", Ink.Vermilion), (Entry.Grid, "WSD, grid of decays", Ink.Blue), (Entry.Cosine, "cosine", Ink.Green)])
        {
            int[] own = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].Kind == kind)];
            Sample[] behind = [.. own.Select(i => Behind(rows[i], contest))];
            double[] places = [.. own.Select(i => at[i])];
            marks.Add(new Points([.. behind.Select(sample => 1000 * sample.Mean)], places) { Name = name, Ink = ink, Size = 6, Marker = Marker.Circle });
            marks.Add(new Whiskers(places, [.. behind.Select(sample => 1000 * sample.Low)], [.. behind.Select(sample => 1000 * sample.High)]) { Ink = ink, Direction = Direction.Horizontal });
        }

        return new(
            "contest",
            new Figure("Trained: how far behind the optimised schedule")
            {
                X = new Axis("final held-out loss less that of the optimised schedule (10⁻³ nats/token)"),
                Width = 720,
                Legend = LegendPlace.Below,
                Panels = [new(new("") { Lower = -.6, Upper = rows.Length - .4, Ticks = [.. rows.Select((row, i) => new Tick(at[i], row.Name))] }) { Height = 20 * rows.Length, Marks = marks }],
            },
            "Final losses of trained schedules of one length and, but for the cosines so named, of one peak: paired differences, means over seeds with two standard errors. Left of the line is better than the schedule that minimises the multi-power law.");
    }

    static StudyFigure Schedules(LawPlan plan, Contest contest, Entrant grid)
    {
        Entrant[] shown = [.. contest.Entrants.Where(entrant => entrant.Kind == Entry.Optimised), grid, contest.Cosine];
        return new(
            "optimised",
            new Figure("What the laws recommend")
            {
                X = new Axis("update t") { Lower = 0, Upper = 1.01 * plan.Steps },
                Width = 760,
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("rate η/peak") { Lower = 0, Upper = 1.05 })
                    {
                        Height = 160,
                        Marks = [.. shown.Select((entrant, i) => new Line([.. entrant.Paths[0].Rates.ToArray().Select(rate => rate / plan.Peak)]) { Name = entrant.Name, Ink = (Ink)i, Dash = Broken(entrant) })],
                    },
                    new(new("held-out loss (nats/token)"))
                    {
                        Height = 240,
                        Marks = [.. shown.Select((entrant, i) =>
                        {
                            var rows = entrant.Runs[0].HeldOut.Between(plan.Steps / 4, int.MaxValue);
                            return new Line(rows.Steps, rows.Loss) { Name = entrant.Name, Ink = (Ink)i, Dash = Broken(entrant) };
                        })],
                    },
                ],
            },
            "On the first seed: the schedules that minimise the multi-power law, the same law as written (drops valued at the rate after them), and the default law, the best decay of the grid, and the cosine; below, what they trained to.");

        // Where no staircase pays, it lies on the optimised schedule.
        Dash Broken(Entrant entrant) => entrant == contest.AsWritten ? Dash.Dashed : Dash.Solid;
    }

    static StudyTable Table(Contest contest) => new(
        "contest", "Final held-out losses (nats/token), means over seeds, and their paired differences from the schedule that minimises the multi-power law; beside them the forecasts of that law and of the default one.",
        ["schedule", "forecast", "default law's", "measured", "behind the optimised", "standard error", "last rate/peak"],
        [.. contest.Entrants.OrderBy(entrant => entrant.Finals.Average()).Select(entrant =>
        {
            var behind = Behind(entrant, contest);
            return (Cell[])
            [
                entrant.Name, Cell.Of(entrant.Predicted.Average(), 5), Cell.Of(entrant.ByDefault.Average(), 5), Cell.Of(entrant.Finals.Average(), 5), Cell.Of(behind.Mean, 3), Cell.Of(behind.Error, 2),
                Cell.Of(entrant.Paths.Average(path => path.Rates[^1] / path.Peak), 2),
            ];
        })]);
}
