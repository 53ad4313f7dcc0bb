using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Optimizers;

/// <summary>Float32 steps against the library's double methods, on the gradients of a quadratic at each one's own y.</summary>
public sealed class AveragedOptimizerTests
{
    const int Count = 45;
    const int Steps = 30;

    public static TheoryData<Averaging, double?, double> Forms()
    {
        var forms = new TheoryData<Averaging, double?, double>();
        foreach (var averaging in Enum.GetValues<Averaging>())
        {
            foreach (var β in new[] { 0, 0.9, 1 })
            {
                forms.Add(averaging, null, β);
                forms.Add(averaging, 0.99, β);
            }
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Schedule_free_steps_are_those_of_the_library(Averaging averaging, double? beta2, double interpolation)
    {
        using var team = new WorkerTeam(2);
        var parameter = Start();
        var optimizer = new Anneal.Training.Optimizers.ScheduleFree([parameter], team, new()
        {
            Averaging = averaging,
            Beta2 = beta2,
            Interpolation = interpolation,
            Decay = 0.1,
            StepPower = 0.5,
        });
        var points = new ScheduleFreeTriple(Doubles(parameter), interpolation);
        var sgd = new ScheduleFreeSgd(points) { WeightDecay = 0.1 };
        var adamw = new ScheduleFreeAdamW(points, beta2 ?? 0.5) { WeightDecay = 0.1 };
        double[] rates = [.. Enumerable.Range(0, Steps).Select(t => (beta2 is null ? 0.3 : 0.05) * Math.Min(1, (t + 1) / 5.0) * (1 - (t / 40.0)))];
        var rule = averaging switch
        {
            Averaging.Uniform => AveragingRule.Uniform,
            Averaging.Rate => AveragingRule.ByRate,
            Averaging.SquaredRate => AveragingRule.BySquaredRate,
            _ => AveragingRule.Published,
        };
        var weights = (rule with { StepPower = 0.5 }).Weights(rates);
        for (var t = 0; t < Steps; t++)
        {
            var g = Gradient([.. points.Y]);
            if (beta2 is null) sgd.Step(g, rates[t], weights[t]);
            else adamw.Step(g, rates[t], weights[t]);
            Step(optimizer, parameter, rates[t]);
        }

        var x = new double[Count];
        points.CopyX(x);
        Check(optimizer, parameter, [.. points.Y], x, 2e-5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.99)]
    public void Polyak_steps_are_those_of_the_library(double? beta2)
    {
        using var team = new WorkerTeam(2);
        var parameter = Start();
        var optimizer = new Anneal.Training.Optimizers.PolyakScheduleFree([parameter], team, new() { Beta2 = beta2, LeastSquaredNorm = 1e-3, LowerBound = -5 });
        var points = new ScheduleFreeTriple(Doubles(parameter), 0.9, firstWeight: 1);
        var reference = new Theory.PolyakScheduleFree(points, beta2) { LeastSquaredNorm = 1e-3 };
        for (var t = 0; t < Steps; t++)
        {
            // The oracle's bound while one is given, then the options'.
            var bound = t < 20 ? 0.0 : -5;
            var rate = reference.Step(Gradient([.. points.Y]), Loss([.. points.Y]), bound);
            Step(optimizer, parameter, 1, t < 20 ? bound : double.NaN);
            Assert.Equal(rate, optimizer.AppliedRate, 1e-3 * rate);
        }

        var x = new double[Count];
        points.CopyX(x);
        Check(optimizer, parameter, [.. points.Y], x, 1e-4);
    }

    [Fact]
    public void A_polyak_step_that_promises_nothing_moves_no_z()
    {
        using var team = new WorkerTeam(1);
        var parameter = Start();
        var optimizer = new Anneal.Training.Optimizers.PolyakScheduleFree([parameter], team);
        var before = parameter.Values.ToArray();
        Step(optimizer, parameter, 1, bound: 1e6);
        Assert.Equal(0, optimizer.AppliedRate);
        Assert.Equal(before, parameter.Values);
        Assert.Throws<ArgumentException>(() => optimizer.Step(new(1)));
    }

    [Fact]
    public void Schedule_free_plus_steps_are_those_of_the_library()
    {
        using var team = new WorkerTeam(2);
        var parameter = Start();
        var optimizer = new Anneal.Training.Optimizers.ScheduleFreePlus([parameter], team, new()
        {
            InterpolationSteps = 20,
            NormMemory = 0.5,
            UnaveragedSteps = 3,
            StepPower = 1,
            Decay = 20,
            LowerBound = 0.05,
        });
        var reference = new Theory.ScheduleFreePlus(Doubles(parameter), new()
        {
            InterpolationSteps = 20,
            NormMemory = 0.5,
            UnaveragedSteps = 3,
            StepPower = 1,
            WeightDecay = 20,
            Rate = 0.3,
        });
        for (var t = 0; t < Steps; t++)
        {
            var rate = reference.Step(Gradient([.. reference.Y]), Loss([.. reference.Y]) - 0.05);
            Step(optimizer, parameter, 0.3);
            Assert.Equal(rate, optimizer.AppliedRate, 1e-4 * rate);
        }

        Check(optimizer, parameter, [.. reference.Y], [.. reference.X], 1e-4);
    }

    [Fact]
    public void The_rectified_form_stands_still_until_its_squares_can_be_trusted()
    {
        using var team = new WorkerTeam(1);
        var parameter = Start();
        var optimizer = new Anneal.Training.Optimizers.ScheduleFree([parameter], team, new() { Beta2 = 0.99, Rectified = true });
        var before = parameter.Values.ToArray();
        for (var t = 0; t < 4; t++) Step(optimizer, parameter, 0.1);
        Assert.Equal(before, parameter.Values);
        for (var t = 4; t < 7; t++) Step(optimizer, parameter, 0.1);
        Assert.Equal(0.1 * ScheduleFreeAdamW.Rectification(7, 0.99), optimizer.AppliedRate, 1e-12);
        Assert.NotEqual(before, parameter.Values);
    }

    [Fact]
    public void A_momentum_schedule_sets_the_interpolation()
    {
        using var team = new WorkerTeam(1);
        var (scheduled, fixedOne) = (Start(), Start());
        var first = new Anneal.Training.Optimizers.ScheduleFree([scheduled], team, new() { Interpolation = 0.2 });
        var second = new Anneal.Training.Optimizers.ScheduleFree([fixedOne], team, new() { Interpolation = 0.7 });
        for (var t = 0; t < 5; t++)
        {
            Step(first, scheduled, 0.1, momentum: 0.7);
            Step(second, fixedOne, 0.1);
        }

        Assert.Equal(fixedOne.Values, scheduled.Values);
    }

    static void Check(Optimizer optimizer, Parameter parameter, double[] y, double[] x, double tolerance)
    {
        Assert.InRange(Numbers.Error(parameter.Values, y), 0, tolerance);
        optimizer.BeginEvaluation();
        Assert.InRange(Numbers.Error(parameter.Values, x), 0, tolerance);
        optimizer.EndEvaluation();
        Assert.InRange(Numbers.Error(parameter.Values, y), 0, tolerance);
    }

    static void Step(Optimizer optimizer, Parameter parameter, double rate, double bound = double.NaN, double momentum = double.NaN)
    {
        var y = Doubles(parameter);
        var g = Gradient(y);
        for (var i = 0; i < Count; i++) parameter.Gradient[i] = (float)g[i];
        optimizer.Step(new(rate, momentum, Loss(y), bound));
    }

    static Parameter Start()
    {
        var parameter = new Parameter("p", 9, 5, ParameterKind.Matrix);
        Numbers.Normal(Count, "start").CopyTo(parameter.Values, 0);
        return parameter;
    }

    // Curvatures from 1 to 1/45.
    static double Loss(double[] y) => y.Select((value, i) => 0.5 * value * value / (i + 1)).Sum();

    static double[] Gradient(double[] y) => [.. y.Select((value, i) => value / (i + 1))];

    static double[] Doubles(Parameter parameter) => [.. parameter.Values.Select(x => (double)x)];
}
