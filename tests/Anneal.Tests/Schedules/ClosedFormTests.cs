using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

/// <summary>Each schedule's formula, worked out by hand where the result is a number one can write down.</summary>
public sealed class ClosedFormTests
{
    [Theory]
    [InlineData("constant(3e-4, 10)", 9, 3e-4)]
    [InlineData("linear(4, 2, 100)", 0, 4)]
    [InlineData("linear(4, 2, 100)", 50, 3)]
    [InlineData("linear(4, 2, 100)", 99, 2.02)]
    [InlineData("cosine(4, 2, 100)", 0, 4)]
    [InlineData("cosine(4, 2, 90)", 30, 3.5)]             // cos 60° = ½
    [InlineData("cosine(4, 2, 100)", 50, 3)]
    [InlineData("cosine(4, 2, 90)", 60, 2.5)]
    [InlineData("power(4, 2, 100, 3)", 0, 4)]
    [InlineData("power(4, 2, 100, 3)", 50, 2.25)]         // 2 + 2/8
    [InlineData("power(4, 2, 100, 1)", 75, 2.5)]
    [InlineData("exponential(8, 2, 100)", 0, 8)]
    [InlineData("exponential(8, 2, 100)", 50, 4)]
    [InlineData("exponential(1, 0.5, 100)", 75, 0.5946035575013605)] // 2^(−¾)
    [InlineData("one-minus-sqrt(4, 2, 100)", 0, 4)]
    [InlineData("one-minus-sqrt(4, 2, 100)", 25, 3)]      // √¼ = ½
    [InlineData("one-minus-sqrt(4, 2, 100)", 81, 2.2)]
    [InlineData("square(4, 2, 100)", 0, 4)]
    [InlineData("square(4, 2, 100)", 50, 3.5)]            // 1 − ¼
    [InlineData("square(4, 2, 100)", 90, 2.38)]
    [InlineData("sqrt-cube(4, 2, 100)", 0, 4)]
    [InlineData("sqrt-cube(4, 2, 100)", 75, 2.25)]        // (¼)^1.5 = ⅛
    [InlineData("sqrt-cube(4, 2, 100)", 36, 3.024)]       // 0.64^1.5 = 0.512
    [InlineData("inverse-sqrt(4, 100, 1000)", 0, 4)]
    [InlineData("inverse-sqrt(4, 100, 1000)", 300, 2)]    // √(100/400)
    [InlineData("inverse-sqrt(4, 100, 1000)", 800, 1.3333333333333333)]
    [InlineData("step-decay(8, 0.5, 10, 100)", 9, 8)]
    [InlineData("step-decay(8, 0.5, 10, 100)", 10, 4)]
    [InlineData("step-decay(8, 0.5, 10, 100)", 39, 1)]
    [InlineData("step-decay(8, 0, 10, 100)", 99, 0)]
    [InlineData("two-stage(3, 1, 8, 20)", 7, 3)]
    [InlineData("two-stage(3, 1, 8, 20)", 8, 1)]
    [InlineData("multi-stage([3, 1, 2], [8, 1, 4])", 8, 1)]
    [InlineData("multi-stage([3, 1, 2], [8, 1, 4])", 9, 2)]
    [InlineData("cyclic(1, 3, 4, 20)", 0, 1)]
    [InlineData("cyclic(1, 3, 4, 20)", 4, 3)]
    [InlineData("cyclic(1, 3, 4, 20)", 6, 2)]
    [InlineData("cyclic(1, 3, 4, 20)", 9, 1.5)]
    [InlineData("cosine-restarts(4, 2, 10, 100)", 25, 3)]
    [InlineData("cosine-restarts(4, 2, 10, 100, 2)", 10, 4)]  // periods of 10, 20, 40
    [InlineData("cosine-restarts(4, 2, 10, 100, 2)", 20, 3)]
    [InlineData("cosine-restarts(4, 2, 10, 100, 2)", 50, 3)]
    [InlineData("warmup(3, 4)", 0, 0)]
    [InlineData("warmup(3, 4)", 1, 1)]
    [InlineData("warmup(3, 4)", 3, 3)]
    [InlineData("warmup(3, 1)", 0, 3)]
    [InlineData("warmup-cosine(4, 2, 3, 103)", 2, 4)]
    [InlineData("warmup-cosine(4, 2, 3, 103)", 3, 4)]
    [InlineData("warmup-cosine(4, 2, 3, 103)", 53, 3)]
    [InlineData("warmup-cosine(4, 2, 0, 100)", 0, 4)]
    [InlineData("wsd(4, 2, 3, 203, 100, linear)", 2, 4)]
    [InlineData("wsd(4, 2, 3, 203, 100, linear)", 103, 4)]
    [InlineData("wsd(4, 2, 3, 203, 100, linear)", 153, 3)]
    [InlineData("wsd(4, 2, 3, 203, 100, one-minus-sqrt)", 128, 3)]
    [InlineData("wsd(4, 2, 3, 203, 100, power(3))", 153, 2.25)]
    [InlineData("wsd(4, 2, 0, 5, 0, linear)", 0, 4)]
    [InlineData("piecewise-linear([0, 10, 30], [0, 4, 2])", 5, 2)]
    [InlineData("piecewise-linear([0, 10, 30], [0, 4, 2])", 10, 4)]
    [InlineData("piecewise-linear([0, 10, 30], [0, 4, 2])", 20, 3)]
    [InlineData("tabulated([3, 1, 2])", 1, 1)]
    [InlineData("0.5 * constant(3, 1)", 0, 1.5)]
    [InlineData("linear(4, 2, 100)[50..]", 0, 3)]
    public void The_rate_is_what_the_formula_gives(string notation, int t, double rate) =>
        Assert.Equal(rate, ScheduleNotation.Parse(notation)[t], 1e-14 * rate);

