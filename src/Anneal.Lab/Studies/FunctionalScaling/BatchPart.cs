using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>Batch sizes in place of rates: the best ramp, two stages, how fast a late switch catches up, and that the two are one problem.</summary>
static class BatchPart
{
    const string Paper = "arXiv:2602.14208 (2026)";
    const double Ratio = 16;
    const double StepLength = 0.05;

    static readonly CountParameter steps = new("switch-steps", "steps of the runs that switch batch size", 40_000) { Quick = 8_000, Min = 400, Max = 1_000_000 };
    static readonly double[] amounts = Horizons.Decades(6, 12);

    // s, β and the exponent of the share of data after the switch as measured on a grid over the same amounts.
    static readonly (double Source, double Capacity, double Slope)[] measured = [(0.25, 3, -0.2409), (0.3, 2, -0.1074)];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [steps, .. Phases.Parameters];

    public static StudyPart Run(StudyContext context)
    {
        var (easy, hard) = (Phases.Easy(context), Phases.Hard(context));
        var claims = new List<Claim>();
        var late = context.Do(0.01, () => measured
            .Select(m => amounts.Select(d => new BatchSwitch(new(m.Source, m.Capacity), 1, Ratio).BestLate(d) / d).ToArray()).ToArray());
        for (var i = 0; i < measured.Length; i++)
        {
            var problem = new ScalingProblem(measured[i].Source, measured[i].Capacity);
            var slope = Horizons.Slope(amounts, late[i]);
            var statement = $"{Phases.Name(problem)}: exponent of the share of data after the best switch, B₂/B₁ = 16, D = 10⁶ … 10¹²";
            claims.Add(Claim.Close(
                $"{statement} (limit {Digits.Significant(LateExponent(problem))})", $"{Paper}, theorem 3.2", slope, measured[i].Slope, 0.01));
            claims.Add(Claim.AtMost(
                $"{Phases.Name(problem)}: the loss at the switch by s (1 + S)^−(s+1) = σ² [K(S)/B₁ + K(R)/B₂] over the least of a grid, less 1",
                $"{Paper}; derived", AgainstGrid(new(problem, 1, Ratio), 1e6), 1e-12));
        }

        claims.Add(Claim.AtLeast(
            $"{Phases.Name(easy)}: share of data after the best switch, easy phase, D = 10⁶ … 10¹²", $"{Paper}, theorem 3.2",
            amounts.Min(d => new BatchSwitch(easy, 1, Ratio).BestLate(d) / d), 1));

        var ramps = Horizons.Decades(8, 14).Select(d => BatchRamp.Of(easy, d)).ToArray();
        var data = ramps.Select(r => r.Data).ToArray();
        var power = easy.Source * easy.Capacity;
        Ramp("T* ~ D^{β/(1 + sβ)}", r => r.Steps, easy.Capacity / (1 + power));
        Ramp("B_max ~ D^{(1/2 + sβ)/(1 + sβ)}", r => r.Last, (0.5 + power) / (1 + power));
        Ramp("E ~ D^{−sβ/(1 + sβ)}", r => r.Loss, -power / (1 + power));

        foreach (var problem in (ScalingProblem[])[easy, hard])
        {
            claims.Add(Claim.AtMost(
                $"{Phases.Name(problem)}: one path of η/B, once by rates and once by batches, the losses' ratio less 1", "derived: E depends on η/B alone",
                context.Do(0.02, () => Duality(problem)), 1e-3));
        }

        var curves = context.Do(0.05, () => Curves(context, easy));
        claims.Add(Claim.AtMost(
            "What a switch costs against the large batch at equal steps, measured against its closed form, largest relative error", "derived",
            curves.Error, 0.02));
        return new(
            FormattableString.Invariant(
                $"In the hard phase the best moment to raise the batch size 16-fold comes late: at D = 10¹² samples only {100 * late[0][^1]:0.0} % are left ({Phases.Name(new(measured[0].Source, measured[0].Capacity))})."),
            claims, [curves.Figure, LateFigure(late, hard)])
        {
            Limits = ["Batch sizes are real numbers here, and the rate stays constant where they grow."],
        };

        void Ramp(string what, Func<BatchRamp, double> of, double exponent)
        {
            var statement = $"{Phases.Name(easy)}: exponent of {what}, D = 10⁸ … 10¹⁴";
            var slope = Horizons.Slope(data, [.. ramps.Select(of)]);
            claims.Add(Phases.ArePublished(context)
                ? Claim.Close(statement, $"{Paper}, theorem 3.1", slope, exponent, 0.01)
                : Claim.Show(statement, $"{Paper}, theorem 3.1", slope, exponent));
        }
    }

    static double LateExponent(ScalingProblem problem) => -(1 - (1 / problem.Capacity) - problem.Source) / problem.KernelExponent;

    static double AgainstGrid(BatchSwitch choice, double data)
    {
        var best = choice.LossAt(data, choice.BestLate(data));
        return (best / Enumerable.Range(0, 2001).Min(i => choice.LossAt(data, data * Math.Pow(1e-6, i / 2000.0)))) - 1;
    }

