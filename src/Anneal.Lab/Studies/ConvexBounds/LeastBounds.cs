using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>The schedules whose bound is least, beside the straight line.</summary>
static class LeastBounds
{
    const string Source = "this project, by L-BFGS on ln η";
    const int Shown = 30;

    // T, least bound, the straight line's, the largest distance of the shapes in units of the first rate.
    static readonly (int Steps, double Least, double Linear, double Deviation)[] known =
        [(100, 0.20011436, 0.20360842, 0.0892), (1000, 0.06332194, 0.06343433, 0.0088)];

    public static StudyPart Run(StudyContext context)
    {
        int[] ladder = context.Quick ? [100, 1000] : [100, 1000, 10_000];
        var found = context.Map(0.1, ladder.Length, i => LeastBound.Find(ladder[i], cancellation: context.Cancellation));
        var linear = ladder.Select(steps => LastIterateBound.Of(new Linear(1, 0, steps)).Value).ToArray();
        var claims = new List<Claim>();
        for (var i = 0; i < known.Length; i++)
        {
            var (steps, least, line, deviation) = known[i];
            claims.Add(Claim.Close($"Least bound over all schedules, T = {steps}", Source, found[i].Value, least, 5.01e-9));
            claims.Add(Claim.Close($"Bound of the straight line, T = {steps}", "Schaipp et al. 2025, theorem 1", linear[i], line, 5.01e-9));
            claims.Add(Claim.Close($"Largest distance to the straight line, in units of η₁, T = {steps}", Source, Deviations(found[i]).Max(), deviation, 5.1e-4));
            claims.Add(Claim.AtMost(
                $"The same without the last five steps, in units of η₁/T (one step of the line), T = {steps}", Source, Deviations(found[i]).SkipLast(5).Max() * steps, 2));
        }

        return new(
            $"Minimising the bound over every schedule gains {Digits.Percent(1 - (found[1].Value / linear[1]))} on a straight line at T = 1,000, all of it in the last few steps.",
            claims,
            [
                new StudyFigure("least-bound", Picture(ladder, found),
                    "The end of the schedules of least bound: they run within two steps' worth of the straight line until the last five steps, and the very last step is a long one, whatever T."),
                new StudyTable(
                    "least-bounds", "The least bound and that of the straight line, both at their best base rate, D = G = 1.",
                    ["T", "least Ω*", "straight line", "gain", "evaluations"],
                    [.. ladder.Select((steps, i) => (Cell[])[Digits.Count(steps), found[i].Value, linear[i], Digits.Percent(1 - (found[i].Value / linear[i])), (double)found[i].Evaluations])]),
            ]);
    }

    static double[] Deviations(LeastBound bound) =>
        [.. bound.Rates.Select((rate, t) => Math.Abs((rate / bound.Rates[0]) - (1 - ((double)t / bound.Rates.Length))))];

    static Figure Picture(int[] ladder, LeastBound[] found) => new("The end of the schedule of least bound")
    {
        X = new Axis("steps to the end, T + 1 − t") { Lower = 0, Upper = Shown + 1 },
        Width = 700,
        Panels =
        [
            new Panel(new Axis("rate η_t T/η₁"))
            {
                Height = 260,
                Marks =
                [
                    new Line([0.0, Shown], [0.0, Shown]) { Name = "straight line", Ink = Ink.Grey },
                    .. ladder.Select((steps, i) => new Points(
                        [.. Enumerable.Range(1, Shown).Select(s => (double)s)],
                        [.. Enumerable.Range(1, Shown).Select(s => found[i].Rates[^s] / found[i].Rates[0] * steps)])
                    {
                        Name = $"T = {Digits.Count(steps)}",
                        Size = 7 - (1.5 * i),
                    }),
                ],
            },
        ],
    };
}
