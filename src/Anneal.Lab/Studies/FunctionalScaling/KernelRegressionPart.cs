using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>One-pass SGD on kernel regression with a power-law spectrum, one sample an update: which schedules reach the minimax rate.</summary>
static class KernelRegressionPart
{
    const string Minimax = "Li et al. 2026, arXiv:2602.06797; Dieuleveut and Bach 2016";
    const int Shortest = 316;
    const long QuadratureModes = 10_000;
    const double HighestRate = 0.4;

    static readonly CountParameter longest = new("longest", "longest horizon of the kernel regression (updates)", 1_000_000) { Quick = 10_000, Min = 3_162, Max = 30_000_000 };
    static readonly CountParameter runs = new("runs", "runs of SGD with drawn features at each point", 100) { Quick = 32, Min = 8, Max = 100_000 };
    static readonly CountParameter drawn = new("drawn", "longest horizon of the drawn runs (updates)", 10_000) { Quick = 1_000, Min = Shortest, Max = 1_000_000 };
    static readonly CountParameter modes = new("drawn-modes", "modes of the spectrum of the drawn runs", 64) { Quick = 24, Min = 8, Max = 10_000 };

    // β = 3 tells tails apart; s = 3 is beyond what averaging all iterates can use.
    static readonly ScalingProblem[] problems = [new(1, 3), new(3, 1.5)];

    static readonly Rival[] rivals =
    [
        new("constant", Ink.Black, (_, n) => new Constant(1, n), p => p.Source / (1 + p.Source)) { IsDrawn = true },
        new("1/√t", Ink.Grey, (_, n) => new InverseSqrt(1, 1, n), p => p.Source / (1 + p.Source)),
        new("exponential to 1/T", Ink.Orange, (_, n) => new Exponential(1, 1.0 / n, n), p => p.LossExponent()) { HasLogarithm = true, IsDrawn = true },
        new("WSD, exponential tail", Ink.Vermilion, (_, n) => new Constant(1, n - (n / 5)).Then(new Exponential(1, 1.0 / n, n / 5)), p => p.LossExponent()) { HasLogarithm = true },
        new("linear", Ink.Purple, (_, n) => new Linear(1, 0, n), p => p.LossExponent(1)) { IsDrawn = true },
        new("power 2β − 1", Ink.Blue, (p, n) => new Power(1, 0, n, (2 * p.Capacity) - 1), p => p.LossExponent()) { IsDrawn = true },
        new("constant, all averaged", Ink.Green, (_, n) => new Constant(1, n), p => Saturated(p)) { AverageFrom = n => 0 },
        new("constant, second half averaged", Ink.SkyBlue, (_, n) => new Constant(1, n), p => p.LossExponent()) { AverageFrom = n => n / 2 },
    ];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [longest, runs, drawn, modes];

