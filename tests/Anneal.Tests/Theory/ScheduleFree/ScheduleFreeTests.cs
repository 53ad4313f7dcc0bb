using System.Numerics.Tensors;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class ScheduleFreeTests
{
    const int T = 2000;
    static readonly MaxAffine problem = MaxAffine.Draw(60, 20, new Seed(3));

    static double[] Shape(string name) => name switch
    {
        "constant" => new Constant(1, T).ToArray(),
        "wsd" => [.. Enumerable.Range(0, T).Select(t => Math.Min(Math.Min(1, (t + 1) / 200.0), (T - t) / 400.0))],
        "warm-up" => [.. Enumerable.Range(0, T).Select(t => Math.Min(1, (t + 1) / 400.0))],
        _ => new Cosine(1, 0, T).ToArray(),
    };

    static double[] Scaled(double[] rates, double factor) => Array.ConvertAll(rates, rate => factor * rate);

    // Weights by the theory's index: the start counts with its own first rate, z_{t+1} with γ_{t+1}, what the last step makes with 0.
    static double[] Final(ConvexProblem f, double[] rates, double interpolation)
    {
        var points = new ScheduleFreeTriple(new double[f.Dimension], interpolation, rates[0]);
        var method = new ScheduleFreeSgd(points);
        var g = new double[f.Dimension];
        for (var t = 0; t < rates.Length; t++)
        {
            f.Subgradient(points.Y, g);
            method.Step(g, rates[t], t + 1 < rates.Length ? rates[t + 1] : 0);
        }

        return points.X.ToArray();
    }

    // With one gradient throughout Adam's step is its sign; the decay pulls from y, which is no longer z after the first step.
    [Fact]
    public void Weight_decay_of_AdamW_is_taken_at_y()
    {
        var points = new ScheduleFreeTriple([2, -1], 0.5, firstWeight: 1);
        var method = new ScheduleFreeAdamW(points, 0.9, 1e-30) { WeightDecay = 0.1 };
        for (var step = 0; step < 2; step++)
        {
            var (y, z) = (points.Y.ToArray(), points.Z.ToArray());
            method.Step([3, -4], 0.5, 1);
            Assert.Equal(z[0] - (0.5 * (1 + (0.1 * y[0]))), points.Z[0], 1e-14);
            Assert.Equal(z[1] - (0.5 * (-1 + (0.1 * y[1]))), points.Z[1], 1e-14);
            Assert.NotEqual(points.Y[0], points.Z[0]);
        }
    }

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var shape in new[] { "constant", "wsd", "warm-up", "cosine" })
            {
                foreach (var interpolation in new[] { 0, 0.5, 0.9, 1 }) cases.Add(shape, interpolation);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_bound_holds_for_any_schedule_and_interpolation(string shape, double interpolation)
    {
        var rates = Scaled(Shape(shape), problem.Distance * ScheduleFreeBound.BaseRate(Shape(shape)));
        var ratio = problem.Value(Final(problem, rates, interpolation)) / ScheduleFreeBound.Of(rates, problem.Distance, 1);
        Assert.InRange(ratio, 1e-4, 1);
    }

    [Theory]
    [InlineData("constant", 1.0000)]
    [InlineData("wsd", 1.0520)]
    [InlineData("warm-up", 1.0343)]
    [InlineData("cosine", 1.2237)]
    public void The_factors_of_the_bound_are_those_of_the_table(string shape, double factor) =>
        Assert.Equal(factor, ScheduleFreeBound.Factor(Shape(shape)), 1.2e-3);

    [Fact]
    public void The_factor_of_warm_up_stable_decay_has_a_closed_form()
    {
        Assert.Equal(1.0523, ScheduleFreeBound.WarmupStableDecay(0.1, 0.2), 5e-5);
        Assert.Equal(1.0344, ScheduleFreeBound.WarmupStableDecay(0.2, 0), 5e-5);
        Assert.Equal(1, ScheduleFreeBound.WarmupStableDecay(0, 0));
        Assert.Equal(ScheduleFreeBound.WarmupStableDecay(0.1, 0.2), ScheduleFreeBound.Factor(Shape("wsd")), 1e-3);
    }

    [Fact]
    public void The_tuned_bound_is_the_factor_over_the_root_of_the_steps()
    {
        var shape = Shape("cosine");
        var tuned = ScheduleFreeBound.Of(Scaled(shape, 3 * ScheduleFreeBound.BaseRate(shape) / 2), 3, 2);
        Assert.Equal(1, tuned / (6 * ScheduleFreeBound.Factor(shape) / Math.Sqrt(T)), 1e-12);
    }

    [Fact]
    public void Without_interpolation_it_is_gradient_descent_with_its_iterates_averaged()
    {
        var rates = Scaled(Shape("cosine"), 0.1);
        var (z, sum, g) = (new double[20], new double[20], new double[20]);
        foreach (var rate in rates)
        {
            TensorPrimitives.MultiplyAdd(z, rate, sum, sum);
            problem.Subgradient(z, g);
            for (var i = 0; i < z.Length; i++) z[i] -= rate * g[i];
        }

        var x = Final(problem, rates, 0);
        for (var i = 0; i < z.Length; i++) Assert.Equal(sum[i] / rates.Sum(), x[i], 1e-12);
    }

    [Fact]
    public void With_full_interpolation_gradients_are_taken_at_the_average()
    {
        var rates = Scaled(Shape("wsd"), 0.1);
        var (z, x, g, sum) = (new double[20], new double[20], new double[20], rates[0]);
        for (var t = 0; t < T; t++)
        {
            problem.Subgradient(x, g);
            for (var i = 0; i < z.Length; i++) z[i] -= rates[t] * g[i];
            if (t + 1 == T) break;
            sum += rates[t + 1];
            var share = rates[t + 1] / sum;
            for (var i = 0; i < z.Length; i++) x[i] = ((1 - share) * x[i]) + (share * z[i]);
        }

        Assert.Equal(x, Final(problem, rates, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_memory_saving_form_has_the_points_of_the_reference_form(bool adam)
    {
        var random = new RandomNumbers(new Seed(8));
        double[] start = [1, -2, 0.5, 3, -0.1];
        ScheduleFreePoints[] forms = [new ScheduleFreeTriple(start, 0.9), new ScheduleFreePair(start, 0.9)];
        var sgd = Array.ConvertAll(forms, points => new ScheduleFreeSgd(points) { WeightDecay = 0.01 });
        var adamW = Array.ConvertAll(forms, points => new ScheduleFreeAdamW(points) { WeightDecay = 0.01 });
        var rates = Enumerable.Range(0, 200).Select(k => 0.3 * Math.Min(1, (k + 1) / 20.0)).ToArray();
        var weights = AveragingRule.Published.Weights(rates);
        var (x, other) = (new double[5], new double[5]);
        for (var k = 0; k < rates.Length; k++)
        {
            var noise = Enumerable.Range(0, 5).Select(_ => 0.1 * random.NextNormal()).ToArray();
            for (var form = 0; form < 2; form++)
            {
                var y = forms[form].Y.ToArray();
                var g = noise.Zip(y, (e, value) => e + (0.2 * value)).ToArray();
                if (adam) adamW[form].Step(g, rates[k], weights[k]);
                else sgd[form].Step(g, rates[k], weights[k]);
            }

            forms[0].CopyX(x);
            forms[1].CopyX(other);
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(x[i], other[i], 1e-12);
                Assert.Equal(forms[0].Y[i], forms[1].Y[i], 1e-12);
                Assert.Equal(forms[0].Z[i], forms[1].Z[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Without_a_first_weight_the_start_leaves_the_average_at_once()
    {
        var points = new ScheduleFreeTriple([5], 0.5);
        points.Move([1], 2, 4);
        Assert.Equal(3, points.X[0]);
        points.Move([1], 2, 4);
        Assert.Equal((3.0 + 1) / 2, points.X[0]);
        Assert.Equal((0.5 * 1) + (0.5 * 2), points.Y[0]);
    }

    [Fact]
    public void Rules_of_averaging_weigh_by_rate_its_square_and_its_highest()
    {
        double[] rates = [1, 3, 2];
        Assert.Equal([1, 1, 1], AveragingRule.Uniform.Weights(rates));
        Assert.Equal([1, 3, 2], AveragingRule.ByRate.Weights(rates));
        Assert.Equal([1, 9, 4], AveragingRule.BySquaredRate.Weights(rates));
        Assert.Equal([1, 9, 9], AveragingRule.Published.Weights(rates));
        Assert.Equal([1, 6, 6], (AveragingRule.ByRate with { StepPower = 1 }).Weights(rates));
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFreePair([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFreeTriple([1], 1.1));
        Assert.Throws<ArgumentException>(() => ScheduleFreeBound.Of([0, 0], 1, 1));
        Assert.Throws<ArgumentException>(() => new ScheduleFreeSgd(new ScheduleFreeTriple([1], 0.9)).Step([1, 2], 1, 1));
    }

    // ρ_k and the factor for β₂ = 0.999, written out; below five steps the variance of Adam's diagonal is infinite.
    [Fact]
    public void Rectification_is_silent_first_and_one_in_the_end()
    {
        Assert.Equal(0, ScheduleFreeAdamW.Rectification(1, 0.999));
        Assert.Equal(0, ScheduleFreeAdamW.Rectification(4, 0.999));
        Assert.True(ScheduleFreeAdamW.Rectification(6, 0.999) > 0);
        Assert.Equal(1, ScheduleFreeAdamW.Rectification(1_000_000, 0.999), 1e-12);
    }
}
