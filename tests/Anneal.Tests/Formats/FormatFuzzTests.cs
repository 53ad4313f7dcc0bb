using System.Text;
using Anneal.Formats;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Formats;

/// <summary>A hundred thousand damaged lines over all text formats: read, or refused with one sentence.</summary>
public sealed class FormatFuzzTests
{
    const int Lines = 100_000;

    [Fact]
    public void Damaged_samples_are_read_or_refused()
    {
        var random = new RandomNumbers(new Seed(5)["formats"]);
        var settings = new RunSettings { Schedule = new Constant(1e-3, 200_000_001) };
        string[] formats = [.. Samples.All.Keys];
        var (lines, read, i) = (0, 0, 0);
        while (lines < Lines)
        {
            var format = formats[i++ % formats.Length];
            var bytes = Encoding.UTF8.GetBytes(Samples.All[format]);
            // About an edit a line.
            for (var edits = bytes.AsSpan().Count((byte)'\n') / 3; edits >= 0; edits--) bytes = FuzzTests.Damage(bytes, random);
            lines += bytes.AsSpan().Count((byte)'\n');
            // By turns as what it looks like, and as what it was.
            read += Try(bytes, i % 2 == 0 ? settings : settings with { Schedule = null, Format = format });
        }

        // Much of the damage is to what a line says besides step, rate and loss.
        Assert.InRange(read, i / 10, i);
    }

    // Two logs in one file, and the lines of one in any order.
    [Fact]
    public void Shuffled_and_joined_samples_are_read_or_refused()
    {
        var random = new RandomNumbers(new Seed(6)["formats"]);
        string[] lines = [.. Samples.All.Values.SelectMany(text => text.Split('\n'))];
        for (var i = 0; i < 2000; i++)
        {
            var text = new StringBuilder();
            for (var n = (int)(random.NextUniform() * 20); n >= 0; n--) text.Append(lines[(int)(random.NextUniform() * lines.Length)]).Append('\n');
            Try(Encoding.UTF8.GetBytes(text.ToString()), new RunSettings());
        }
    }

    static int Try(byte[] bytes, RunSettings settings)
    {
        try
        {
            var set = Logs.Read(bytes, settings);
            Assert.All(set.Runs, run => Assert.True(run.Curve.Count > 0 && run.Schedule.Steps > run.Curve.Steps[^1]));
            Assert.All(set.Reports, report => Assert.NotEmpty(report.Sentences));
            return 1;
        }
        catch (InputException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            return 0;
        }
    }
}