    public static StudyPart Run(StudyContext context)
    {
        int[] horizons = [.. HalfDecades(context.Get(longest))];
        var models = problems.Select(p => Model(PowerLawSpectrum.Quadrature(1 + (p.Source * p.Capacity), p.Capacity, QuadratureModes))).ToArray();
        var count = problems.Length * rivals.Length * horizons.Length;
        // The longest first, so that threads end together.
        var tuned = context.Map(0.5, count, j =>
        {
            var (h, rest) = (horizons.Length - 1 - (j / (problems.Length * rivals.Length)), j % (problems.Length * rivals.Length));
            var (p, r) = (rest / rivals.Length, rest % rivals.Length);
            return RateSearch.Best(
                rate => rivals[r].Loss(models[p], rate * rivals[r].Shape(problems[p], horizons[h]), context.Cancellation),
                1.0 / horizons[h], HighestRate, places: 11, tolerance: 0.01);
        });
        (double Rate, double Loss) At(int p, int r, int h) => tuned[((horizons.Length - 1 - h) * problems.Length * rivals.Length) + (p * rivals.Length) + r];

        var checks = Drawn(context, horizons, At);
        var (claims, rows) = (new List<Claim>(), new List<Cell[]>());
        claims.Add(Claim.AtMost(
            "Drawn runs of one-pass SGD against the exact mean, largest distance of final losses in standard errors", "identity for Gaussian features",
            checks.Max(c => Math.Abs(c.Mean - c.Exact) / c.Error), 5));
        var power = Array.FindIndex(rivals, r => r.Name.StartsWith("power", StringComparison.Ordinal));
        var n = horizons.Select(h => (double)h).ToArray();
        for (var p = 0; p < problems.Length; p++)
        {
            for (var r = 0; r < rivals.Length; r++)
            {
                var losses = horizons.Select((_, h) => At(p, r, h).Loss).ToArray();
                var last = -Horizons.Slope(n[^3..], losses[^3..]);
                var limit = rivals[r].Exponent(problems[p]);
                rows.Add([Phases.Name(problems[p]), rivals[r].Name, last, limit, rivals[r].LogNote(problems[p]), losses[^1] / At(p, power, horizons.Length - 1).Loss, At(p, r, horizons.Length - 1).Rate]);
                claims.Add(Claim.Show(
                    $"{Phases.Name(problems[p])}, {rivals[r].Name}: x in E ~ T^−x over the last decade, to T = {Digits.Count(horizons[^1])}", Minimax, last, limit));
            }

            Compare(p, "constant", "a worse exponent");
            Compare(p, "1/√t", "a worse exponent");
            Compare(p, "exponential to 1/T", "a logarithm");
            Compare(p, "WSD, exponential tail", "a logarithm");
        }

        Compare(0, "linear", "a worse exponent, as γ + 1 < β");
        Compare(1, "constant, all averaged", "a worse exponent, as s > 2");
        return new(
            FormattableString.Invariant(
                $"In simulated kernel regression the last iterate of the power decay falls like T^−{Last(0, power):0.000} and T^−{Last(1, power):0.000} where minimax is {problems[0].LossExponent():0.000} and {problems[1].LossExponent():0.000}; a constant rate gives {Last(0, 0):0.000} and {Last(1, 0):0.000}."),
            claims,
            [Figure(n, At, checks), new StudyTable(
                "kernel-regression", $"One-pass SGD with one sample an update, σ² = 1, base rates tuned; exponents over the last decade to T = {Digits.Count(horizons[^1])}.",
                ["problem", "schedule", "x measured", "x limit", "logarithm", "loss over power decay's", "best rate"], rows)])
        {
            Limits =
            [
                "Averaging is no loser at s ≤ 2: the mean of all iterates at a constant rate reaches the minimax exponent there with a smaller constant, and the mean of the second half does so at any s.",
                "At β = 1.5 a straight line has tail enough (γ = 1 > β − 1), the same exponent in the limit and a slightly better constant than the power 2β − 1.",
                "Exponents are still on their way to their limits at these horizons; what is claimed is their order, not their distance to the limit.",
            ],
        };

        double Last(int p, int r) => -Horizons.Slope(n[^3..], [.. Enumerable.Range(horizons.Length - 3, 3).Select(h => At(p, r, h).Loss)]);

        // The ratio to the power decay grows with the horizon: over the last decade by this factor.
        void Compare(int p, string name, string why)
        {
            var r = Array.FindIndex(rivals, rival => rival.Name == name);
            claims.Add(Claim.AtLeast(
                $"{Phases.Name(problems[p])}: exponent of the power decay less that of {name} over the last decade ({why})", Minimax, Last(p, power) - Last(p, r), 0));
        }
    }

    static RandomFeatureModel Model(PowerLawSpectrum spectrum) => new(spectrum, Batch: 1, NoiseVariance: 1);

    // A mean of all iterates at a constant rate forgets its start no faster than (ηT)^−2.
    static double Saturated(ScalingProblem problem) => new ScalingProblem(Math.Min(problem.Source, 2), problem.Capacity).LossExponent();

    static IEnumerable<int> HalfDecades(int to)
    {
        for (var i = 0; Math.Round(Math.Pow(10, (5 + i) / 2.0)) is var horizon && horizon <= to; i++)
            yield return (int)horizon;
    }

