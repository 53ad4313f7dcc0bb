using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class BatchScheduleTests
{
    static readonly double[] Amounts = [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.25, 3)]
    public void The_ramp_spends_its_data_and_leaves_the_noise_of_its_path(double source, double capacity)
    {
        const double rate = 0.5;
        var problem = new ScalingProblem(source, capacity);
        var ramp = BatchRamp.Of(problem, 3e4, rate, smallest: 2);
        // In steps, finely: Σ b is the data and Σ K η²/b the noise.
        var (data, noise, parts) = (0.0, 0.0, 400_000);
        for (var i = 0; i < parts; i++)
        {
            // Evenly in the logarithm of what is left, where the end is.
            var (near, far) = (Math.Log(1 + (rate * ramp.Steps)) * i / parts, Math.Log(1 + (rate * ramp.Steps)) * (i + 1) / parts);
            var left = Math.Exp((near + far) / 2) - 1;
            var length = (Math.Exp(far) - Math.Exp(near)) / rate;
            var batch = ramp.BatchAt(ramp.Steps - (left / rate));
            data += batch * length;
            noise += rate * rate / batch * problem.Kernel(left) * length;
        }

        Assert.Equal(1, data / 3e4, 1e-5);
        Assert.Equal(1, (problem.Signal(rate * ramp.Steps) + noise) / ramp.Loss, 1e-5);
        Assert.True(ramp.First >= 2 - 1e-12 && ramp.Last > ramp.First);
    }

    [Fact]
    public void A_path_of_rate_over_batch_has_one_loss_whichever_of_the_two_moves()
    {
        var problem = new ScalingProblem(1, 2);
        var optimum = ScalingOptimum.Of(problem, 5000);
        double[] errors = [.. ((int[])[4000, 16_000]).Select(steps =>
        {
            // The same γ(t), once as rates of steps alike in data, once as batches of steps alike in time; both go to one integral.
            var width = 5000.0 / steps;
            var byRate = ScalingDynamics.FinalLoss(problem, [.. optimum.Rates(steps).Select(rate => rate * width)], Filled(steps, width));
            var step = optimum.Time / steps;
            var ramp = BatchRamp.Of(problem, 5000, 1, 1);
            var byBatch = ScalingDynamics.FinalLoss(
                problem, Filled(steps, step), [.. Enumerable.Range(0, steps).Select(k => step * ramp.BatchAt((k + 0.5) * step))]);
            return Math.Abs((byRate / byBatch) - 1);
        })];
        Assert.InRange(errors[0], 0, 0.02);
        Assert.InRange(errors[1] / errors[0], 0.2, 0.35);
    }

    [Fact]
    public void Growth_has_the_exponents_of_the_easy_phase()
    {
        // T* ~ D^{β/(1+sβ)}, B_max ~ D^{(1/2+sβ)/(1+sβ)}, E ~ D^{−sβ/(1+sβ)} at s = 1, β = 2.
        double[] amounts = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];
        var ramps = amounts.Select(d => BatchRamp.Of(new(1, 2), d)).ToArray();
        Assert.Equal(2.0 / 3, PowerFit.Of(amounts, [.. ramps.Select(r => r.Steps)]).Exponent, 0.01);
        Assert.Equal(2.5 / 3, PowerFit.Of(amounts, [.. ramps.Select(r => r.Last)]).Exponent, 0.01);
        Assert.Equal(-2.0 / 3, PowerFit.Of(amounts, [.. ramps.Select(r => r.Loss)]).Exponent, 0.01);
    }

    [Fact]
    public void Steps_of_the_easy_phase_are_few_and_growth_of_the_hard_phase_is_late()
    {
        var easy = BatchRamp.Of(new(1, 2), 1e8);
        Assert.Equal(easy.Steps, easy.GrowthSteps);
        var hard = Amounts.Select(d => BatchRamp.Of(new(0.25, 3), d)).Select(r => r.GrowthSteps / r.Steps).ToArray();
        Assert.Equal(hard.OrderDescending(), hard);
        Assert.True(hard[^1] < 0.01);
    }

    // An independent computation on a grid of 8000 places, B₂/B₁ = 16.
    [Theory]
    [InlineData(0.25, 3, -0.2409)]
    [InlineData(0.3, 2, -0.1074)]
    public void A_switch_in_the_hard_phase_comes_late(double source, double capacity, double slope)
    {
        var choice = new BatchSwitch(new(source, capacity), 1, 16);
        Assert.Equal(slope, PowerFit.Of(Amounts, [.. Amounts.Select(d => choice.BestLate(d) / d)]).Exponent, 1e-2);
    }

    [Fact]
    public void A_switch_in_the_easy_phase_comes_at_once()
    {
        var choice = new BatchSwitch(new(1, 2), 1, 16);
        Assert.All(Amounts, d => Assert.Equal(d, choice.BestLate(d)));
    }

    [Fact]
    public void A_best_switch_is_no_worse_than_any_other()
    {
        var choice = new BatchSwitch(new(0.25, 3), 2, 32);
        var best = choice.BestLate(1e6);
        Assert.InRange(best, 1, 1e6 - 1);
        Assert.Equal(0, choice.Excess(1e6, best), 1e-10);
        for (var i = 0; i <= 1000; i++) Assert.True(choice.LossAt(1e6, best) <= choice.LossAt(1e6, 1e3 * i) + 1e-15);
    }

    [Fact]
    public void The_loss_after_a_late_switch_catches_up()
    {
        var choice = new BatchSwitch(new(0.4, 2), 1, 8);
        var cost = choice.CatchUp(300, 50);
        // As many steps either way: 300 + 50 · 8 samples, and 350 · 8.
        Assert.Equal(choice.LossAt(700, 400) - choice.LossAt(2800, 2800), cost, 1e-14);
        // In steps of 1/50 the dynamics show it.
        var (steps, batches) = (350 * 50, new double[350 * 50]);
        for (var k = 0; k < steps; k++) batches[k] = (k < 300 * 50 ? 1 : 8) / 50.0;
        var problem = choice.Problem;
        var switched = ScalingDynamics.FinalLoss(problem, Filled(steps, 0.02), batches);
        var large = ScalingDynamics.FinalLoss(problem, Filled(steps, 0.02), Filled(steps, 8 / 50.0));
        Assert.Equal(1, (switched - large) / cost, 1e-3);
    }

    static double[] Filled(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
