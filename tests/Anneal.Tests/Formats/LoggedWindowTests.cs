using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class LoggedWindowTests
{
    static readonly LogConvention Mean = LogConvention.FromOne with { IsMeanSinceLastRow = true };

    [Theory]
    // The first row, logged apart, and one that is missing do not count.
    [InlineData(new[] { 0, 9, 19, 29, 39, 49, 59, 69, 79, 89, 99, 109, 119, 129, 139, 149, 159, 169, 179, 189, 199 }, 10)]
    [InlineData(new[] { 4, 5, 6, 7 }, 1)]
    [InlineData(new[] { 0, 10, 30, 40, 80, 90, 150 }, 1)]
    [InlineData(new[] { 5 }, 1)]
    public void A_mean_since_the_row_before_is_over_the_distance_that_nearly_all_rows_have(int[] steps, int window)
    {
        Assert.Equal(window, LoggedWindow.Of(Mean, ColumnRole.Loss, steps, out var remark));
        Assert.Equal(window > 1 || steps.Length == 7, remark is not null);
    }

    [Fact]
    public void A_validation_loss_and_a_loss_of_single_steps_are_point_values()
    {
        Assert.Equal(1, LoggedWindow.Of(Mean, ColumnRole.ValidationLoss, [0, 10, 20], out _));
        Assert.Equal(1, LoggedWindow.Of(LogConvention.FromOne, ColumnRole.Loss, [0, 10, 20], out _));
    }

    // Mean lag and variance of Σ (1 − β) β^k x_{t−k}, summed, against those of the plain mean that stands for it.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.98)]
    public void An_exponential_mean_lags_and_scatters_as_the_plain_mean_that_stands_for_it(double beta)
    {
        var window = (LogConvention.FromZero with { Smoothing = beta }).SmoothingWindow;
        var (lag, variance) = (0.0, 0.0);
        for (var k = 0; k < 5000; k++)
        {
            var weight = (1 - beta) * Math.Pow(beta, k);
            lag += k * weight;
            variance += weight * weight;
        }

        Assert.Equal((window - 1) / 2.0, lag, 1e-9);
        Assert.Equal(1.0 / window, variance, 1e-9);
    }

    [Fact]
    public void The_window_is_the_runs_unless_it_is_given()
    {
        var smoothed = Logs.Read(Samples.Nanochat, new() { Metric = "loss" }).Runs[0];
        var bits = Logs.Read(Samples.Nanochat).Runs[0];

        Assert.Equal((19, 5), (smoothed.Window, Logs.Read(Samples.Nanochat, new() { Metric = "loss", Window = 5 }).Runs[0].Window));
        Assert.Equal((1, "bits/byte", "val_loss"), (bits.Window, bits.LossUnit, bits.Metric));
        Assert.Equal(10, Logs.Read(Samples.HuggingFace, new() { Metric = "loss" }).Runs[0].Window);
    }
}
