using Anneal.Lab;
using Anneal.Lab.Studies;
using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Tests.Lab;

public sealed class TrainedSetTests
{
    static readonly CancellationToken none = CancellationToken.None;
    static readonly PlannedRun[] plans =
        [new("cosine", 0, new Cosine(1e-2, 1e-3, 20)), new("drop", 12, new Constant(1e-3, 6)), new("constant", 20, null)];

    static TrainedSet[] Train() => TrainedSet.Train(
        new StudyContext(new PretrainLawStudy()), 1, [1, 2], (schedule, seed) => SmallNetworks.TinyLanguage(schedule, seed) with { EvaluateEvery = 4, HeldOut = 8 },
        new Constant(1e-2, 20), plans, 5, 10);

    [Fact]
    public void Every_run_is_the_one_trained_alone()
    {
        var sets = Train();

        foreach (var set in sets)
        {
            foreach (var plan in plans)
            {
                var alone = NetworkRun.Train(set[plan.Name].Config, none);
                Assert.Equal(alone.Losses, set[plan.Name].Losses);
                Assert.Equal(alone.HeldOut.Loss.ToArray(), set[plan.Name].HeldOut.Loss.ToArray());
            }
        }

        Assert.NotEqual(sets[0]["cosine"].Final, sets[1]["cosine"].Final);
    }

    [Fact]
    public void A_path_is_trained_from_the_last_state_it_shares()
    {
        var set = Train()[0];
        Schedule schedule = new Constant(1e-2, 14).Then(new Linear(1e-2, 1e-4, 6));

        var run = set.Train(new RatePath(schedule), none);
        var alone = NetworkRun.Train(set.Trunk.Config with { Schedule = schedule, Steps = 20 }, none);

        Assert.Equal(alone.Losses, run.Losses);
        Assert.Equal(alone.Final, run.Final);
    }
}
