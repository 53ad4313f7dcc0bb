using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Tests.Lab;

public sealed class NetworkRunTests
{
    static readonly CancellationToken none = CancellationToken.None;

    [Fact]
    public void A_branch_is_the_run_that_had_its_rates_from_the_start()
    {
        var trunk = NetworkRun.Train(SmallNetworks.TinyLanguage(Constant(30)), none, 20);

        var branch = trunk.Branch(20, new Linear(1e-2, 0, 7), none);
        var whole = NetworkRun.Train(trunk.Config.Branch(20, new Linear(1e-2, 0, 7)), none);

        Assert.Equal(whole.Losses, branch.Losses);
        Assert.Equal(whole.Rates, branch.Rates);
        Assert.Equal(whole.GradientNorms, branch.GradientNorms);
        Assert.Equal(whole.HeldOut.Loss.ToArray(), branch.HeldOut.Loss.ToArray());
        Assert.Equal(27, branch.Losses.Count);
        Assert.Equal(trunk.Losses.Take(20), branch.Losses.Take(20));
    }

    [Fact]
    public void It_learns_and_is_a_run_that_laws_are_fitted_to()
    {
        var trained = NetworkRun.Train(SmallNetworks.TinyLanguage(Constant(200)), none);

        var run = trained.ToRun("constant");

        Assert.Null(trained.Diverged);
        Assert.Equal(199, run.Curve.Steps[^1]);
        Assert.Equal(run.Curve.Loss[^1], trained.Final);
        // A token in 64 drawn evenly has ln 64.
        Assert.InRange(run.Curve.Loss[0], 3.9, 4.3);
        Assert.True(trained.Final < run.Curve.Loss[0] - 0.3);
    }

    [Fact]
    public void A_run_that_diverges_ends_there_and_its_loss_is_infinite()
    {
        var wild = SmallNetworks.Images(new Constant(1e12, 50)) with { Clip = null };

        var run = NetworkRun.Train(wild, none);

        Assert.InRange(run.Diverged!.Value, 1, 49);
        Assert.Equal(double.PositiveInfinity, run.Final);
    }

    static Constant Constant(int steps) => new(1e-2, steps);
}
