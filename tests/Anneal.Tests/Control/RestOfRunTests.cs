using Anneal.Control;
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Control;

public sealed class RestOfRunTests
{
    const int Now = 3000, End = 6000;

    static readonly Fit Law = Fit.Given(new CalibratedLaw(
        new PathMultiPower(), [3, 0.5, 0.5, 300, 2, 0.6, 0.6], WarmupResponse.Included));

    static readonly Schedule Past = new Warmup(1e-3, 200).Then(new Constant(1e-3, Now - 200));

    static RunSoFar SoFar(Schedule schedule)
    {
        int[] steps = [.. Enumerable.Range(5, 55).Select(i => (i * 50) + 49)];
        var path = new RatePath(schedule);
        return new RunSoFar(Law, CountedPoints.Of(new TrainingRun("run", schedule, new LossCurve(steps, Law.Law.Losses(path, steps)))));
    }

    static RestOfRun Rest(RestQuestion question) => RestOfRun.Of(Law, SoFar(Past), question, null, TestContext.Current.CancellationToken);

    [Fact]
    public void The_best_decay_start_is_the_one_that_trying_every_start_finds()
    {
        var found = Rest(new RestQuestion(End) { Floor = 1e-5, Decay = DecayShape.Linear });
        double Loss(int start) => Law.Law.FinalLoss(new RatePath(
            (start > Now ? Past.Then(new Constant(1e-3, start - Now)) : Past).Then(new Linear(1e-3, 1e-5, End - start))));
        var best = Enumerable.Range(Now, End - Now).Where(start => (start - Now) % 5 == 0).Min(Loss);

        Assert.InRange(Loss(found.Find("decay-at-best")!.DecayStart!.Value), 0, best + 1e-7);
        Assert.InRange(found.RegretOfDecayingNow, 1e-6, 1);
        Assert.InRange(found.Find("decay-at-best")!.DecayStart!.Value, found.Flat.First, found.Flat.Last);
    }

    [Fact]
    public void The_past_is_kept_and_the_rate_goes_on_without_a_jump()
    {
        var found = Rest(new RestQuestion(End) { Floor = 1e-5 });
        foreach (var option in found.Options)
        {
            Assert.Equal(Past.ToArray(), option.Schedule[..Now].ToArray());
            if (option.Schedule.Steps > Now) Assert.InRange(option.Schedule[Now], 0.97e-3, 1e-3);
        }
    }

    [Fact]
    public void Nothing_beats_the_law_s_own_optimum()
    {
        var found = Rest(new RestQuestion(End) { Floor = 1e-5 });
        Assert.Equal("optimal", found.Best.Name);
        Assert.All(found.Options.Where(option => option.Schedule.Steps == End), option => Assert.True(option.Loss >= found.Best.Loss - 1e-9));
    }

    [Fact]
    public void Going_on_for_longer_ends_lower_and_stopping_now_higher()
    {
        var found = Rest(new RestQuestion(End) { Floor = 1e-5, Extended = 2 * End });
        Assert.True(found.Find("extend")!.Loss < found.Best.Loss);
        Assert.True(found.Find("stop-here")!.Loss > found.Best.Loss);
        Assert.Equal(2 * End, found.Find("extend")!.Schedule.Steps);
    }

    [Fact]
    public void The_plan_is_what_keeping_it_means()
    {
        var plan = Past.Then(new Cosine(1e-3, 1e-4, End - Now));
        var found = RestOfRun.Of(Law, SoFar(plan), new RestQuestion(End) { Plan = plan, Floor = 1e-5 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(plan.ToArray(), found.Find("keep-plan")!.Schedule.ToArray());
        Assert.Equal(Law.Law.FinalLoss(new RatePath(plan)), found.Find("keep-plan")!.Loss, 1e-6);
    }

    [Theory]
    [InlineData(3000, null, 0.0, "leaves nothing to decide")]
    [InlineData(6000, 5000, 0.0, "is not after")]
    [InlineData(6000, null, 2e-3, "lies above the rate in force")]
    public void What_cannot_be_is_said(int end, int? later, double floor, string words)
    {
        var error = Assert.Throws<InfeasibleException>(() => Rest(new RestQuestion(end) { Extended = later, Floor = floor }));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
