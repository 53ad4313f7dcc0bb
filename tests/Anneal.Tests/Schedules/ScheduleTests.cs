using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

public sealed class ScheduleTests
{
    static readonly Schedule Wave = new Cosine(3e-4, 3e-5, 100);

    [Fact]
    public void Joining_is_associative_also_for_equality()
    {
        var (a, b, c) = (Wave, new Constant(1e-4, 5), new Linear(1e-4, 0, 7));

        Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c)));
        Assert.Equal(a.Then(b).Then(c), Schedule.Join(a, b, c));
        Assert.NotEqual(a.Then(b), b.Then(a));
    }

    [Fact]
    public void Schedules_differ_when_an_argument_does()
    {
        Assert.NotEqual<Schedule>(new Cosine(3e-4, 3e-5, 100), new Cosine(3e-4, 3e-5, 101));
        Assert.NotEqual<Schedule>(new Cosine(3e-4, 3e-5, 100), new Linear(3e-4, 3e-5, 100));
        Assert.NotEqual(0.5 * Wave, 0.25 * Wave);
        Assert.NotEqual(Wave[1..], Wave[..^1]);
        Assert.NotEqual(new Tabulated([1, 2, 3]), new Tabulated([1, 2, 4]));
        Assert.NotEqual(
            new Wsd(1, 0, 1, 10, 5, DecayShape.Power(2)), new Wsd(1, 0, 1, 10, 5, DecayShape.Power(3)));
    }

    [Fact]
    public void The_whole_as_a_slice_is_the_schedule_itself() => Assert.Same(Wave, Wave[..]);

    [Fact]
    public void A_slice_across_segments_reads_through_to_them()
    {
        var chain = new Tabulated([1, 2, 3]).Then(new Tabulated([4])).Then(new Tabulated([5, 6]));

        Assert.Equal([3, 4, 5], chain[2..5].ToArray());
        Assert.Equal(5, chain[2..5][^1]);
    }

    [Fact]
    public void Tabulated_rates_are_copied()
    {
        double[] rates = [1, 2];
        var schedule = new Tabulated(rates);
        rates[0] = 9;

        Assert.Equal(1, schedule[0]);
    }

    [Fact]
    public void Ten_thousand_segments_are_one_list()
    {
        var schedule = Wave;
        for (var i = 1; i < 10_000; i++) schedule = schedule.Then(new Constant(i, 3));

        Assert.Equal(100 + (3 * 9999), schedule.Steps);
        Assert.Equal(9999, schedule[^1]);
        Assert.Equal(5000, schedule[100 + (3 * 4999)]);
        Assert.Equal(schedule.ToArray()[4321], schedule[4321]);
        Assert.Equal(schedule, ScheduleNotation.Parse(schedule.ToString()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void A_step_outside_the_schedule_is_refused(int t) => Assert.Throws<ArgumentOutOfRangeException>(() => Wave[t]);

    [Fact]
    public void A_slice_needs_a_step_and_stays_inside()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Wave[5..5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Wave[5..101]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Wave[2..10][0..9]);
    }

    [Fact]
    public void A_chain_too_long_to_count_is_refused()
    {
        var half = new Constant(1, 1_500_000_000);

        Assert.Throws<ArgumentOutOfRangeException>(() => half.Then(half));
    }

    [Fact]
    public void A_chain_needs_a_segment() => Assert.Throws<ArgumentException>(() => Schedule.Join());

    [Fact]
    public void The_destination_must_fit_exactly() => Assert.Throws<ArgumentException>(() => Wave.CopyTo(new double[99]));

    [Theory]
    [InlineData(-1e-4)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rates_and_factors_are_finite_and_not_negative(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Constant(rate, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(1, rate, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Power(rate, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tabulated([1, rate]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiStage([rate], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiecewiseLinear([0, 1], [0, rate]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Wsd(1, rate, 1, 10, 1, DecayShape.Linear));
        Assert.Throws<ArgumentOutOfRangeException>(() => rate * Wave);
    }

    [Fact]
    public void Arguments_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Wsd(1, 0, 6, 10, 5, DecayShape.Linear));
        Assert.Throws<ArgumentException>(() => new WarmupCosine(1, 0, 10, 10));
        Assert.Throws<ArgumentException>(() => new TwoStage(1, 0, 10, 10));
        Assert.Throws<ArgumentException>(() => new MultiStage([1, 2], [3]));
        Assert.Throws<ArgumentException>(() => new PiecewiseLinear([0, 5, 5], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new PiecewiseLinear([1, 5], [1, 2]));
        Assert.Throws<ArgumentException>(() => new Exponential(1, 0, 10));
        Assert.Throws<ArgumentException>(() => new Wsd(1, 0, 1, 10, 5, DecayShape.Exponential));
        Assert.Throws<ArgumentException>(() => new Tabulated([]));
    }

    [Fact]
    public void A_message_has_the_value_and_what_is_allowed()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(3e-4, -1e-5, 100));

        Assert.StartsWith("To is -1E-05; it must be a finite number of at least 0.", error.Message, StringComparison.Ordinal);
    }
}
