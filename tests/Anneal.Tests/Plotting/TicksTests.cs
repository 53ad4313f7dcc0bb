using Anneal.Plotting;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Plotting;

public sealed class TicksTests
{
    static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(1UL, 1UL);

    static readonly Gen<(double Lower, double Upper, int Most)> Linear =
        from magnitude in Gen.Choose(-120, 120)
        from middle in Gen.Choose(-1000, 1000)
        from width in Gen.Choose(1, 5000)
        from most in Gen.Choose(3, 10)
        let scale = Math.Pow(10, magnitude / 10.0)
        select ((middle - (width / 2.0)) * scale, (middle + (width / 2.0)) * scale, most);

    static readonly Gen<(double Lower, double Upper, int Most)> Logarithmic =
        from start in Gen.Choose(-1200, 1200)
        from decades in Gen.Choose(1, 2000)
        from most in Gen.Choose(3, 10)
        select (Math.Pow(10, start / 100.0), Math.Pow(10, (start + decades) / 100.0), most);

    [Fact]
    public void Linear_ticks_are_three_to_ten_ascending_values_in_range() => Prop.ForAll(Linear.ToArbitrary(), range =>
    {
        var (values, _) = LinearTicks.Between(range.Lower, range.Upper, range.Most);
        return values.Length is >= 3 and <= 10 && InOrder(values) && values[0] >= range.Lower && values[^1] <= range.Upper;
    }).Check(Quick);

    [Fact]
    public void Linear_ticks_are_all_the_multiples_of_a_step_of_1_2_or_5() => Prop.ForAll(Linear.ToArbitrary(), range =>
    {
        var (values, step) = LinearTicks.Between(range.Lower, range.Upper, range.Most);
        var mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-6));
        double[] round = [1, 2, 5];
        return round.Any(m => Math.Abs(mantissa - m) < 1e-6)
            && values.All(value => Math.Abs((value / step) - Math.Round(value / step)) < 1e-5)
            && values[0] - range.Lower < step * 1.00001 && range.Upper - values[^1] < step * 1.00001;
    }).Check(Quick);

    [Fact]
    public void Logarithmic_ticks_are_three_to_ten_ascending_values_in_range() => Prop.ForAll(Logarithmic.ToArbitrary(), range =>
    {
        var (values, _) = LogTicks.Between(range.Lower, range.Upper, range.Most);
        return values.Length is >= 3 and <= 10 && InOrder(values) && values[0] >= range.Lower && values[^1] <= range.Upper;
    }).Check(Quick);

    [Fact]
    public void The_widest_range_of_all_has_ticks() =>
        Assert.InRange(LogTicks.Between(double.Epsilon, double.MaxValue, 6).Values.Length, 3, 10);

    [Fact]
    public void Labels_of_different_ticks_differ() => Prop.ForAll(Linear.ToArbitrary(), range =>
    {
        var (values, step) = LinearTicks.Between(range.Lower, range.Upper, range.Most);
        return TickLabels.Even(values, step).Labels.Distinct(StringComparer.Ordinal).Count() == values.Length;
    }).Check(Quick);

    [Theory]
    [InlineData(0, 24000, 6, "0 5000 10,000 15,000 20,000", "")]
    [InlineData(2.62, 3.41, 8, "2.7 2.8 2.9 3.0 3.1 3.2 3.3 3.4", "")]
    [InlineData(0, 3e-4, 4, "0 1 2 3", "×10⁻⁴")]
    [InlineData(-0.02, 0.02, 6, "−0.02 −0.01 0.00 0.01 0.02", "")]
    [InlineData(0, 2e9, 5, "0.0 0.5 1.0 1.5 2.0", "×10⁹")]
    public void Linear_labels_have_the_decimals_of_their_step(double lower, double upper, int most, string expected, string factor)
    {
        var (ticks, actual, _) = new Scale(AxisScale.Linear, lower, upper, 0, 1).Ticks(most);

        Assert.Equal(expected, string.Join(' ', ticks.Select(tick => tick.Label)));
        Assert.Equal(factor, actual);
    }

    [Theory]
    [InlineData(1e-5, 1, 6, "10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰")]
    [InlineData(0.01, 100, 6, "0.01 0.1 1 10 100")]
    [InlineData(2.6, 11, 6, "3 4 6 8 10")]
    [InlineData(2.6, 4.1, 5, "3.0 3.5 4.0")]
    [InlineData(3e-5, 3e-4, 6, "3×10⁻⁵ 5×10⁻⁵ 10⁻⁴ 2×10⁻⁴ 3×10⁻⁴")]
    [InlineData(1e-12, 1e12, 6, "10⁻¹⁰ 10⁻⁵ 10⁰ 10⁵ 10¹⁰")]
    public void Logarithmic_labels_follow_the_width_of_the_range(double lower, double upper, int most, string expected)
    {
        var (ticks, _, _) = new Scale(AxisScale.Logarithmic, lower, upper, 0, 1).Ticks(most);

        Assert.Equal(expected, string.Join(' ', ticks.Select(tick => tick.Label).Where(label => label.Length > 0)));
    }

    [Fact]
    public void Decades_have_minor_ticks_between()
    {
        var (ticks, _, _) = new Scale(AxisScale.Logarithmic, 1, 1000, 0, 1).Ticks(6);

        Assert.Equal(24, ticks.Count(tick => tick.Label.Length == 0));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    [InlineData(-1e-300, 1e-300)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1, 1.0000000000000002)]
    public void Any_extent_makes_a_range_with_ticks(double lower, double upper)
    {
        var extent = new Extent(AxisScale.Linear);
        if (lower <= upper)
            extent.Include([lower, upper]);
        var scale = Scale.Of(new Axis("x"), extent, 0.05, 0.3);

        Assert.True(scale.Lower < scale.Upper);
        Assert.InRange(scale.Ticks(6).Ticks.Count, 3, 10);
    }

    static bool InOrder(double[] values) => values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
}
