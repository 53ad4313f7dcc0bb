using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

/// <summary>The rates in the logs of the multi-power paper's runs, which log step t with η_t.</summary>
public sealed class PublishedRatesTests
{
    [Theory]
    [InlineData("cosine_24000", "warmup(3e-4, 2160) then cosine(3e-4, 3e-5, 21840)")]
    [InlineData("cosine_72000", "warmup-cosine(3e-4, 3e-5, 2160, 72k)")]
    [InlineData("constant_24000", "warmup(3e-4, 2160) then constant(3e-4, 21840)")]
    [InlineData("wsd_20000_24000", "wsd(3e-4, 3e-5, 2160, 24000, 4000, exponential)")]
    [InlineData("wsdld_20000_24000", "wsd(3e-4, 3e-5, 2160, 24k, 4k, linear)")]
    [InlineData("wsdcon_9", "warmup(3e-4, 2160) then two-stage(3e-4, 9e-5, 5840, 13840)")]
    public void The_notation_gives_the_logged_rates(string run, string notation)
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var schedule = ScheduleNotation.Parse(notation);

        Assert.All(File.ReadLines(Path.Combine(SharedCurves.Folder!, "mpl_25", run + ".csv")).Skip(1), line =>
        {
            var cells = line.Split(',');
            var rate = double.Parse(cells[1], CultureInfo.InvariantCulture);

            // Logged with nine digits.
            Assert.Equal(rate, schedule[int.Parse(cells[0], CultureInfo.InvariantCulture)], 1e-8 * rate);
        });
    }
}
