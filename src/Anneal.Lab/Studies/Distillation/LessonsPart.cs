using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.Distillation;

/// <summary>The Polyak schedule with a teacher against schedules that are tuned and that are not.</summary>
static class LessonsPart
{
    const string Source = "Pun, Buchholz, Gower 2025 and version 2, arXiv:2511.07767 (black-box distillation)";
    static readonly Ink[] inks = [Ink.Blue, Ink.SkyBlue, Ink.Green, Ink.Vermilion];

    public static StudyPart Run(StudyContext context, Classroom room, double entropy)
    {
        var tuned = Sweep.Run(context, 0.5, room.Tuned(context.Get(DistillationStudy.Factors)), room.Source, room.Seeds);
        var others = Sweep.Run(context, 0.12, room.OtherBounds(), room.Source, room.Seeds);
        return new(
            Finding(tuned, others, room),
            [.. Claims(context, tuned, others)],
            [Factors(tuned, room, entropy), Curves(tuned, others, room), Methods(tuned, others)]);
    }

    // 1 is the middle of every grid.
    static int Untuned(Swept swept) => swept.Means.Length / 2;

    static double[] Plain(Swept swept) => [.. swept.Runs[Untuned(swept)].Select(run => run.Final)];

    static string Finding(Swept[] tuned, Swept[] others, Classroom room)
    {
        var (polyak, cosine, wsd) = (tuned[0], tuned[3], tuned[2]);
        var (toCosine, toWsd) = (Sample.Paired(Plain(polyak), cosine.BestFinals), Sample.Paired(Plain(polyak), wsd.BestFinals));
        return $"A student that is told nothing but its teacher's loss on each batch ends at {Digits.Significant(polyak.Means[Untuned(polyak)], 4)} (teacher {Digits.Significant(room.Teacher.Final, 4)}); "
            + $"AdamW with a cosine at {Digits.Significant(cosine.Means[Untuned(cosine)], 4)} untuned (peak 1e-3) and {Digits.Significant(cosine.BestMean, 4)} tuned, schedule-free AdamW with WSD inside at "
            + $"{Digits.Significant(wsd.Means[Untuned(wsd)], 4)} and {Digits.Significant(wsd.BestMean, 4)}. "
            + $"The best factor on the Polyak step is {Digits.Significant(polyak.BestPeak)} ({Digits.Significant(polyak.BestMean, 4)}); with a looser bound, the language's entropy, it ends untuned at {Digits.Significant(others[1].BestMean, 4)}. "
            + $"Untuned Polyak less tuned cosine is {Digits.PlusMinus(toCosine.Mean, toCosine.Error)}, less tuned schedule-free {Digits.PlusMinus(toWsd.Mean, toWsd.Error)} (paired over {room.Seeds} students).";
    }

    static IEnumerable<Claim> Claims(StudyContext context, Swept[] tuned, Swept[] others)
    {
        var (polyak, adam, wsd, cosine) = (tuned[0], tuned[1], tuned[2], tuned[3]);
        const string Far = "Polyak with a teacher, untuned − AdamW with a cosine, untuned (peak 1e-3)";
        var gain = Sample.Paired(Plain(polyak), Plain(cosine));
        yield return context.IsLarge(DistillationStudy.Steps, DistillationStudy.TeacherSteps) ? Claim.AtMost(Far, Source, gain.Mean, -0.02) : Claim.Show(Far, Source, gain.Mean, 0);
        yield return Show("Polyak with a teacher, untuned − AdamW with a cosine, tuned", Plain(polyak), cosine.BestFinals);
        yield return Show("Polyak with a teacher, untuned − schedule-free AdamW with WSD inside, tuned", Plain(polyak), wsd.BestFinals);
        yield return Show("Polyak in Adam's metric with a teacher, untuned − AdamW with a cosine, tuned", Plain(adam), cosine.BestFinals);
        yield return Show("Polyak with a teacher: factor 1 − the best factor", Plain(polyak), polyak.BestFinals);
        yield return Show("Polyak, the teacher's loss on each batch − the teacher's mean loss as the bound", Plain(polyak), Plain(others[0]));
        yield return Show("Polyak in Adam's metric, the same", Plain(adam), Plain(others[3]));
        yield return Show("Polyak, the teacher's loss on each batch − the language's entropy as the bound", Plain(polyak), Plain(others[1]));

        static Claim Show(string statement, double[] mine, double[] other)
        {
            var difference = Sample.Paired(mine, other);
            return Claim.Show($"{statement}; standard error {Digits.Significant(difference.Error, 2)}", Source, difference.Mean, 0);
        }
    }