    static Check[] Drawn(StudyContext context, int[] horizons, Func<int, int, int, (double Rate, double Loss)> at)
    {
        var (each, kept) = (context.Get(runs), context.Get(modes));
        var places = (
            from p in Enumerable.Range(0, problems.Length)
            from r in Enumerable.Range(0, rivals.Length)
            where rivals[r].IsDrawn
            from h in Enumerable.Range(0, horizons.Length)
            where horizons[h] <= context.Get(drawn)
            orderby horizons[h] descending
            select (Problem: p, Rival: r, Horizon: h)).ToArray();
        var seed = context.Seed["kernel-regression"];
        return context.Map(0.2, places.Length, i =>
        {
            var (p, r, h) = places[i];
            var problem = problems[p];
            var model = Model(PowerLawSpectrum.Exact(1 + (problem.Source * problem.Capacity), problem.Capacity, kept));
            var schedule = at(p, r, h).Rate * rivals[r].Shape(problem, horizons[h]);
            var (rates, none) = (schedule.ToArray(), new double[horizons[h]]);
            var (sum, squares) = (0.0, 0.0);
            for (var run = 0; run < each; run++)
            {
                var loss = MomentumTraining.Losses(model, rates, none, none, new RandomNumbers(seed[i][run]), context.Cancellation)[^1];
                (sum, squares) = (sum + loss, squares + (loss * loss));
            }

            var mean = sum / each;
            return new Check(p, r, horizons[h], mean, Math.Sqrt(((squares / each) - (mean * mean)) / (each - 1)), model.MeanLoss(schedule, context.Cancellation)[^1]);
        });
    }

    static StudyFigure Figure(double[] n, Func<int, int, int, (double Rate, double Loss)> at, Check[] checks)
    {
        Panel Of(int p)
        {
            var x = problems[p].LossExponent();
            var marks = new List<Mark>();
            for (var r = 0; r < rivals.Length; r++)
            {
                marks.Add(new Line(n, [.. n.Select((t, h) => at(p, r, h).Loss * Math.Pow(t, x))])
                { Name = rivals[r].Name, Ink = rivals[r].Ink, Dash = rivals[r].AverageFrom is null ? Dash.Solid : Dash.Dashed });
                var own = checks.Where(c => c.Problem == p && c.Rival == r).OrderBy(c => c.Horizon).ToArray();
                if (own.Length == 0) continue;
                // Set apart a little, so that intervals do not cover each other.
                double[] scale = [.. own.Select(c => Math.Pow(c.Horizon, x))], t = [.. own.Select(c => c.Horizon * Math.Pow(1.03, r - 2.5))];
                marks.Add(new Points(t, [.. own.Select((c, i) => c.Mean * scale[i])]) { Ink = rivals[r].Ink, Marker = Marker.Circle });
                marks.Add(new Whiskers(
                    t, [.. own.Select((c, i) => (c.Mean - (2 * c.Error)) * scale[i])], [.. own.Select((c, i) => (c.Mean + (2 * c.Error)) * scale[i])])
                { Ink = rivals[r].Ink });
            }

            return new(new Axis(FormattableString.Invariant($"E T^{x:0.00} ({Phases.Name(problems[p])})")) { Scale = AxisScale.Logarithmic }) { Height = 230, Marks = marks };
        }

        return new(
            "kernel-regression",
            new Figure("One-pass SGD on kernel regression, final loss over the minimax rate")
            {
                Subtitle = "lines: exact mean, base rates tuned; points: runs with drawn features, ±2 standard errors",
                X = new Axis("horizon T (updates)") { Scale = AxisScale.Logarithmic },
                Panels = [Of(0), Of(1)],
                Legend = LegendPlace.Below,
            },
            "Level lines attain the minimax rate. The power decay does so at its last iterate; rates that do not decay, and decays with a tail below β − 1, climb.");
    }

    sealed record Rival(string Name, Ink Ink, Func<ScalingProblem, int, Schedule> Shape, Func<ScalingProblem, double> Exponent)
    {
        public bool HasLogarithm { get; init; }

        public bool IsDrawn { get; init; }

        public Func<int, int>? AverageFrom { get; init; }

        public double Loss(RandomFeatureModel model, Schedule schedule, CancellationToken cancellation) => AverageFrom is null
            ? model.MeanLoss(schedule, cancellation)[^1]
            : AveragedIterate.MeanLoss(model, schedule, AverageFrom(schedule.Steps), cancellation);

        public string LogNote(ScalingProblem problem) => HasLogarithm || (Name == "linear" && problem.Capacity == 2) ? "yes" : "no";
    }

    readonly record struct Check(int Problem, int Rival, int Horizon, double Mean, double Error, double Exact);
}
