using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.Robustness;

/// <summary>The bound at ρ times the best rate for every schedule, its slopes, and the closed form for polynomial decays.</summary>
static class BoundPart
{
    const string Source = "Attia and Koren 2025, arXiv:2503.09411";
    static readonly double[] window = [.. Enumerable.Range(0, 41).Select(i => 10 * Math.Pow(100, i / 40.0))];
    static readonly double[] factors = [.. Enumerable.Range(0, 121).Select(i => Math.Pow(10, (i / 30.0) - 1))];

    public static StudyPart Run(StudyContext context)
    {
        var horizon = context.Get(RobustnessStudy.Horizon);
        var all = context.Map(0.1, Shape.All.Length, i => RateRobustness.Of(Shape.All[i].Rates(horizon)));
        RateRobustness Of(Shape shape) => all[Array.IndexOf(Shape.All, shape)];
        var slopes = all.Select(Slope).ToArray();
        var claims = new List<Claim>();
        for (var i = 0; i < all.Length; i++)
        {
            var (shape, statement) = (Shape.All[i], $"{Shape.All[i].Name}: slope of the last-iterate bound in ρ = 10 … 1000");
            // At ρ = 1000 a decay starts a few thousandths of the run before its end: fewer steps than a shorter run has.
            if (shape == Shape.Constant || shape == Shape.InverseSqrt || horizon < RobustnessStudy.Horizon.Default) claims.Add(Claim.Show(statement, Source, slopes[i], shape.Exponent));
            else if (shape == Shape.Cosine) claims.Add(Claim.Close(statement + " (1/5)", Source, slopes[i], 0.2, 0.02));
            else claims.Add(Claim.Close(statement + " (1/(2p + 1))", Source, slopes[i], shape.Exponent, 0.01));
        }

        foreach (var shape in new[] { Shape.Constant, Shape.InverseSqrt })
        {
            var rates = shape.Rates(horizon);
            var (best, least) = (ScheduleFreeBound.BaseRate(rates), ScheduleFreeBound.Factor(rates) / Math.Sqrt(horizon));
            var excess = window.Select(factor => ScheduleFreeBound.Of([.. rates.Select(rate => factor * best * rate)], 1, 1) / least);
            claims.Add(Claim.Close(
                $"{shape.Name}: slope of the average-iterate bound in ρ = 10 … 1000", Source, PowerFit.Of(window, [.. excess]).Exponent, 1, 0.01));
        }

        claims.Add(Claim.Near("linear: the bound at ρ = 10 over its least value, closed form", "derived from the last-iterate bound", PolynomialRobustness.Excess(1, 10), 2.037, 0.01));
        if (horizon >= RobustnessStudy.Horizon.Default) claims.Add(Claim.Near("linear: the same by the minimum over starting steps", "derived from the last-iterate bound", Of(Shape.Linear).Excess(10), 2.037, 0.01));
        claims.Add(Claim.Close("linear: v, the share of the steps that count at ρ = 10", "derived from the last-iterate bound", PolynomialRobustness.Suffix(1, 10), 0.2714, 5e-5));
        if (context.IsPublished(RobustnessStudy.Horizon))
        {
            // √T times the tuned rate as an independent script has it at T = 20,000.
            foreach (var (shape, value) in new[] { (Shape.Constant, 3.388), (Shape.Linear, 2.0004), (Shape.Cosine, 2.0603) })
                claims.Add(Claim.Close($"{shape.Name}: √T · tuned bound/(DG), T = 20,000", "an independent script", Math.Sqrt(horizon) * Of(shape).BestValue, value, 5e-4));
        }

        var (growth, at) = Growth(context);
        return new(
            $"The bound's excess at a rate ten times too high is {Digits.Significant(Of(Shape.Constant).Excess(10), 3)} for a constant rate, "
            + $"{Digits.Significant(Of(Shape.Linear).Excess(10), 3)} for a linear decay and {Digits.Significant(Of(Shape.Cosine).Excess(10), 3)} for a cosine.",
            [.. claims, at],
            [Figure(all), Table(all, slopes, horizon), growth]);
    }

    static double Slope(RateRobustness robustness) => PowerFit.Of(window, [.. window.Select(robustness.Excess)]).Exponent;

