using Anneal.Plotting;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>What momentum buys in the hard phase: tuned families over horizons, and heavy-ball schedules by optimal control.</summary>
static class Momentum
{
    const string Paper = "Bordelon and Mori 2026 (exponents derived here)";

    static readonly CountParameter longest = new(
        "momentum-horizon", "The longest horizon T of tuned momentum, in steps; shorter ones by factors of about three, down to 1,000.", 30_000)
    { Quick = 10_000, Min = 3000, Max = 3_000_000 };

    static readonly CountParameter controlled = new(
        "momentum-control-horizon", "The longest horizon T of optimal momentum schedules, in steps; shorter ones by factors of four, down to 64.", 1024)
    { Quick = 256, Min = 256, Max = 16_384 };

    static readonly CountParameter runs = new("momentum-runs", "Drawn runs of SGD with momentum that are averaged.", 8000) { Quick = 600, Min = 100 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [longest, controlled, runs];

    public static StudyPart Run(StudyContext context)
    {
        int[] horizons = [.. Enumerable.Range(6, 8).Select(i => (i % 2 == 0 ? 1 : 3) * (int)Math.Pow(10, i / 2)).Where(steps => steps <= context.Get(longest))];
        int[] controlHorizons = [.. Enumerable.Range(3, 5).Select(power => (int)Math.Pow(4, power)).Where(steps => steps <= context.Get(controlled))];
        var deviation = MomentumOptima.Deviation(context, .03, context.Get(runs));
        double[] batches = context.Quick ? [64] : [64, 4];
        var optima = context.Map(.07, batches.Length, i => MomentumOptima.Along(batches[i], controlHorizons, context.Cancellation));
        var best = MomentumFamily.Tune(context, .05, horizons);
        var slopes = best.Select(family => MomentumFamily.Slope(horizons, family)).ToArray();
        var (last, wide) = (controlHorizons[^1], optima[0]);
        return new(
            $"In the hard phase jointly optimal rate and momentum schedules take the loss's slope in T from "
            + $"{Digits.Fixed(wide.PlainSlope, 2)} to {Digits.Fixed(wide.HeavySlope, 2)} (batch {wide.Batch:0}), a loss "
            + $"{Digits.Significant(wide.Plain[^1].Loss / wide.Heavy[^1].Loss, 2)} times lower at T = {last}; one constant momentum changes no slope.",
            Claims(context, horizons, slopes, deviation, wide),
            [Scaling(horizons, best, slopes, optima), Schedules(wide), Table(horizons, best, slopes)])
        {
            Limits =
            [
                "Momentum's exponent −s(2 − 1/b) in the hard phase is derived here for two rates with β ∝ t^(−1/b); the paper's own could not be compared.",
                "Heavy-ball optima are local ones, found from one start with 1 − μ ≥ 0.001; nothing proves that they are global. They count the last "
                + "loss alone and let it rise far above its start on the way, as a quadratic problem forgives and a network may not.",
            ],
        };
    }

    static List<Claim> Claims(StudyContext context, int[] horizons, double[] slopes, double deviation, MomentumOptima wide)
    {
        List<Claim> claims =
        [
            Claim.AtMost("Drawn SGD with momentum follows its moment recursion: largest deviation in standard errors", "identity", deviation, 4.5),
            Claim.Close("Nesterov's method without noise: slope −2s of the loss in T", Paper, slopes[3], MomentumFamily.Nesterov.Theory, .01),
            Claim.AtMost("Two-rate momentum lowers the slope of tuned SGD in the hard phase: difference", Paper, slopes[2] - slopes[0], -.07),
            Claim.AtMost("Optimal heavy-ball schedules lower the slope of optimal SGD at batch 64: difference", Paper, wide.HeavySlope - wide.PlainSlope, -.09),
            Claim.AtMost(
                $"Heavy-ball schedules through {MomentumOptima.Knots} knots lose little against free ones: largest excess", "measured here",
                wide.Smooth.Zip(wide.Heavy, (smooth, free) => (smooth.Loss / free.Loss) - 1).Max(), .04),
            Claim.Show("Two-rate momentum's slope beside −s(2 − 1/b)", Paper, slopes[2], MomentumFamily.TwoRates.Theory),
            Claim.Show("Slope of one constant momentum beside SGD's −s", Paper, slopes[1], MomentumFamily.HeavyBall.Theory),
        ];
        if (context.IsPublished(longest) && horizons[^1] == 30_000)
        {
            claims.Add(Claim.Close("Two-rate momentum at T = 1,000 … 30,000: slope", "an independent program", slopes[2], -.276, .002));
            claims.Add(Claim.Close("Constant momentum at T = 1,000 … 30,000: slope", "an independent program", slopes[1], -.185, .002));
        }

        if (context.IsPublished(controlled))
        {
            claims.Add(Claim.Close("Optimal heavy ball at m = 64, T = 64 … 1,024: slope", "an independent program", wide.HeavySlope, -.286, .003));
            claims.Add(Claim.Near("Its loss at T = 1,024", "an independent program", wide.Heavy[^1].Loss, .2450, .005));
            claims.Add(Claim.Close("Optimal SGD at m = 64, T = 64 … 1,024: slope", "an independent program", wide.PlainSlope, -.169, .001));
            claims.Add(Claim.Near("Its loss at T = 1,024", "an independent program", wide.Plain[^1].Loss, .5211, .001));
        }

        return claims;
    }

    static StudyFigure Scaling(int[] horizons, (double Loss, double[] Setting)[][] best, double[] slopes, MomentumOptima[] optima)
    {
        var x = horizons.Select(steps => (double)steps).ToArray();
        Ink[] inks = [Ink.Blue, Ink.Orange, Ink.Vermilion, Ink.Green];
        List<Mark> tuned = [];
        for (var i = 0; i < best.Length; i++)
        {
            var (family, y) = (MomentumFamily.All[i], best[i].Select(at => at.Loss).ToArray());
            tuned.Add(Through(x, y, family.Theory, inks[i]));
            tuned.Add(new Points(x, y) { Name = $"{family.Name} ({Digits.Fixed(slopes[i], 3)})", Ink = inks[i], Size = 6 });
        }

        List<Mark> optimal = [];
        foreach (var (optimum, marker) in optima.Zip([Marker.Circle, Marker.Square]))
        {
            var at = optimum.Horizons.Select(steps => (double)steps).ToArray();
            Add("SGD", optimum.PlainSlope, [.. optimum.Plain.Select(each => each.Loss)], -Phase.Hard.Source, Ink.Blue);
            Add("heavy ball", optimum.HeavySlope, [.. optimum.Heavy.Select(each => each.Loss)], MomentumFamily.TwoRates.Theory, Ink.Purple);

            void Add(string name, double slope, double[] losses, double theory, Ink ink)
            {
                optimal.Add(Through(at, losses, theory, ink));
                optimal.Add(new Points(at, losses)
                {
                    Name = $"optimal {name}, m = {optimum.Batch:0} ({Digits.Fixed(slope, 3)})",
                    Ink = ink,
                    Marker = marker,
                    Size = 6,
                });
            }
        }

        var loss = new Axis("loss L(T)") { Scale = AxisScale.Logarithmic };
        return new(
            "momentum-scaling",
            new Figure("What momentum buys in the hard phase")
            {
                Subtitle = "a = 1.5, b = 3, σ² = 0.1; points: exact means (slope in brackets); dashes: exponents of the theory",
                X = new("horizon T (steps)") { Scale = AxisScale.Logarithmic },
                Panels = [new(loss) { Marks = optimal, Height = 220 }, new(loss with { Upper = .7 }) { Marks = tuned, Height = 260 }],
                Legend = LegendPlace.Below,
            },
            "Above, schedules of rate and momentum by optimal control; below, families with a few numbers tuned at each horizon (batch 4). "
            + "Constant momentum shifts the line of SGD, momentum that grows with t tilts it.");
    }

    // The theory's slope through the last point.
    static Line Through(double[] x, double[] y, double exponent, Ink ink) =>
        new([x[0], x[^1]], [y[^1] * Math.Pow(x[0] / x[^1], exponent), y[^1]]) { Ink = ink, Dash = Dash.Dashed, Width = 1 };

    static StudyFigure Schedules(MomentumOptima optima)
    {
        var (heavy, plain) = (optima.Smooth[^1], optima.Plain[^1]);
        var steps = optima.Horizons[^1];
        var t = Enumerable.Range(0, steps).Select(i => (i + .5) / steps).ToArray();
        var model = (Phase.Hard with { Batch = optima.Batch }).Model();
        var losses = new Theory.MomentumDynamics(model, steps).MeanLoss(new double[steps], heavy.Rates, heavy.Momentum);
        return new(
            "momentum-schedules",
            new Figure("Optimal schedules of rate and momentum, hard phase")
            {
                Subtitle = $"T = {Digits.Count(steps)}, batch {optima.Batch:0}; heavy ball through {MomentumOptima.Knots} knots",
                X = new("share of the run t/T") { Lower = 0, Upper = 1 },
                Panels =
                [
                    new(new("loss L_t") { Scale = AxisScale.Logarithmic })
                    {
                        Marks =
                        [
                            new Line(t, model.MeanLoss(plain.ToSchedule())) { Name = "SGD", Ink = Ink.Blue, Dash = Dash.Solid },
                            new Line(t, losses) { Name = "heavy ball", Ink = Ink.Purple, Dash = Dash.Solid },
                        ],
                        Height = 150,
                    },
                    new(new("rate η_t") { Scale = AxisScale.Logarithmic, Lower = .05 })
                    {
                        Marks =
                        [
                            new Line(t, [.. plain.Rates]) { Name = "SGD", Ink = Ink.Blue, Dash = Dash.Solid },
                            new Line(t, heavy.Rates) { Name = "heavy ball", Ink = Ink.Purple, Dash = Dash.Solid },
                        ],
                        Height = 150,
                    },
                    new(new("forgetting 1 − μ_t") { Scale = AxisScale.Logarithmic })
                    {
                        Marks = [new Line(t, [.. heavy.Momentum.Select(μ => 1 - μ)]) { Name = "heavy ball", Ink = Ink.Purple, Dash = Dash.Solid }],
                        Height = 150,
                    },
                ],
            },
            "The best momentum is as long as allowed, lets go of the velocity a few times, and gives way together with the rate at the end. On the way the "
            + "loss, of which only the end counts, rises far above SGD's and then falls to half of it.");
    }

    static StudyTable Table(int[] horizons, (double Loss, double[] Setting)[][] best, double[] slopes) => new(
        "momentum-families",
        "Tuned families of momentum in the hard phase: losses, slopes in T and their theory.",
        ["family", .. horizons.Select(steps => $"L at T = {Digits.Count(steps)}"), "slope", "theory", "best setting"],
        [.. MomentumFamily.All.Select((family, i) => (Cell[])
        [
            family.Name, .. best[i].Select(at => (Cell)at.Loss), slopes[i], family.Theory,
            string.Join(", ", best[i][^1].Setting.Select(value => Digits.Significant(value))),
        ])]);
}
