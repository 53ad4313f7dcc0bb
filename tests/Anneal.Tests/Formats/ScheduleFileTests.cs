using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

public sealed class ScheduleFileTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("anneal-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("cosine(3e-4, 3e-5, 1000)")]
    [InlineData("linear(0, 1e-3, 10) then two-stage(1e-3, 1e-4, 50, 100)")]
    [InlineData("constant(1e-3, 7)")]
    public void What_was_written_is_read_to_the_bit(string notation)
    {
        var schedule = ScheduleNotation.Parse(notation);
        using var text = new StringWriter();

        ScheduleFile.Write(schedule, text);

        Assert.Equal(schedule.ToArray(), ScheduleFile.Read(Saved("schedule.csv", text.ToString())).ToArray());
    }

    [Fact]
    public void A_file_may_hold_the_notation() => Assert.Equal(
        ScheduleNotation.Parse("cosine(3e-4, 3e-5, 1000)"),
        ScheduleFile.ReadOrParse(Saved("schedule.txt", "cosine(3e-4, 3e-5,\n  1000)\n")));

    [Fact]
    public void What_names_no_file_is_notation() =>
        Assert.Equal(new Constant(1e-3, 7), ScheduleFile.ReadOrParse("constant(1e-3, 7)"));

    [Fact]
    public void Rows_left_out_of_a_straight_line_are_filled_in() => Assert.Equal(
        [0, 1, 2, 3, 4, 5, 6], ScheduleFile.Read(Saved("schedule.csv", "lr,step\n0,0\n2,2\n4,4\n6,6\n")).ToArray());

    [Theory]
    [InlineData("step,loss\n0,1\n1,2\n", "no column of rates")]
    [InlineData("step,lr\n", "no row")]
    [InlineData("step,lr\n5,1e-3\n6,1e-3\n", "starts at step 0")]
    [InlineData("cosine(3e-4)", "cosine")]
    [InlineData("step,lr\n0,-1\n1,1\n", "negative")]
    public void What_is_no_schedule_is_said_with_the_file(string text, string reason)
    {
        var path = Saved("schedule.csv", text);

        var error = Assert.Throws<InputException>(() => ScheduleFile.Read(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    string Saved(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
