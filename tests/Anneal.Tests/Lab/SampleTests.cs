using Anneal.Lab.Studies;

namespace Anneal.Tests.Lab;

public sealed class SampleTests
{
    [Fact]
    public void The_standard_error_is_that_of_the_mean()
    {
        // Deviations −1, 0, 1: variance 1, over three.
        var sample = Sample.Of(4, 5, 6);

        Assert.Equal(5, sample.Mean, 1e-15);
        Assert.Equal(1 / Math.Sqrt(3), sample.Error, 1e-15);
        Assert.Equal(5 - (2 / Math.Sqrt(3)), sample.Low, 1e-14);
    }

    [Fact]
    public void What_two_runs_of_a_seed_share_cancels() => Assert.Equal(new(.5, 0), Sample.Paired([10.5, 20.5, 30.5], [10, 20, 30]));

    [Fact]
    public void One_seed_or_a_run_that_diverged_has_no_error()
    {
        Assert.Equal(new(3, double.NaN), Sample.Of(3));
        Assert.Equal(3, Sample.Of(3).Low);
        Assert.Equal(new(double.PositiveInfinity, double.NaN), Sample.Of(1, double.PositiveInfinity));
    }
}
