using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class SimulatedRunsTests
{
    static readonly SimulatedRuns demo = SimulatedRuns.Create(new Seed(1));

    [Fact]
    public void The_two_stage_run_leaves_the_constant_one_at_step_8000()
    {
        var constant = demo.Training.Single(run => run.Name == "constant").Curve;
        var branch = demo.Training.Single(run => run.Name == "two-stage-9e-5").Curve;

        Assert.Equal(constant.Between(0, 7_999).Loss.ToArray(), branch.Between(0, 7_999).Loss.ToArray());
        Assert.All(
            constant.Between(8_200, 15_900).Loss.ToArray().Zip(branch.Between(8_200, 15_900).Loss.ToArray()),
            pair => Assert.True(pair.Second < pair.First - 0.01));
    }

    [Fact]
    public void Held_out_branches_leave_the_long_run_at_their_branch_step()
    {
        var trunk = demo.HeldOut.Single(run => run.Name == "constant-long").Curve;

        Assert.All(demo.HeldOut.Where(run => run.BranchStep > 0), run => Assert.Equal(
            trunk.Between(0, run.BranchStep - 1).Loss.ToArray(), run.Curve.Between(0, run.BranchStep - 1).Loss.ToArray()));
    }

    [Fact]
    public void No_held_out_row_repeats_a_row_of_the_fit()
    {
        var constant = demo.Training.Single(run => run.Name == "constant").Curve.Loss.ToArray();
        var heldOut = demo.HeldOut.Single(run => run.Name == "constant-long").Curve.Loss.ToArray();

        Assert.True(constant.Zip(heldOut).Count(pair => pair.First == pair.Second) < constant.Length / 5);
    }

    [Fact]
    public void Runs_scatter_about_the_expected_loss_by_about_a_thousandth() =>
        Assert.All(demo.Training.Concat(demo.HeldOut), run =>
        {
            var expected = SimulatedRuns.Truth.ExpectedLosses(run.Schedule);
            var steps = run.Curve.Steps.ToArray();
            var errors = run.Curve.Loss.ToArray().Select((loss, i) => loss - expected[steps[i]]).ToArray();

            Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.0004, 0.0014);
            Assert.InRange(errors.Average(), -0.0004, 0.0004);
        });
}
