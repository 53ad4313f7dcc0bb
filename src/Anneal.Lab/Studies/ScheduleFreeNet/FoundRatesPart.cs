using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>Methods that find their own rate, at the factors on it: 1 is what was published.</summary>
static class FoundRatesPart
{
    static readonly double[] factors = [0.01, 0.03, 0.1, 0.3, 1];

    public static StudyPart Run(StudyContext context, double share, IReadOnlyList<Race> races)
    {
        var own = context.Quick ? factors[1..].Where((_, i) => i % 2 == 1).ToArray() : factors;
        var found = races.Select(race => Sweep.Run(
            context, share / races.Count,
            [.. Optimizers(race.Field).Select(optimizer => new Contender(optimizer.Name, own, factor => race.Field.Found(optimizer.Config, factor)))],
            race.Field.Source, race.Field.Seeds)).ToArray();
        return new(Finding(races, found), [.. races.SelectMany((race, r) => Claims(context, race, found[r]))], [Figure(races, found), Table(races, found)])
        {
            Limits =
            [
                "The Polyak methods are run without clipping, since their step is made of the gradient's own length; all others clip gradients to length 1.",
                "The Polyak bound is one number for all batches here, 0 for images and the language's entropy; bounds for each batch, a teacher's, are in the study distillation.",
            ],
        };
    }

    static IEnumerable<(string Name, PartConfig Config)> Optimizers(Field field) =>
    [
        ("Polyak schedule-free", new("polyak-schedule-free")),
        ("the same, safeguarded (M = 1)", new("polyak-schedule-free", [Field.Setting("least-squared-norm", 1)])),
        ("Polyak in Adam's metric", new("polyak-schedule-free-adam", [new("beta2", "0.95")])),
        ("ScheduleFree+ without momentum", new("schedule-free-plus", [new("beta1", "0")])),
        ("ScheduleFree+", new("schedule-free-plus")),
    ];

    static string Finding(IReadOnlyList<Race> races, Swept[][] found)
    {
        var (race, plus, polyak) = (races[^1], found[^1][^1], found[^1][0]);
        return $"On language ScheduleFree+ as published (factor 1) ends at {Digits.Significant(plus.Means[^1], 3)} and with a factor of {Digits.Significant(plus.BestPeak)} at {Digits.Significant(plus.BestMean, 4)}; "
            + $"the Polyak step, told the entropy and nothing else, at {Digits.Significant(polyak.Means[^1], 4)}, the tuned cosine at {Digits.Significant(race.Cosine.BestMean, 4)}.";
    }

    static IEnumerable<Claim> Claims(StudyContext context, Race race, Swept[] found)
    {
        var plus = found[^1];
        if (race.Field.Name == "language")
        {
            const string Source = "ScheduleFree+, arXiv:2605.19095, whose factor is 1";
            const string Statement = "Language: ScheduleFree+ at factor 1 over its best factor, ratio of final losses above the entropy";
            var floor = race.Field.Source.LossFloor ?? 0;
            var ratio = (plus.Means[^1] - floor) / (plus.BestMean - floor);
            yield return context.IsLarge(ScheduleFreeNetStudy.LanguageSteps) ? Claim.AtLeast(Statement, Source, ratio, 1.2) : Claim.Show(Statement, Source, ratio, 1);
        }

        var untuned = Sample.Paired([.. found[0].Runs[^1].Select(run => run.Final)], race.Cosine.BestFinals);
        yield return Claim.Show(
            $"{char.ToUpperInvariant(race.Field.Name[0])}{race.Field.Name[1..]}: Polyak schedule-free, untuned − ordinary cosine, tuned", "Oikonomou et al., arXiv:2511.07767 v2", untuned.Mean, 0);
    }

    static StudyFigure Figure(IReadOnlyList<Race> races, Swept[][] found) => new(
        "found-rates",
        new Figure("Methods that find their rate, and a factor on it")
        {
            Subtitle = "± 2 standard errors; runs that diverge are left out",
            X = new("factor on the rate found (published: 1)") { Scale = AxisScale.Logarithmic },
            Panels = [.. races.Select((race, r) => new Panel(new($"{race.Field.Name}: final loss") { Scale = AxisScale.Logarithmic })
            {
                Height = 210,
                Marks =
                [
                    new Line([found[r][0].Contender.Peaks[0], 1], [race.Cosine.BestMean, race.Cosine.BestMean]) { Name = "ordinary optimiser, tuned cosine", Ink = Ink.Black, Dash = Dash.Dashed },
                    .. found[r].SelectMany(Marks),
                ],
            })],
            Legend = LegendPlace.Below,
        },
        "The Polyak steps want no factor. The rate of ScheduleFree+ is the loss over ‖g‖₁, which grows with the number of parameters: on a tiny language model it is far too high.");

    static IEnumerable<Mark> Marks(Swept swept, int i)
    {
        Ink[] inks = [Ink.Blue, Ink.SkyBlue, Ink.Green, Ink.Orange, Ink.Vermilion];
        double[] x = [.. swept.Contender.Peaks];
        var samples = swept.Runs.Select(runs => Sample.Of([.. runs.Select(run => run.Final)])).ToArray();
        yield return new Line(x, swept.Means) { Name = swept.Name, Ink = inks[i], Dash = i == 1 ? Dash.Dotted : Dash.Solid };
        yield return new Whiskers(x, [.. samples.Select(sample => sample.Low)], [.. samples.Select(sample => sample.High)]) { Ink = inks[i] };
    }

    static StudyTable Table(IReadOnlyList<Race> races, Swept[][] found) => new(
        "found-rates",
        "Final losses at factors on the rate found, means over seeds.",
        ["task", "method", .. found[0][0].Contender.Peaks.Select(factor => $"factor {Digits.Significant(factor)}")],
        [.. races.SelectMany((race, r) => found[r].Select(swept => (Cell[])[race.Field.Name, swept.Name, .. swept.Means.Select(mean => (Cell)mean)]))]);
}
