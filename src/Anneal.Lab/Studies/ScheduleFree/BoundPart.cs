using System.Numerics.Tensors;
using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ScheduleFree;

/// <summary>The guarantee for any schedule, set against runs on a maximum of affine functions; what β = 0 and β = 1 are.</summary>
static class BoundPart
{
    const string Source = "Pun, Buchholz, Gower 2025, arXiv:2511.07767; online-to-batch";
    const int Steps = 2000;

    static readonly (string Name, Func<int, double[]> Shape, double Factor)[] schedules =
    [
        ("constant", Entrant.Constant, 1.000),
        ("warm-up 10 %, decay 20 %", Entrant.Wsd, 1.052),
        ("warm-up 20 %", steps => Entrant.Ramps(steps, 0.2, 0), 1.034),
        ("cosine", Entrant.Cosine, 1.224),
    ];

    static readonly double[] interpolations = [0, 0.5, 0.9, 1];

    public static StudyPart Run(StudyContext context)
    {
        var problem = MaxAffine.Draw(60, 20, context.Seed["contests"]["max-affine"]);
        var runs = context.Map(0.03, schedules.Length * interpolations.Length, i =>
            Descend(problem, schedules[i / interpolations.Length].Shape, interpolations[i % interpolations.Length]));
        var worst = runs.Max(run => run.Excess[^1] / run.Bound[^1]);
        var anytime = runs.Max(run => run.Excess.Zip(run.Bound, (excess, bound) => excess / bound).Max());
        var horizons = Enumerable.Range(0, 13).Select(i => Math.Round(Math.Pow(10, 3 + (i / 4.0)))).ToArray();
        var decay = PowerFit.Of(horizons, [.. horizons.Select(T => ScheduleFreeBound.Factor(Entrant.Wsd((int)T)) / Math.Sqrt(T))]);
        var claims = new List<Claim>
        {
            Claim.AtMost(
                "(f(x_T) − f*)/bound, the worst of four schedules and β = 0, ½, 0.9, 1, on max |Ax − b|, 60 × 20, T = 2000", Source, worst, 1),
            Claim.AtMost("The same at every t up to T with the schedule cut there: the bound is anytime", Source, anytime, 1),
            Claim.Close("Slope in T of the tuned bound for warm-up 10 %, stable, decay 20 %, T = 10³ … 10⁶", Source, decay.Exponent, -0.5, 1e-3),
        };
        claims.AddRange(schedules.Select(schedule => Claim.Close(
            $"√T · bound/(DG) at the best peak, {schedule.Name}", Source, ScheduleFreeBound.Factor(schedule.Shape(Steps)), schedule.Factor, 1e-3)));
        claims.AddRange(Identities(problem));
        return new(null, claims, [Figure(runs), Table(runs)]);
    }

    // f − f* and the bound after t = 1 … T gradients, with the base rate that is best for the bound.
    static (double[] Excess, double[] Bound) Descend(MaxAffine problem, Func<int, double[]> shape, double interpolation)
    {
        var rates = shape(Steps);
        TensorPrimitives.Multiply(rates, problem.Distance * ScheduleFreeBound.BaseRate(rates), rates);
        var points = new ScheduleFreeTriple(new double[problem.Dimension], interpolation, rates[0]);
        var method = new ScheduleFreeSgd(points);
        var (excess, bound, g) = (new double[Steps], new double[Steps], new double[problem.Dimension]);
        for (var t = 0; t < Steps; t++)
        {
            // x is now the average of z₁ … z_{t+1}, to which the theory gives t + 1 rates.
            excess[t] = problem.Value(points.X);
            bound[t] = ScheduleFreeBound.Of(rates.AsSpan(0, t + 1), problem.Distance, problem.Lipschitz);
            problem.Subgradient(points.Y, g);
            method.Step(g, rates[t], t + 1 < Steps ? rates[t + 1] : 0);
        }

        return (excess, bound);
    }

