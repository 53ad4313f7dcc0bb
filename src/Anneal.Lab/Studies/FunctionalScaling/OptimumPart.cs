using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>The exact optimum of a finite horizon beside a search that knows no form of it, and beside tuned schedules of common shapes.</summary>
static class OptimumPart
{
    const string Paper = "Li et al. 2026, arXiv:2602.06797";
    const int WarmupSteps = 4000;

    static readonly CountParameter steps = new("steps", "N of the search over all rates", 2000) { Min = 100, Max = 20_000 };

    // s, β, and the least loss at N = 2000 of an independent computation.
    static readonly (double Source, double Capacity, double Loss)[] published =
        [(1, 2, 0.04196838), (0.5, 1.5, 0.15976194), (0.3, 2, 0.26078616), (0.25, 3, 0.26457867)];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [steps, .. Phases.Parameters];

    public static StudyPart Run(StudyContext context)
    {
        var n = context.Get(steps);
        var problems = published.Select(p => new ScalingProblem(p.Source, p.Capacity)).Concat([Phases.Easy(context), Phases.Hard(context)]).Distinct().ToArray();
        var found = context.Map(0.1, problems.Length, i => Solve(problems[i], n, context.Cancellation));
        Solution Of(ScalingProblem problem) => found[Array.IndexOf(problems, problem)];
        var claims = new List<Claim>();
        if (context.IsPublished(steps))
        {
            for (var i = 0; i < published.Length; i++)
            {
                var name = Phases.Name(problems[i]);
                claims.Add(Claim.Near($"{name}: the closed form's loss at N = {n}, σ² = η_max = 1", Paper, found[i].Closed, published[i].Loss, 2e-6));
                claims.Add(Claim.AtMost($"{name}: the closed form's loss over that of a blind search, less 1", Paper, found[i].Gap, 2e-6));
            }
        }

        var (easy, hard) = (Of(Phases.Easy(context)), Of(Phases.Hard(context)));
        foreach (var result in (Solution[])[easy, hard])
        {
            claims.Add(Claim.AtMost(
                $"{Phases.Name(result.Problem)}: η^{{1/(2β − 1)}} departs from a straight line where it falls, relative to its peak", Paper, result.Bend, 1e-12));
            var (exponent, wanted) = ($"{Phases.Name(result.Problem)}: the exponent in 1 + c (N − z)/2β of the rates that the search found, 2β − 1", (2 * result.Problem.Capacity) - 1);
            // Rates that fall by little over a run leave the search no exponent to find.
            claims.Add(context.IsPublished(steps) && Phases.ArePublished(context)
                ? Claim.Near(exponent, Paper, result.SearchedExponent, wanted, 0.02)
                : Claim.Show(exponent, Paper, result.SearchedExponent, wanted));
        }

        claims.Add(Claim.AtLeast(
            "Of all tuned constant, linear, cosine, power and warm-up-free WSD schedules the best loss over the optimum, less 1", Paper,
            found.Min(result => result.Shapes.Min(shape => shape.Loss) / result.Closed) - 1, 0));
        var warm = context.Do(0.02, () => WarmUp(Phases.Easy(context), context.Cancellation));
        claims.Add(Claim.AtMost(
            "With noise of the signal too (σ² = 0.05, g = 1, N = 4000): the optimum's loss over that of a blind search, less 1", Paper, warm.Gap, 1e-5));
        var worst = Math.Round(100 * ((easy.Shapes.Single(s => s.Name == "cosine").Loss / easy.Closed) - 1), 1);
        return new(
            FormattableString.Invariant(
                $"In the easy phase the optimum decays throughout as a power 2β − 1, in the hard one it is WSD with a vanishing decay; the closed form is within {Math.Max(easy.Gap, hard.Gap):0.0e0} of a blind search over {n} rates, and a tuned cosine is {worst} % worse at {Phases.Name(easy.Problem)}."),
            claims,
            [Shapes(easy, hard, n), ShapeTable(found, n), WarmUpFigure(warm)])
        {
            Limits = ["The closed form holds where labels alone make noise; with the noise of the signal the optimum is found on a grid and begins with a warm-up."],
        };
    }

    static Solution Solve(ScalingProblem problem, int n, CancellationToken cancellation)
    {
        var optimum = ScalingOptimum.Of(problem, n);
        var rates = optimum.Rates(n);
        var searched = SearchedSchedule.Of(problem, n, cancellation);
        var closed = ScalingDynamics.FinalLoss(problem, rates);

        var root = 1 / ((2 * problem.Capacity) - 1);
        var (bend, from) = (0.0, n - optimum.DecaySteps);
        double Root(double z) => Math.Pow(optimum.RateAt(z), root);
        for (var i = 0; i <= 100; i++)
        {
            var share = i / 100.0;
            var line = (Root(from) * (1 - share)) + (Root(n) * share);
            bend = Math.Max(bend, Math.Abs(Root(from + (share * (n - from))) - line) / Root(from));
        }

        // Where the search's rates are well below the cap and well above nothing.
        var falling = Enumerable.Range(0, n).Where(k => k > from + (0.1 * optimum.DecaySteps) && k < n - 2).ToArray();
        var exponent = PowerFit.Of(
            [.. falling.Select(k => 1 + (optimum.Scale * (n - k - 0.5) / (2 * problem.Capacity)))], [.. falling.Select(k => searched.Rates[k])]).Exponent;
        return new(problem, optimum, rates, closed, searched.Rates, (closed / searched.Loss) - 1, bend, exponent, Tuned(problem, n));
    }

