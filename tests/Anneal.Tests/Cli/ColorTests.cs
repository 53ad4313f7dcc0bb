namespace Anneal.Tests.Cli;

public sealed class ColorTests
{
    [Theory]
    [InlineData("auto", "", true, true)]
    [InlineData("auto", "", false, false)]
    [InlineData("always", "NO_COLOR=1", false, true)]
    [InlineData("never", "FORCE_COLOR=1", true, false)]
    [InlineData("auto", "NO_COLOR=1", true, false)]
    [InlineData("auto", "NO_COLOR=", true, true)]
    [InlineData("auto", "NO_COLOR=1 FORCE_COLOR=1", true, false)]
    [InlineData("auto", "FORCE_COLOR=1", false, true)]
    [InlineData("auto", "FORCE_COLOR=0", false, false)]
    [InlineData("auto", "CLICOLOR_FORCE=1", false, true)]
    [InlineData("auto", "CLICOLOR=0", true, false)]
    [InlineData("auto", "TERM=dumb", true, false)]
    [InlineData("auto", "TERM=xterm", true, true)]
    public void Escape_codes_are_written_where_they_are_wanted(string flag, string variables, bool isTerminal, bool expected)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        var run = Invocation.Of(
            terminal => terminal with { OutIsTerminal = isTerminal, Variable = name => values.GetValueOrDefault(name) },
            "doctor", "--color", flag);

        Assert.Equal(expected, run.Output.Contains('\e'));
    }
}