    static IEnumerable<Claim> Identities(MaxAffine problem)
    {
        const string Identity = "identity";
        var rates = Entrant.Wsd(Steps);
        TensorPrimitives.Multiply(rates, problem.Distance * ScheduleFreeBound.BaseRate(rates), rates);
        var d = problem.Dimension;
        var (averaging, primal) = (new ScheduleFreeTriple(new double[d], 0, rates[0]), new ScheduleFreeTriple(new double[d], 1, rates[0]));
        var (kept, implied) = (new ScheduleFreeTriple(new double[d], 0.9), new ScheduleFreePair(new double[d], 0.9));
        var (keptAdam, impliedAdam) = (new ScheduleFreeTriple(new double[d], 0.9), new ScheduleFreePair(new double[d], 0.9));
        var weights = AveragingRule.Published.Weights(rates);
        var (sgd, pairSgd) = (new ScheduleFreeSgd(kept), new ScheduleFreeSgd(implied));
        var (adam, pairAdam) = (new ScheduleFreeAdamW(keptAdam) { WeightDecay = 0.01 }, new ScheduleFreeAdamW(impliedAdam) { WeightDecay = 0.01 });
        var (z, sum, zPrimal, xPrimal, g) = (new double[d], new double[d], new double[d], new double[d], new double[d]);
        var (total, forms) = (rates[0], 0.0);
        for (var t = 0; t < Steps; t++)
        {
            var weight = t + 1 < Steps ? rates[t + 1] : 0;
            problem.Subgradient(averaging.Y, g);
            averaging.Move(g, rates[t], weight);
            TensorPrimitives.MultiplyAdd(z, rates[t], sum, sum);
            problem.Subgradient(z, g);
            TensorPrimitives.MultiplyAdd(g, -rates[t], z, z);

            problem.Subgradient(primal.Y, g);
            primal.Move(g, rates[t], weight);
            problem.Subgradient(xPrimal, g);
            TensorPrimitives.MultiplyAdd(g, -rates[t], zPrimal, zPrimal);
            total += weight;
            var share = weight / total;
            for (var i = 0; i < d; i++) xPrimal[i] = ((1 - share) * xPrimal[i]) + (share * zPrimal[i]);

            // The same gradients to both forms: on a function with kinks, rounding alone would part them.
            problem.Subgradient(kept.Y, g);
            sgd.Step(g, rates[t], weights[t]);
            pairSgd.Step(g, rates[t], weights[t]);
            problem.Subgradient(keptAdam.Y, g);
            adam.Step(g, rates[t], weights[t]);
            pairAdam.Step(g, rates[t], weights[t]);
            forms = Math.Max(forms, Math.Max(Distance(kept, implied), Distance(keptAdam, impliedAdam)));
        }

        TensorPrimitives.Divide(sum, TensorPrimitives.Sum<double>(rates), sum);
        yield return Claim.AtMost("β = 0 is SGD with its iterates averaged by the rate: the largest difference of x_T", Identity, Distance(averaging.X, sum), 1e-12);
        yield return Claim.AtMost("β = 1 is primal averaging, gradients at the average: the largest difference of x_T", Identity, Distance(primal.X, xPrimal), 1e-12);
        yield return Claim.AtMost("The form that keeps y and z only has the x, y, z of the reference, SGD and AdamW, at all steps", Identity, forms, 1e-12);
    }

    static double Distance(ScheduleFreePoints one, ScheduleFreePoints other)
    {
        var (x, x2) = (new double[one.Y.Length], new double[one.Y.Length]);
        one.CopyX(x);
        other.CopyX(x2);
        return Math.Max(Distance(x, x2), Math.Max(Distance(one.Y, other.Y), Distance(one.Z, other.Z)));
    }

    static double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var most = 0.0;
        for (var i = 0; i < one.Length; i++) most = Math.Max(most, Math.Abs(one[i] - other[i]));
        return most;
    }

    static StudyFigure Figure((double[] Excess, double[] Bound)[] runs)
    {
        // The second schedule: the one with a warm-up and a decay.
        var shown = runs[interpolations.Length..(2 * interpolations.Length)];
        var steps = Enumerable.Range(1, Steps).Select(t => (double)t).ToArray();
        var marks = new List<Mark> { new Line(steps, shown[0].Bound) { Name = "bound", Ink = Ink.Black, Dash = Dash.Dashed } };
        for (var i = 0; i < interpolations.Length; i++)
            marks.Add(new Line(steps, shown[i].Excess) { Name = $"β = {Digits.Significant(interpolations[i])}", Dash = Dash.Solid });
        return new(
            "bound",
            new Figure("The guarantee holds at every step, for every β")
            {
                Subtitle = "max |Ax − b|, 60 × 20; warm-up 10 %, stable, linear decay 20 %; peak best for the bound",
                X = new("gradients t") { Scale = AxisScale.Logarithmic, Lower = 10 },
                Panels = [new(new("f(x_t) − f*") { Scale = AxisScale.Logarithmic }) { Marks = marks }],
            },
            "Lines are runs of schedule-free SGD on the same problem with the same schedule inside; dashed is (D² + G²Σγ²)/(2Σγ) cut at t. "
            + "Interpolating between z and its average is worth far more than the worst case tells.");
    }

    static StudyTable Table((double[] Excess, double[] Bound)[] runs) => new(
        "bound-ratios",
        "The bound at the best peak, and how much of it four values of β used up by the end.",
        ["schedule inside", "√T · bound/(DG)", .. interpolations.Select(β => $"ratio, β = {Digits.Significant(β)}")],
        [.. schedules.Select((schedule, row) => (Cell[])
        [
            schedule.Name,
            ScheduleFreeBound.Factor(schedule.Shape(Steps)),
            .. runs[(row * interpolations.Length)..((row + 1) * interpolations.Length)].Select(run => (Cell)(run.Excess[^1] / run.Bound[^1])),
        ])]);
}