    // The optimum's η(z) in small steps of a fixed batch, and the best batches in small steps of a fixed rate: both are sums for one integral.
    static double Duality(ScalingProblem problem)
    {
        const int parts = 50_000;
        const double data = 300;
        var (optimum, ramp) = (ScalingOptimum.Of(problem, data), BatchRamp.Of(problem, data));
        var (width, step) = (data / parts, ramp.Steps / parts);
        var (batches, rates) = (new double[parts], new double[parts]);
        Array.Fill(batches, width);
        var byRate = ScalingDynamics.FinalLoss(problem, [.. optimum.Rates(parts).Select(rate => rate * width)], batches);
        Array.Fill(rates, step);
        for (var k = 0; k < parts; k++) batches[k] = step * ramp.BatchAt((k + 0.5) * step);
        return Math.Abs((byRate / ScalingDynamics.FinalLoss(problem, rates, batches)) - 1);
    }

    static (StudyFigure Figure, double Error) Curves(StudyContext context, ScalingProblem problem)
    {
        var count = context.Get(steps);
        var choice = new BatchSwitch(problem, 1, Ratio);
        var (rates, batches) = (new double[count], new double[count]);
        Array.Fill(rates, StepLength);
        var kept = Enumerable.Range(0, 401).Select(i => Math.Min(count - 1, i * count / 400)).ToArray();
        var at = kept.Select(k => k + 1.0).ToArray();
        double[] Losses(int switchAt)
        {
            for (var k = 0; k < count; k++) batches[k] = k < switchAt ? choice.First : choice.Second;
            var losses = new double[count];
            ScalingDynamics.Losses(problem, rates, batches, losses, context.Cancellation);
            return losses;
        }

        var large = Losses(0);
        (string Name, int At, double[] Losses, Ink Ink)[] runs =
        [
            ("B = 1", count, Losses(count), Ink.Black), ("1 → 16 at a quarter", count / 4, Losses(count / 4), Ink.Vermilion),
            ("1 → 16 at three quarters", count * 3 / 4, Losses(count * 3 / 4), Ink.Orange), ("B = 16", 0, large, Ink.Blue),
        ];
        var error = 0.0;
        List<Mark> excess = [];
        // The closed form is for rate 1; at another rate noise is that much smaller, and time passes that much slower.
        foreach (var run in runs[1..3])
        {
            var after = kept.Where(k => k > run.At + (count / 100)).ToArray();
            var closed = after.Select(k => StepLength * choice.CatchUp(run.At * StepLength, (k + 1 - run.At) * StepLength)).ToArray();
            var found = after.Select(k => run.Losses[k] - large[k]).ToArray();
            error = Math.Max(error, found.Zip(closed, (a, b) => Math.Abs((a / b) - 1)).Max());
            excess.Add(new Line([.. after.Select(k => k + 1.0)], closed) { Name = run.Name, Ink = run.Ink });
            var dots = Enumerable.Range(0, after.Length).Where(i => i % Math.Max(1, after.Length / 15) == 0).ToArray();
            excess.Add(new Points([.. dots.Select(i => after[i] + 1.0)], [.. dots.Select(i => found[i])]) { Name = run.Name, Ink = run.Ink, Marker = Marker.Circle });
        }

        return (new StudyFigure(
            "catch-up",
            new Figure("A late switch to a larger batch catches up fast")
            {
                Subtitle = $"rate {StepLength}, {Phases.Name(problem)}; below, lines: closed form, points: the dynamics",
                X = new Axis("step"),
                Panels =
                [
                    new Panel(new Axis("loss E") { Scale = AxisScale.Logarithmic })
                    { Height = 200, Marks = [.. runs.Select(run => (Mark)new Line(at, [.. kept.Select(k => run.Losses[k])]) { Name = run.Name, Ink = run.Ink, Dash = Dash.Solid })] },
                    new Panel(new Axis("E less that of B = 16") { Scale = AxisScale.Logarithmic }) { Height = 150, Marks = excess },
                ],
                Legend = LegendPlace.Below,
            },
            "At equal steps the run that switched late has nearly the loss of the large batch after a short while, and has used far less data."), error);
    }

    static StudyFigure LateFigure(double[][] late, ScalingProblem hard)
    {
        Ink[] inks = [Ink.Vermilion, Ink.Orange];
        var growth = amounts.Select(d => BatchRamp.Of(hard, d)).Select(ramp => ramp.GrowthSteps / ramp.Steps).ToArray();
        return new(
            "late-switch",
            new Figure("In the hard phase large batches belong to the end")
            {
                Subtitle = "points: optimum; dashed lines: the limit's exponents through the last point",
                X = new Axis("data D (samples)") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new Panel(new Axis("share after the switch, (D − P*)/D") { Scale = AxisScale.Logarithmic })
                    {
                        Height = 240,
                        Marks =
                        [
                            .. late.SelectMany((y, i) => (Mark[])
                            [
                                Horizons.Through(amounts, y, LateExponent(new(measured[i].Source, measured[i].Capacity)), null, inks[i]),
                                new Points(amounts, y) { Name = $"two stages, {Phases.Name(new(measured[i].Source, measured[i].Capacity))}", Ink = inks[i], Marker = (Marker)i },
                            ]),
                            new Points(amounts, growth) { Name = $"best ramp, share of steps that grow, {Phases.Name(hard)}", Ink = Ink.Blue, Marker = Marker.Triangle },
                        ],
                    },
                ],
                Legend = LegendPlace.Below,
            },
            "The more data, the later the best switch. In the easy phase it is at the start.");
    }
}
