using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>The tuned bound of every shape at every horizon, beside what is printed and what the worst case is.</summary>
static class BoundTable
{
    const string Source = "Schaipp et al. 2025, theorem 1";

    static readonly int[] horizons = [100, 400, 4000];

    // √T Ω* for T = 100, 400, 4000 and √T γ* for T = 4000, in the order of Shape.All.
    static readonly double[][] printed =
    [
        [2.4854, 2.7509, 3.1418, 0.3183],
        [2.2531, 2.4453, 2.7539, double.NaN],
        [2.2303, 2.1865, 2.1637, 0.5134],
        [2.1871, 2.1458, 2.1287, 0.5420],
        [2.1070, 2.0752, 2.0601, 0.6067],
        [2.0911, 2.0677, 2.0609, 0.9702],
        [2.0361, 2.0126, 2.0018, 0.9988],
    ];

    // The exact worst case over all convex functions, T = 60, rates tuned: semidefinite programs (PEPit), as published.
    static readonly (string Shape, double Value)[] worst =
        [("constant", 0.17810), ("1/√t", 0.15420), ("cooldown 20 %", 0.13960), ("cosine", 0.13323), ("linear", 0.12921)];

    public static StudyPart Run(StudyContext context)
    {
        int[] ladder = [30, 60, 100, 200, 400, 1000, 4000, 10_000, 30_000, 100_000];
        var grid = context.Map(0.1, Shape.All.Count, i => ladder.Select(steps => Math.Sqrt(steps) * Shape.All[i].Bound(steps).Value).ToArray());
        var bounds = Shape.All.Select(shape => horizons.Select(shape.Bound).ToArray()).ToArray();
        var (off, offRate) = (0.0, 0.0);
        for (var i = 0; i < bounds.Length; i++)
        {
            for (var j = 0; j < horizons.Length; j++)
                off = Math.Max(off, Math.Abs((Math.Sqrt(horizons[j]) * bounds[i][j].Value) - printed[i][j]));
            if (double.IsFinite(printed[i][3])) offRate = Math.Max(offRate, Math.Abs((Math.Sqrt(4000) * bounds[i][2].BaseRate) - printed[i][3]));
        }

        return new(
            $"A linear decay has the least tuned bound, {Digits.Significant(grid[^1][^1])}·DG/√T at T = 100,000, where a constant rate has {Digits.Significant(grid[0][^1])} and grows with √ln T.",
            [
                Claim.AtMost("√T Ω* of 7 schedules at T = 100, 400, 4000: the largest distance to the printed 4 decimals", Source, off, 5.001e-5),
                Claim.AtMost("√T γ* of 6 schedules at T = 4000: the largest distance to the printed 4 decimals", Source, offRate, 5.001e-5),
                Claim.AtMost("Ω* in O(T) against the double sum written out: largest relative difference", "identity", AgainstDoubleSum(), 1e-12),
                Claim.AtMost(
                    "Constant rate: Ω* = DG√((1 + H_{T−1})/T), relative difference at T = 4000", "closed form",
                    Math.Abs((bounds[0][2].Value / Math.Sqrt((1 + Harmonic(3999)) / 4000)) - 1), 1e-12),
                Claim.AtMost(
                    "Pairs of 10 whose order in the exact worst case the bound gets wrong at T = 60: 1/√t and the 20 % cooldown, which change places as T grows",
                    "worst cases by semidefinite programs (PEPit)", Inversions(), 1),
            ],
            [
                new StudyFigure("tuned-bounds", Picture(ladder, grid), "The bound at the best base rate, times √T. Crosses: the exact worst case at T = 60 as published; the bound is up to twice as high, in the same order."),
                new StudyTable(
                    "bounds", "√T Ω* and √T γ*, for D = G = 1.",
                    ["schedule", "√T Ω*, T = 100", "T = 400", "T = 4000", "√T γ*, T = 4000"],
                    [.. Shape.All.Select((shape, i) => (Cell[])[shape.Name, .. bounds[i].Select((bound, j) => (Cell)(Math.Sqrt(horizons[j]) * bound.Value)), Math.Sqrt(4000) * bounds[i][2].BaseRate])]),
                new StudyTable(
                    "worst-cases", "The exact worst case over convex functions at T = 60 (semidefinite programs, as published) and the bound.",
                    ["schedule", "worst case", "bound Ω*", "bound over worst case"],
                    [.. worst.Select(row => (Cell[])[row.Shape, row.Value, Shape.Named(row.Shape).Bound(60).Value, Shape.Named(row.Shape).Bound(60).Value / row.Value])]),
            ]);
    }

    static Figure Picture(int[] ladder, double[][] grid) => new("The tuned bound of the last iterate")
    {
        X = new Axis("horizon T (steps)") { Scale = AxisScale.Logarithmic },
        Legend = LegendPlace.LineEnds,
        Width = 760,
        Panels =
        [
            new Panel(new Axis("√T Ω*  (D = G = 1)") { Lower = 0.9 })
            {
                Height = 330,
                Marks =
                [
                    .. Shape.All.Select((shape, i) => new Line([.. ladder.Select(t => (double)t)], grid[i]) { Name = shape.Name, Ink = Inks[i] }),
                    .. worst.Select(row => new Points([60.0], [Math.Sqrt(60) * row.Value])
                    {
                        Marker = Marker.Cross,
                        Size = 7,
                        Ink = Inks[Shape.All.TakeWhile(shape => shape.Name != row.Shape).Count()],
                    }),
                ],
            },
        ],
    };

    static Ink[] Inks => [Ink.Black, Ink.Purple, Ink.Vermilion, Ink.Orange, Ink.SkyBlue, Ink.Green, Ink.Blue];

    static int Inversions()
    {
        var values = worst.Select(row => Shape.Named(row.Shape).Bound(60).Value).ToArray();
        return Enumerable.Range(0, values.Length).Sum(i => Enumerable.Range(0, i).Count(j => (values[i] - values[j]) * (worst[i].Value - worst[j].Value) <= 0));
    }

    static double AgainstDoubleSum() => Shape.All.Max(shape =>
    {
        var rates = shape.Of(300).ToArray();
        double[] norms = [.. Enumerable.Range(0, 300).Select(t => 1 + (0.5 * Math.Sin(t)))];
        double Sum(int from, Func<int, double> term) => Enumerable.Range(from, 300 - from).Sum(term);
        double Squares(int from) => Sum(from, t => rates[t] * rates[t] * norms[t] * norms[t]);
        var all = Sum(0, t => rates[t]);
        var late = Enumerable.Range(0, 299).Sum(k => rates[k] / Sum(k + 1, t => rates[t]) * Squares(k) / Sum(k, t => rates[t]));
        return Math.Abs((LastIterateBound.Of(rates, norms).Value / (2 * Math.Sqrt(((Squares(0) / (2 * all)) + (late / 2)) / (2 * all)))) - 1);
    });

    static double Harmonic(int n) => Enumerable.Range(1, n).Sum(k => 1.0 / k);
}
