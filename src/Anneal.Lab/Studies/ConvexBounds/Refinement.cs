using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>Linear decay refined by gradient norms: three typical courses of the norm, or those of a run.</summary>
static class Refinement
{
    const string Source = "Defazio et al. 2023, theorem 3 and algorithm 1";

    public static readonly TextParameter Norms =
        new("gradient-norms", "Gradient norms of a run: a CSV of step and norm, or of norms alone; without it three typical courses are shown.", "FILE.csv");

    public static readonly NumberParameter Power =
        new("norm-power", "The weight of a step is its gradient norm to minus this power: 2 for SGD (ℓ₂), 1 for Adam (ℓ₁).", 2) { Min = 0.1, Max = 4 };

    public static readonly CountParameter Steps =
        new("refined-steps", "T of the three typical courses.", 1000) { Min = 50, Max = 1_000_000 };

    /// <summary>The norms of the file that was given, or three typical courses.</summary>
    public static (string Name, double[] Norms)[] Courses(StudyContext context)
    {
        var steps = context.Get(Steps);
        double[] Each(Func<double, double> of) => [.. Enumerable.Range(0, steps).Select(t => of(t / (steps - 1.0)))];
        return context.Get(Norms) is { } file
            ? [(Path.GetFileName(file), GradientNorms.Read(file))]
            : [("equal", Each(_ => 1)), ("falls, then flat", Each(u => 1 + (4 * Math.Exp(-u / 0.05)))), ("rises at the end", Each(u => 1 + (2 * u * u * u * u)))];
    }

    public static StudyPart Run(StudyContext context, (string Name, double[] Norms)[] courses)
    {
        var (steps, power) = (context.Get(Steps), context.Get(Power));
        var refined = context.Map(0.1, courses.Length, i => Case.Of(courses[i].Name, courses[i].Norms, power, context));
        var equal = RefinedDecay.OfMeasured(Enumerable.Repeat(0.37, steps).ToArray(), power).Rates;
        var claims = new List<Claim>
        {
            Claim.AtMost("Equal norms: the refined decay is (T − 1 − t)/T, largest difference", Source,
                equal.Select((rate, t) => Math.Abs(rate - ((steps - 1.0 - t) / steps))).Max(), 0),
        };
        if (context.Get(Norms) is null)
        {
            claims.Add(Claim.AtLeast("Norms that fall, then stay: warm-up in % of the run", Source, 100 * refined[1].Warmup, 5));
            claims.Add(Claim.AtLeast("Norms that rise at the end: exponent p of the nearest (1 − u)^p, 1 for a line", Source, refined[2].Exponent, 1.2));
        }

        if (power == 2)
        {
            claims.Add(Claim.AtMost("Guarantee of the refined decay over that of the straight line with the same norms, the largest of all courses",
                Source, refined.Max(one => one.Guarantee / one.LineGuarantee), 1 + 1e-12));
        }

        return new(
            null,
            claims,
            [
                new StudyFigure("refined-decay", Picture(refined),
                    "Gradient norms (above) and the decay they call for (below): solid by the weights G^−p after a running median, dotted by minimising the last-iterate bound. "
                    + "High norms at the start ask for a warm-up; norms that rise at the end ask for a faster decay."),
                new StudyTable(
                    "refined-decay", "The refined schedules; guarantees for D = 1.",
                    ["course", "warm-up (share of the run)", "p of (1 − u)^p after it", "guarantee, refined", "guarantee, straight line", "least bound"],
                    [.. refined.Select(one => (Cell[])[one.Name, one.Warmup, one.Exponent, one.Guarantee, one.LineGuarantee, one.LeastBound])]),
                new StudyTable("refined-schedules", "The rates, highest 1.", ["course", "u", "G (smoothed)", "refined", "of least bound"],
                    [.. refined.SelectMany(one => one.Rows())]) { IsFileOnly = true },
            ]);
    }

    static Figure Picture(Case[] cases) => new("Linear decay refined by gradient norms")
    {
        X = new Axis("progress u = t/(T − 1)") { Lower = 0, Upper = 1 },
        Width = 700,
        Legend = LegendPlace.Below,
        Panels =
        [
            new Panel(new Axis("gradient norm G_t") { Lower = 0 })
            {
                Height = 160,
                Marks = [.. cases.Select((one, i) => new Line(one.Progress, one.Smooth) { Name = one.Name, Ink = Inks[i], Dash = Dash.Solid })],
            },
            new Panel(new Axis("rate, highest 1") { Lower = 0, Upper = 1.05 })
            {
                Height = 260,
                Marks =
                [
                    .. cases.Select((one, i) => new Line(one.Progress, one.Refined) { Name = one.Name, Ink = Inks[i], Dash = Dash.Solid }),
                    .. cases.Select((one, i) => new Line(one.Progress, one.Least) { Name = $"{one.Name}: least bound", Ink = Inks[i], Dash = Dash.Dotted }),
                ],
            },
        ],
    };

    static Ink[] Inks => [Ink.Black, Ink.Vermilion, Ink.Blue];

    sealed record Case(string Name, double[] Smooth, double[] Refined, double[] Least, double Warmup, double Exponent, double Guarantee, double LineGuarantee, double LeastBound)
    {
        public double[] Progress => [.. Enumerable.Range(0, Smooth.Length).Select(t => t / (Smooth.Length - 1.0))];

        public static Case Of(string name, double[] norms, double power, StudyContext context)
        {
            var decay = RefinedDecay.OfMeasured(norms, power);
            double[] smooth = [.. decay.Norms];
            var least = Anneal.Theory.LeastBound.Find(smooth.Length, smooth, context.Cancellation);
            var (top, topLeast) = (decay.Rates.Max(), least.Rates.Max());
            return new(
                name, smooth, [.. decay.Rates.Select(rate => rate / top)], [.. least.Rates.Select(rate => rate / topLeast)],
                decay.WarmupSteps / (norms.Length - 1.0), decay.PolynomialExponent(), decay.Guarantee,
                Math.Sqrt(smooth.Sum(g => g * g)) / smooth.Length, least.Value);
        }

        public IEnumerable<Cell[]> Rows() => Progress.Select((u, t) => (Cell[])[Name, u, Smooth[t], Refined[t], Least[t]]);
    }
}
