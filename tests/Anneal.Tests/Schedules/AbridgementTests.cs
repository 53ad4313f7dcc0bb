using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Schedules;

public sealed class AbridgementTests
{
    [Fact]
    public void Every_rate_stays_within_the_tolerance() => Prop.ForAll(
        Gen.Choose(1, 100_000).ArrayOf(60).ToArbitrary(),
        draws =>
        {
            var rates = Array.ConvertAll(draws, draw => draw * 1e-8);

            var abridged = Abridgement.Of(new Tabulated(rates), 1e-3).ToArray();

            return abridged.Length == rates.Length && rates.Zip(abridged).All(pair => Math.Abs(pair.Second - pair.First) <= 1.0001e-3 * pair.First);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1UL, 1UL));

    [Fact]
    public void A_smooth_decay_needs_few_lines()
    {
        var decay = new Power(3e-4, 1e-6, 2000, 1.7);

        var abridged = Abridgement.Of(new Tabulated(decay.ToArray()), 2e-3);

        Assert.Equal(2000, abridged.Steps);
        Assert.InRange(abridged.ToString().Length, 1, 1500);
        Assert.All(Enumerable.Range(0, 2000), t => Assert.InRange(abridged[t] / decay[t], 0.9975, 1.0025));
    }

    [Fact]
    public void A_rate_that_goes_on_being_held_is_one_segment() => Assert.Equal(
        "constant(3e-4, 24000)", Abridgement.Of(new Constant(3e-4, 11905).Then(new Constant(3e-4, 12095)), 2e-3).ToString());

    [Fact]
    public void Only_tables_are_rewritten()
    {
        var schedule = new Warmup(1e-3, 10).Then(new Cosine(1e-3, 1e-4, 50));

        Assert.Equal(schedule, Abridgement.Of(schedule, 1e-3));
    }

    [Fact]
    public void It_reads_back() => Assert.Equal(100, ScheduleNotation.Parse(
        Abridgement.Of(new Constant(1, 20).Then(new Tabulated(new Cosine(1, 0, 80).ToArray())), 1e-3).ToString()).Steps);
}
