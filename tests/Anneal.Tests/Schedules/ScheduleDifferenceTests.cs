using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

public sealed class ScheduleDifferenceTests
{
    [Fact]
    public void Equal_rates_do_not_differ_however_they_are_written() =>
        Assert.True(ScheduleDifference.Of(ScheduleNotation.Parse("warmup(1, 10)"), ScheduleNotation.Parse("linear(0, 1, 9) then constant(1, 1)")).IsNone);

    [Fact]
    public void Stretches_have_their_ends_and_their_largest_difference()
    {
        var difference = ScheduleDifference.Of(new Tabulated([1, 1, 1, 1, 1, 1]), new Tabulated([1, 2, 4, 1, 1, 0.5]));

        Assert.Equal([new(1, 2, 3, 2), new(5, 5, 0.5, 5)], difference.Stretches);
        Assert.Equal(3, difference.Updates);
        Assert.Equal((6, 9.5), difference.Sums);
    }

    [Fact]
    public void Another_length_is_a_difference() => Assert.False(ScheduleDifference.Of(new Constant(1, 5), new Constant(1, 6)).IsNone);

    [Fact]
    public void What_is_within_the_tolerance_is_alike()
    {
        Assert.True(ScheduleDifference.Of(new Constant(1, 5), new Constant(1.01, 5), 0.02).IsNone);
        Assert.False(ScheduleDifference.Of(new Constant(1, 5), new Constant(1.03, 5), 0.02).IsNone);
    }
}
