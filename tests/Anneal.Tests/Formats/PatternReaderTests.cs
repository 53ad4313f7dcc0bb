using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class PatternReaderTests
{
    const string Log = "[12:00] it 10 of 99 -> ce 3.5 @ 1e-3\n[12:01] it 20 of 99 -> ce 3,250.5 @ 2e-3\n[12:02] saved\n[12:03] it 30 of 99 -> ce 3.0 @ 3e-3\n";

    [Theory]
    [InlineData(@"it (?<step>\d+) .*ce (?<loss>\S+) @ (?<lr>\S+)")]
    [InlineData(@"it (?P<step>\d+) .*ce (?P<loss>\S+) @ (?P<lr>\S+)")]
    // A look-ahead cannot be matched in linear time, so it is under a clock.
    [InlineData(@"(?=.*ce)it (?<step>\d+) .*ce (?<loss>\S+) @ (?<lr>\S+)")]
    public void Lines_that_match_are_rows(string pattern)
    {
        var set = Logs.Read(Log, new() { Pattern = pattern });

        Assert.Equal([10, 20, 30], set.Steps());
        Assert.Equal([3.5, 3250.5, 3], set.Loss());
        Assert.Equal(2e-3, set.Runs[0].Schedule[20]);
        Assert.Equal("pattern", set.Reports[0].Format);
    }

    [Theory]
    [InlineData("it (?<step>", "is no regular expression")]
    [InlineData(@"it (?<step>\d+)", "lacks a group")]
    [InlineData(@"ce (?<loss>\S+)", "lacks a group")]
    [InlineData(@"no (?<step>\d+) (?<loss>\S+)", "no line is one of a pattern log")]
    public void A_pattern_that_cannot_be_used_is_explained(string pattern, string message) =>
        Assert.Contains(message, Logs.Fails(Log, new() { Pattern = pattern }).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_that_takes_for_ever_is_stopped()
    {
        // Nested repetitions before a back-reference: exponential in the line's length.
        var error = Logs.Fails($"step 1 {new string('a', 60)}!\n", new() { Pattern = @"step (?<step>\d+) ((a+)+)+\3$(?<loss>.*)" });

        Assert.Contains("more than a second", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_offset_format_and_pattern_of_a_run_stand_in_the_runs_file()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.txt", Log);
        folder.Add("b.txt", Log);
        var runs = folder.Add("runs.yaml", @"
defaults: { pattern: 'it (?<step>\d+) .*ce (?<loss>\S+) @ (?<lr>\S+)' }
runs:
  - { log: a.txt, offset: -1 }
  - { log: b.txt, offset: auto, format: pattern }
");
        var set = Runs.Read([runs]);

        Assert.Equal([9, 19, 29], set.Runs[0].Curve.Steps.ToArray());
        Assert.Equal([10, 20, 30], set.Runs[1].Curve.Steps.ToArray());
        Assert.Contains("offset −1, as given", set.Runs[0].Notes[0], StringComparison.Ordinal);
        Assert.StartsWith($"{runs}:1: offset is '2'; it must be auto, 0, -1 or +1.", Fails("{ log: a.txt, offset: 2 }"));
        Assert.StartsWith($"{runs}:1: No log format is called 'nano-gtp'; did you mean 'nanoGPT'", Fails("{ log: a.txt, format: nano-gtp }"));

        string Fails(string text)
        {
            folder.Add("runs.yaml", text);
            return Assert.Throws<InputException>(() => Runs.Read([runs])).Message;
        }
    }
}
