using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.MultiPowerTheory;

/// <summary>The quadratic model from which the law comes: exact means, drawn runs, the approximation, the closed form, the law.</summary>
static class QuadraticModel
{
    const string Paper = "Luo et al. 2025, section 3 and appendix L (constants mended)";
    const double Peak = .05;

    static readonly CountParameter steps = new("steps", "Steps T of a run on the quadratic model.", 1500) { Quick = 600, Min = 50, Max = 100_000 };
    static readonly CountParameter runs = new("runs", "Drawn runs of SGD that are averaged for each schedule.", 60) { Quick = 30, Min = 4, Max = 100_000 };
    static readonly CountParameter spectra = new("spectra", "Random quadratics that are averaged against the closed form.", 400) { Quick = 200, Min = 10, Max = 100_000 };

    static readonly PowerLawQuadratic model = new(-.5, .1, 2, 8, .01, 300, 300);

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [steps, runs, spectra];

    public static StudyPart Run(StudyContext context)
    {
        var count = context.Get(steps);
        Followed[] followed = [.. new[]
        {
            ("cosine", (Schedule)new Cosine(Peak, Peak / 10, count)),
            ("wsd", new Wsd(Peak, 0, 0, count, Math.Max(1, count / 5), DecayShape.Linear)),
            ("two-stage", new Constant(Peak, count / 2).Then(new Constant(Peak / 5, count - (count / 2)))),
        }.Select(each => Follow(context, each.Item1, each.Item2.ToArray()))];
        var drawn = Drawn(context, followed[0].Rates);
        return new(
            $"The closed form of the quadratic model is within {Digits.Percent(followed.Max(each => each.Error))} of the exact mean loss; the multi-power law "
            + $"itself lies {Digits.Percent(followed.Max(each => (each.Law[^1] / each.Exact[^1]) - 1))} above it, for it leaves out noise that has not yet grown.",
            [.. followed.SelectMany(each => Claims(context, each)), .. drawn], [Curves(followed)])
        {
            Limits =
            [
                "The corollary drops B η₁ (1 + C S)^−β, which falls more slowly than the signal's A S^−α wherever ρ < 1: the law's form follows from the "
                + "model only while the signal is large against it.",
                "In the model the law's α = a + 2 exceeds 1 and γ is 0; the published fits have α ≈ 0.45 and γ ≈ 0.65, so that the quadratic explains the form, not the numbers.",
            ],
        };
    }

    static Followed Follow(StudyContext context, string name, double[] rates)
    {
        var quadratic = model.Quantiles();
        int[] at = [.. Enumerable.Range(0, 25).Select(i => (int)Math.Round(Math.Pow(rates.Length, (i + 6) / 30.0)) - 1).Distinct()];
        var losses = context.Map(.1, context.Get(runs), i =>
        {
            var drawn = quadratic.DrawnLoss(rates, new RandomNumbers(context.Seed[name][i]));
            return Array.ConvertAll(at, t => drawn[t]);
        });
        var exact = quadratic.MeanLoss(rates);
        return new(
            name, rates, at, [.. at.Select(t => exact[t])], [.. at.Select((_, i) => losses.Average(run => run[i]))],
            [.. at.Select((_, i) => Error(losses.Select(run => run[i]).ToArray()))],
            [.. at.Select(t => model.MeanLoss(rates.AsSpan(0, t + 1)))],
            model.Law(rates[0]).Losses(new RatePath((double[])rates.Clone()), at),
            quadratic.Approximation(rates), quadratic.ErrorBound(rates));
    }

    static IEnumerable<Claim> Claims(StudyContext context, Followed each)
    {
        yield return Claim.AtMost(
            $"{each.Name}: drawn SGD follows the exact mean: largest deviation of {context.Get(runs)} runs in standard errors", "identity",
            each.Exact.Zip(each.Mean, each.Deviation).Max(place => Math.Abs(place.First - place.Second) / place.Third), 5);
        yield return Claim.AtMost($"{each.Name}: |E L − M| over its bound, theorem 3", Paper, Math.Abs(each.Exact[^1] - each.Approximation) / each.Bound, 1);
        // Both have forgotten the start only in a run that is long enough.
        var closed = $"{each.Name}: closed form of theorem 1 beside the exact mean on the quantiles of the spectrum: |ΔL|/L";
        yield return context.IsLarge(steps) ? Claim.AtMost(closed, Paper, each.Error, .003) : Claim.Show(closed, Paper, each.Error, 0);
    }

