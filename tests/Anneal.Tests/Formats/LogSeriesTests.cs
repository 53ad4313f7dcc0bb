using System.Globalization;
using System.Text;
using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class LogSeriesTests
{
    const int Most = LogSeries.MostPoints;

    [Fact]
    public void Up_to_its_limit_a_series_is_kept_as_it_is()
    {
        var series = new LogSeries(averages: true);
        for (var t = 0; t < Most; t++) Assert.True(series.Add(3 * t, 1 / (t + 1.0)));

        Assert.Equal((Most, 1, Most), (series.Count, series.RowsPerPoint, series.Rows));
        for (var t = 0; t < Most; t++) Assert.True(series.Steps.Span[t] == 3 * t && series.Values.Span[t] == 1 / (t + 1.0));
    }

    // Means of 1, 2, 3, … over whole groups of k are those of a straight line: the last label less (k − 1)/2.
    [Theory]
    [InlineData(Most + 1, 2)]
    [InlineData((5 * Most) - 3, 8)]
    [InlineData(9 * Most, 16)]
    public void Beyond_it_points_are_means_of_equally_many_rows_at_the_last_step(int rows, int perPoint)
    {
        var (losses, rates) = (new LogSeries(averages: true), new LogSeries(averages: false));
        for (var t = 0; t < rows; t++)
        {
            losses.Add(t, t + 1);
            rates.Add(t, t + 1);
        }

        Assert.Equal((perPoint, (rows + perPoint - 1) / perPoint, rows), (losses.RowsPerPoint, losses.Count, losses.Rows));
        Assert.True(losses.Steps.Span.SequenceEqual(rates.Steps.Span));
        Assert.Equal(rows - 1, losses.LastStep);
        for (var i = 0; i < losses.Count; i++)
        {
            var step = losses.Steps.Span[i];
            var first = i * perPoint;
            Assert.True(i == losses.Count - 1 || step == first + perPoint - 1);
            Assert.Equal(1 + ((first + step) / 2.0), losses.Values.Span[i], 1e-6);
            Assert.Equal(step + 1, rates.Values.Span[i]);
        }
    }

    [Fact]
    public void A_value_at_the_last_step_again_replaces_it_also_inside_a_mean()
    {
        var series = new LogSeries(averages: true);
        for (var t = 0; t <= Most + 1; t++)
        {
            Assert.True(series.Add(t, 100));
            Assert.False(series.Add(t, 2));
        }

        Assert.Equal(2, series.RowsPerPoint);
        Assert.All(series.Values.ToArray(), value => Assert.Equal(2, value));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(Most + 1000)]
    public void What_is_forgotten_can_be_written_again(int rows)
    {
        var series = new LogSeries(averages: true);
        for (var t = 0; t < rows; t++) series.Add(t, 1);

        var gone = series.ForgetFrom(rows - 501);
        for (var t = rows - 501; t < rows; t++) series.Add(t, 3);

        Assert.InRange(gone, 501, 501 + series.RowsPerPoint);
        Assert.Equal(rows - 1, series.LastStep);
        Assert.InRange(series.Values.Span.Count(3), 501 / series.RowsPerPoint, 501);
        for (var i = 1; i < series.Count; i++) Assert.True(series.Steps.Span[i] > series.Steps.Span[i - 1]);
        Assert.Equal(0, series.ForgetFrom(rows));
    }

    [Fact]
    public void A_log_that_was_joined_says_so_and_keeps_rates_and_rare_losses_exact()
    {
        const int Rows = Most + 2;
        var text = new StringBuilder("step,lr,loss,val_loss\n");
        for (var t = 0; t < Rows; t++)
            text.Append(CultureInfo.InvariantCulture, $"{t},{(t < 1000 ? 0.002 : 0.001)},{4 - (t * 1e-6)},{(t % 1000 == 7 ? $"{3 - (t * 1e-6)}" : "")}\n");

        var byRow = Logs.Read(text.ToString(), new RunSettings { Metric = "loss" });
        var rare = Logs.Read(text.ToString(), new RunSettings { Metric = "val_loss" });

        Assert.Equal((2, (Rows + 1) / 2, Rows), (byRow.Reports[0].RowsPerPoint, byRow.Reports[0].Points, byRow.Reports[0].RowsRead));
        Assert.Contains("the log is long: each point is the mean of 2 rows, at the step and the rate of the last of them", byRow.Reports[0].Sentences);
        Assert.Equal((0.002, 0.001, Rows), (byRow.Runs[0].Schedule[999], byRow.Runs[0].Schedule[1001], byRow.Runs[0].Schedule.Steps));
        Assert.Equal((1, 7, 1007), (rare.Reports[0].RowsPerPoint, rare.Steps()[0], rare.Steps()[1]));
        Assert.Equal(3 - (1007 * 1e-6), rare.Loss()[1]);
    }
}