    static (string Name, double Loss)[] Tuned(ScalingProblem problem, int n)
    {
        (string Name, Schedule Shape)[] shapes =
        [
            ("constant", new Constant(1, n)), ("linear", new Linear(1, 0, n)), ("cosine", new Cosine(1, 0, n)), ("power 3", new Power(1, 0, n, 3)),
            .. ((double[])[0.02, 0.05, 0.1, 0.2, 0.4, 0.7]).Select(share => (
                $"WSD, linear over {Digits.Percent(share)}",
                new Constant(1, n - (int)(share * n)).Then(new Linear(1, 0, (int)(share * n))))),
        ];
        return [.. shapes.Select(shape => (shape.Name, RateSearch.Best(p => ScalingDynamics.FinalLoss(problem, (p * shape.Shape).ToArray()), 1e-3, 1, 9, 1e-3).Loss))];
    }

    static (double[] Rates, double[] Searched, double Gap, double Top) WarmUp(ScalingProblem easy, CancellationToken cancellation)
    {
        // A small rate at first, so that the warm-up is long in steps and the sums are nearly the theory's integrals.
        var problem = easy with { Noise = 0.05, SignalNoise = 1, MaxRate = 0.5 };
        var optimum = FullSourceOptimum.Of(problem, WarmupSteps);
        var rates = optimum.Rates(WarmupSteps);
        var searched = SearchedSchedule.Of(problem, WarmupSteps, cancellation);
        return (rates, searched.Rates, (ScalingDynamics.FinalLoss(problem, rates) / searched.Loss) - 1, rates.Max());
    }

    static StudyFigure Shapes(Solution easy, Solution hard, int n)
    {
        var places = Enumerable.Range(0, 401).Select(i => i / 400.0).ToArray();
        Line Exact(ScalingOptimum optimum, string horizon, Ink ink, Dash dash) => new(
            places, [.. places.Select(share => optimum.RateAt(share * optimum.Horizon) / optimum.Peak)])
        { Name = $"exact, N = {horizon}", Ink = ink, Dash = dash };
        Points Found(Solution s)
        {
            var kept = Enumerable.Range(0, 41).Select(i => Math.Min(n - 1, i * n / 40)).ToArray();
            return new Points([.. kept.Select(k => (k + 0.5) / n)], [.. kept.Select(k => s.Searched[k] / s.Optimum.Peak)])
            { Name = $"blind search, N = {n}", Ink = Ink.Black, Marker = Marker.Circle, Size = 4 };
        }

        Panel Of(Solution s, string phase) => new(new Axis($"rate η/η(0), {phase}") { Lower = 0, Upper = 1.05 })
        {
            Height = 190,
            Marks =
            [
                Exact(s.Optimum, $"{n}", Ink.Blue, Dash.Solid), Exact(ScalingOptimum.Of(s.Problem, 1e6), "10⁶", Ink.Green, Dash.Dashed),
                Exact(ScalingOptimum.Of(s.Problem, 1e10), "10¹⁰", Ink.Vermilion, Dash.DashDot), Found(s),
            ],
        };
        return new(
            "optimal-shapes",
            new Figure("Optimal rates of a finite horizon")
            {
                Subtitle = $"easy: {Phases.Name(easy.Problem)}; hard: {Phases.Name(hard.Problem)}; σ² = η_max = 1",
                X = new Axis("share of the horizon z/N") { Lower = 0, Upper = 1 },
                Panels = [Of(easy, "easy"), Of(hard, "hard")],
                Legend = LegendPlace.Below,
            },
            "Each rate over the largest of its schedule. Easy: a power decay 2β − 1 throughout; hard: the largest rate, then a decay whose share vanishes. Points are what a search over all rates finds that knows nothing of the closed form.");
    }

    static StudyTable ShapeTable(Solution[] found, int n) => new(
        "shapes-against-optimum", $"Final loss over the exact optimum's at N = {n}, each shape's peak tuned up to η_max = 1.",
        ["schedule", .. found.Take(published.Length).Select(s => Phases.Name(s.Problem))],
        [
            .. Enumerable.Range(0, found[0].Shapes.Length).Select(i => (Cell[])
                [found[0].Shapes[i].Name, .. found.Take(published.Length).Select(s => (Cell)(s.Shapes[i].Loss / s.Closed))]),
            ["optimum's own loss", .. found.Take(published.Length).Select(s => (Cell)s.Closed)],
        ]);

    static StudyFigure WarmUpFigure((double[] Rates, double[] Searched, double Gap, double Top) warm)
    {
        var at = Enumerable.Range(1, WarmupSteps).Select(k => (double)k).ToArray();
        int[] kept = [.. Enumerable.Range(0, 46).Select(i => (int)Math.Round(Math.Pow(WarmupSteps, i / 45.0)) - 1).Distinct()];
        return new(
            "warm-up",
            new Figure("Where the loss itself makes noise, the optimum warms up")
            {
                Subtitle = "the easy problem, σ² = 0.05, g = 1, η_max = 0.5",
                X = new Axis("step z") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new Panel(new Axis("rate η") { Lower = 0 })
                    {
                        Height = 190,
                        Marks =
                        [
                            new Line(at, warm.Rates) { Name = "optimum", Ink = Ink.Blue },
                            new Points([.. kept.Select(k => at[k])], [.. kept.Select(k => warm.Searched[k])]) { Name = "blind search", Ink = Ink.Black, Marker = Marker.Circle, Size = 4 },
                        ],
                    },
                ],
            },
            "With e(t) as a source of noise beside σ², rates are low while the loss is high; the decay is as before. The search sees whole steps, the theory infinitely small ones.");
    }

    sealed record Solution(
        ScalingProblem Problem, ScalingOptimum Optimum, double[] Rates, double Closed, double[] Searched, double Gap, double Bend, double SearchedExponent,
        (string Name, double Loss)[] Shapes);
}