    // Why the slope of a constant rate is not 1 at T = 20,000, and that it goes there.
    static (StudyTable Table, Claim Claim) Growth(StudyContext context)
    {
        int[] horizons = context.Quick ? [200, 2_000, 20_000, 200_000] : [200, 2_000, 20_000, 200_000, 2_000_000];
        var rows = context.Map(0.1, horizons.Length, i =>
        {
            var robustness = RateRobustness.Of(Shape.Constant.Rates(horizons[i]));
            var slope = Math.Log(robustness.Excess(20) / robustness.Excess(10)) / Math.Log(2);
            // B of n steps is (1 + H_{n−1})/2 and the best n is near T (1 + ln T)/ρ²: ρ comes with the logarithm of what is left.
            var rate = 14.14 * robustness.BestRate;
            return (Slope: slope, Expected: 1 - (2 / (1 + 0.5772 + Math.Log(1 / (rate * rate)))));
        });
        return (
            new(
                "constant-slope",
                "A constant rate's last iterate: the local slope in ρ at 10 … 20. A rate ρ times too high is best thought to start n ∝ T/ρ² steps before the end, "
                + "where the bound's factor 1 + ln T has shrunk to 1 + ln n: the slope is about 1 − 2/ln(T/ρ²) and reaches 1 only as T grows; its average has slope 1 at once.",
                ["T", "slope of the bound", "1 − 2/(1.58 + ln 1/η²)"],
                [.. rows.Select((row, i) => (Cell[])[horizons[i], row.Slope, row.Expected])]),
            Claim.Show($"constant: local slope of the last-iterate bound at ρ = 10 … 20, T = {horizons[^1]}", "derived from the last-iterate bound", rows[^1].Slope, 1));
    }

    static StudyFigure Figure(RateRobustness[] all)
    {
        Shape[] shown = [Shape.Constant, Shape.Linear, Shape.Cosine];
        var marks = new List<Mark>();
        foreach (var i in Enumerable.Range(0, all.Length).Where(i => shown.Contains(Shape.All[i]) || Shape.All[i].Name is "p = 2" or "p = 3"))
            marks.Add(new Line(factors, [.. factors.Select(all[i].Excess)]) { Name = Shape.All[i].Name, Dash = Dash.Solid });
        double[] at = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
        foreach (var p in new double[] { 1, 2, 3 })
            marks.Add(new Points(at, [.. at.Select(factor => PolynomialRobustness.Excess(p, factor))]) { Name = "closed form", Ink = Ink.Black, Marker = Marker.Circle, Size = 4 });
        return new(
            "excess",
            new Figure("Annealed schedules forgive rates that are too high")
            {
                X = new("base rate over its best value, ρ = η/η*") { Scale = AxisScale.Logarithmic },
                Panels = [new(new("bound over its least value") { Scale = AxisScale.Logarithmic, Upper = 30 }) { Marks = marks, Height = 300 }],
            },
            "Lines: the convex last-iterate bound on a bounded domain, training thought to start at the best step. Points: the closed form for polynomial decays. "
            + "To the left every schedule pays (ρ + 1/ρ)/2; to the right ρ^(1/(2p + 1)).");
    }

    static StudyTable Table(RateRobustness[] all, double[] slopes, int horizon) => new(
        "bounds",
        $"The bound of each schedule, T = {Digits.Count(horizon)}: its tuned value, its slope for ρ = 10 … 1000 and the slope's limit, its excess at rates too high by 2 to 100, "
        + "and the widest grid for 10 to 100 % of excess.",
        ["schedule", "√T · tuned bound", "slope", "limit", "ρ = 2", "4", "10", "100", "grid, +10 %", "+25 %", "+50 %", "+100 %"],
        [.. all.Select((robustness, i) => (Cell[])
        [
            Shape.All[i].Name,
            Math.Sqrt(horizon) * robustness.BestValue,
            slopes[i],
            Shape.All[i].Exponent,
            .. new[] { 2.0, 4, 10, 100 }.Select(factor => (Cell)robustness.Excess(factor)),
            .. new[] { 0.1, 0.25, 0.5, 1 }.Select(tolerance => (Cell)robustness.GridRatio(tolerance)),
        ])]);
}