    [Theory]
    [InlineData("two-stage(3, 1, 8, 20)", 20)]
    [InlineData("multi-stage([3, 1, 2], [8, 1, 4])", 13)]
    [InlineData("piecewise-linear([0, 10, 30], [0, 4, 2])", 30)]
    [InlineData("tabulated([3, 1, 2])", 3)]
    [InlineData("wsd(4, 2, 30, 203, 100, linear)", 203)]
    [InlineData("warmup-cosine(4, 2, 30, 203)", 203)]
    public void The_steps_are_those_of_the_whole(string notation, int steps) =>
        Assert.Equal(steps, ScheduleNotation.Parse(notation).Steps);

    // The convention: N steps with the peak at the last, sum p N / 2.
    [Theory]
    [InlineData(3e-4, 2160)]
    [InlineData(1e-3, 2)]
    [InlineData(0.7, 12_345)]
    public void A_warm_up_of_N_steps_sums_to_half_of_peak_times_N(double peak, int steps)
    {
        var warmup = new Warmup(peak, steps);

        Assert.Equal(peak * steps / 2, warmup.ToArray().Sum(), 1e-12 * peak * steps);
        Assert.Equal(peak, warmup[^1]);
        Assert.Equal(new Linear(0, peak, steps - 1).Then(new Constant(peak, 1)).ToArray(), warmup.ToArray());
    }

    [Fact]
    public void Decays_fall_strictly_and_stay_above_their_limit()
    {
        Assert.All(DecayShape.Names.Select(name => name == "power" ? "power(2.5)" : name), name =>
        {
            var rates = DecayShape.Parse(name).Decay(3e-4, 3e-5, 1000).ToArray();

            Assert.Equal(3e-4, rates[0]);
            Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.First > pair.Second && pair.Second > 3e-5, name));
        });
    }

    [Fact]
    public void A_convenience_has_the_rates_of_what_it_stands_for()
    {
        Assert.Equal(
            ScheduleNotation.Parse("warmup(3e-4, 100) then constant(3e-4, 400) then sqrt-cube(3e-4, 1e-5, 500)").ToArray(),
            new Wsd(3e-4, 1e-5, 100, 1000, 500, DecayShape.SqrtCube).ToArray());
        Assert.Equal(
            new Linear(1, 2, 7).Then(new Linear(2, 0, 5)).ToArray(),
            new PiecewiseLinear([0, 7, 12], [1, 2, 0]).ToArray());
    }
}