    // M of random quadratics against its mean in closed form: equal but for chance.
    static Claim[] Drawn(StudyContext context, double[] rates)
    {
        var values = context.Map(.1, context.Get(spectra), i => model.Draw(new RandomNumbers(context.Seed["spectrum"][i])).Approximation(rates));
        return
        [
            Claim.AtMost(
                $"Theorem 1 is the mean of M over random spectra and starts: deviation of {values.Length} in standard errors", Paper,
                Math.Abs(values.Average() - model.MeanLoss(rates)) / Error(values), 4.5),
        ];
    }

    static StudyFigure Curves(Followed[] followed)
    {
        Ink[] inks = [Ink.Blue, Ink.Vermilion, Ink.Green];
        var marks = followed.Zip(inks).SelectMany(pair =>
        {
            var (each, ink) = pair;
            return (Mark[])
            [
                new Line(each.Steps, each.Closed) { Name = $"theorem 1, {each.Name}", Ink = ink, Dash = Dash.Solid },
                new Line(each.Steps, each.Law) { Name = "multi-power law (corollary)", Ink = Ink.Grey, Dash = Dash.Dashed, Width = 1.2 },
                new Points(each.Steps, each.Mean) { Name = "SGD", Ink = Ink.Black, Marker = Marker.Circle, Size = 4 },
            ];
        });
        var rest = followed.Zip(inks).SelectMany(pair =>
        {
            var (each, ink) = pair;
            return (Mark[])
            [
                new Line(each.Steps, [.. each.Closed.Zip(each.Exact, (closed, exact) => 100 * ((closed / exact) - 1))]) { Name = $"theorem 1, {each.Name}", Ink = ink, Dash = Dash.Solid },
                new Whiskers(
                    [.. each.Steps], [.. each.Exact.Select((exact, i) => 100 * (((each.Mean[i] - each.Deviation[i]) / exact) - 1))],
                    [.. each.Exact.Select((exact, i) => 100 * (((each.Mean[i] + each.Deviation[i]) / exact) - 1))])
                {
                    Name = "SGD", Ink = Ink.Black, Width = 1,
                },
            ];
        });
        return new(
            "quadratic",
            new Figure("A quadratic with power-law curvature and noise obeys a multi-power law")
            {
                Subtitle = $"density ∝ λ^{model.Density} on [0, {model.Cutoff}], noise ∝ λ^{model.NoiseExponent} e^(−{model.NoiseDecay}λ): α = {model.Alpha}, β = {Digits.Significant(model.Beta)}, C = {model.C}",
                X = new("step t") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new(new("mean loss E[L]") { Scale = AxisScale.Logarithmic }) { Marks = [.. marks], Height = 240 },
                    new(new("beside the exact mean (%)")) { Marks = [.. rest, new Rule(Direction.Horizontal, 0)], Height = 130 },
                ],
                Legend = LegendPlace.Below,
            },
            "Above, drawn SGD, theorem 1 with its constants, and the law of the corollary; below, their distance from the exact mean, with standard errors. "
            + "The law lacks the term of noise that has not yet grown to its level.");
    }

    static double Error(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1.0) / values.Length);
    }

    /// <summary>A schedule's losses at some steps: exact, drawn, by the closed form, by the law.</summary>
    sealed record Followed(
        string Name, double[] Rates, int[] At, double[] Exact, double[] Mean, double[] Deviation, double[] Closed, double[] Law, double Approximation, double Bound)
    {
        public double[] Steps => [.. At.Select(t => t + 1.0)];

        public double Error => Math.Abs((Closed[^1] / Exact[^1]) - 1);
    }
}