    static StudyFigure Factors(Swept[] tuned, Classroom room, double entropy)
    {
        double[] ends = [tuned[0].Contender.Peaks[0], tuned[0].Contender.Peaks[^1]];
        var marks = new List<Mark> { new Line(ends, [room.Teacher.Final, room.Teacher.Final]) { Name = $"the teacher (the language's entropy is {Digits.Significant(entropy, 3)})", Ink = Ink.Black, Dash = Dash.Dashed } };
        for (var i = 0; i < tuned.Length; i++)
        {
            double[] x = [.. tuned[i].Contender.Peaks];
            var samples = tuned[i].Runs.Select(runs => Sample.Of([.. runs.Select(run => run.Final)])).ToArray();
            marks.Add(new Line(x, tuned[i].Means) { Name = tuned[i].Name, Ink = inks[i], Dash = Dash.Solid });
            marks.Add(new Whiskers(x, [.. samples.Select(sample => sample.Low)], [.. samples.Select(sample => sample.High)]) { Ink = inks[i] });
        }

        return new(
            "factors",
            new Figure("What a student reaches untuned (factor 1) and tuned")
            {
                Subtitle = "± 2 standard errors over students; usual rates: AdamW 1e-3, schedule-free AdamW 2.5e-3",
                X = new("factor on the usual rate, or on the Polyak step") { Scale = AxisScale.Logarithmic, Ticks = [.. tuned[0].Contender.Peaks.Select(factor => new Tick(factor, factor < 1 ? $"1/{1 / factor:F0}" : $"{factor:F0}"))] },
                Panels = [new(new("held-out loss (nats per token)")) { Marks = marks, Height = 300 }],
                Legend = LegendPlace.Below,
            },
            "The Polyak step finds its rate from the student's loss, the teacher's loss on the same batch and the gradient; factor 1 is what the theory says. The others need their rate. Runs that diverge are not drawn.");
    }

    static StudyFigure Curves(Swept[] tuned, Swept[] others, Classroom room)
    {
        var losses = new List<Mark>
        {
            Course(tuned[0], Untuned(tuned[0]), "Polyak, teacher's loss on each batch", Ink.Blue, Dash.Solid),
            Course(others[0], 0, "Polyak, teacher's mean loss", Ink.SkyBlue, Dash.Dashed),
            Course(others[1], 0, "Polyak, the language's entropy", Ink.Purple, Dash.Dotted),
            Course(tuned[3], Untuned(tuned[3]), "AdamW, cosine, untuned", Ink.Vermilion, Dash.Dotted),
            Course(tuned[3], tuned[3].Best, "AdamW, cosine, tuned", Ink.Vermilion, Dash.Solid),
            Course(tuned[2], tuned[2].Best, "schedule-free, WSD inside, tuned", Ink.Green, Dash.Solid),
        };
        var (found, given) = (tuned[0].Runs[Untuned(tuned[0])][0], others[0].Runs[0][0]);
        return new(
            "curves",
            new Figure("Students over their updates, and the rate that the Polyak step finds")
            {
                X = new("update t"),
                Panels =
                [
                    new(new("held-out loss") { Lower = room.Teacher.Final - 0.02, Upper = room.Teacher.Final + 0.5 }) { Marks = losses, Height = 240 },
                    new(new("γ_t, median of 21") { Scale = AxisScale.Logarithmic }) { Marks = [Rates(found, "Polyak, teacher's loss on each batch", Ink.Blue), Rates(given, "Polyak, teacher's mean loss", Ink.SkyBlue)], Height = 150 },
                ],
                Legend = LegendPlace.Below,
            },
            "Above: means over students. Below: the rate found by one student. As the student nears its teacher the rate falls, which is the schedule that nobody wrote down.");
    }

    static Line Course(Swept swept, int peak, string name, Ink ink, Dash dash) =>
        new(swept.Runs[peak].MaxBy(run => run.HeldOut.Count)!.HeldOut.Steps, swept.MeanCurve(peak)) { Name = name, Ink = ink, Dash = dash };

    static Line Rates(NetworkRun run, string name, Ink ink)
    {
        const int Reach = 10;
        var medians = new double[run.Rates.Count];
        for (var t = 0; t < medians.Length; t++)
        {
            var near = run.Rates.Skip(t - Reach).Take(Math.Min(Reach, t) + Reach + 1).Order().ToArray();
            medians[t] = near[near.Length / 2];
        }

        return new(medians) { Name = name, Ink = ink, Dash = Dash.Solid, Width = 1.2 };
    }

    static StudyTable Methods(Swept[] tuned, Swept[] others) => new(
        "methods",
        "Final held-out losses, means over students: with nothing tuned, and at the best of equally many factors. Differences to the tuned AdamW with a cosine are paired over students.",
        ["method", "untuned", "less the tuned cosine", "± s.e.", "tuned", "less the tuned cosine (tuned)", "± s.e. (tuned)", "best factor", "at the grid's edge"],
        [
            .. tuned.Select(swept => (Cell[])
            [
                swept.Name, .. Difference(Plain(swept), tuned[3]), .. Difference(swept.BestFinals, tuned[3]), swept.BestPeak, swept.IsAtEdge ? "yes" : "no",
            ]),
            .. others.Select(swept => (Cell[])[swept.Name, .. Difference(Plain(swept), tuned[3]), "–", "–", "–", "–", "–"]),
        ]);

    static IEnumerable<Cell> Difference(double[] finals, Swept cosine)
    {
        var difference = Sample.Paired(finals, cosine.BestFinals);
        return [Cell.Of(finals.Average(), 5), Cell.Of(difference.Mean, 3), Cell.Of(difference.Error, 2)];
    }
}
