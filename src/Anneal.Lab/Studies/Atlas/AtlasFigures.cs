using Anneal.Plotting;

namespace Anneal.Lab.Studies.Atlas;

/// <summary>The atlas in pictures.</summary>
static class AtlasFigures
{
    const int Places = 400;

    /// <summary>Every schedule that something calls optimal, relative to the peak.</summary>
    public static StudyFigure Schedules(AtlasMatrix matrix, double peak) => new(
        "atlas",
        new Figure("Optimal schedules by theory and by fitted law")
        {
            X = new Axis("step t"),
            Legend = LegendPlace.Below,
            Panels =
            [
                Panel(matrix, AtlasOrigin.Theory, "theories: rate η/η_max", peak),
                Panel(matrix, AtlasOrigin.Law, "laws: rate η/η_max", peak),
            ],
        },
        "What each theory and each fitted law calls optimal, on the same steps. Theories with a long decay weigh noise more; laws fitted to real curves hold the peak and decay at the end.");

    /// <summary>The regret of each schedule under each judge, the never-bad schedule at the top.</summary>
    public static StudyFigure Regrets(AtlasMatrix matrix)
    {
        var count = matrix.Order.Count;
        var marks = new List<Mark>();
        for (var j = 0; j < matrix.Judges.Count; j++)
        {
            var at = Enumerable.Range(0, count).Select(row => Math.Max(Least, matrix.Regret[matrix.Order[row], j])).ToArray();
            marks.Add(new Points(at, [.. Enumerable.Range(0, count).Select(row => (double)(count - 1 - row))])
            {
                Name = matrix.Judges[j].Name,
                Size = 6,
                // Who is not asked stands back; what happens stands out.
                Ink = matrix.Judges[j] is { Counts: false, Name: not AtlasMatrix.Simulator } ? Ink.Grey : null,
            });
        }

        return new(
            "regret",
            new Figure("What is left on the table if another law is right")
            {
                X = new Axis("regret (share of the gain of annealing)") { Scale = AxisScale.Logarithmic, Lower = Least * .8 },
                Legend = LegendPlace.Below,
                Panels =
                [
                    new Panel(new Axis("")
                    {
                        Lower = -.6,
                        Upper = count - .4,
                        Ticks = [.. Enumerable.Range(0, count).Select(row => new Tick(count - 1 - row, matrix.Schedules[matrix.Order[row]].Name))],
                    })
                    {
                        Height = 22 * count,
                        Marks = marks,
                    },
                ],
            },
            "Each schedule (rows) before each judge (points): 0 is the best of all rows, drawn at the left edge, 1 as bad as never to anneal. The rows are in the order of their worst regret; the first is never bad.");
    }

    const double Least = 1e-4;

    static Panel Panel(AtlasMatrix matrix, AtlasOrigin origin, string label, double peak) => new(new Axis(label) { Lower = 0, Upper = 1.05 })
    {
        Marks = [.. matrix.Schedules.Where(schedule => schedule.Origin == origin).Select(schedule => Line(schedule, peak))],
        Height = 200,
    };

    static Line Line(AtlasSchedule schedule, double peak)
    {
        // Jumps stay visible: the places are even, and every fall of a staircase is one of them.
        var rates = schedule.Path.Rates;
        var (x, y) = (new List<double>(), new List<double>());
        var stride = Math.Max(1, rates.Length / Places);
        for (var t = 0; t < rates.Length; t++)
        {
            var falls = t + 1 < rates.Length && rates[t + 1] < .8 * rates[t];
            var fell = t > 0 && rates[t] < .8 * rates[t - 1];
            if (t % stride != 0 && t != rates.Length - 1 && !falls && !fell) continue;
            x.Add(t);
            y.Add(rates[t] / peak);
        }

        return new Line(x.ToArray(), [.. y]) { Name = schedule.Name };
    }
}
