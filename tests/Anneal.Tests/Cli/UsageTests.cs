using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("fti")]
    [InlineData("schedule")]
    [InlineData("schedule shw")]
    [InlineData("--bogus")]
    [InlineData("doctor --bogus")]
    [InlineData("doctor extra")]
    [InlineData("doctor --seed")]
    [InlineData("doctor --seed -1")]
    [InlineData("doctor --seed x")]
    [InlineData("doctor --color blue")]
    [InlineData("completions")]
    [InlineData("completions tcsh")]
    public void A_wrong_line_says_so_on_stderr_only_and_exits_2(string line)
    {
        var run = Invocation.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Errors);
        Assert.All(run.Errors.TrimEnd('\n').Split('\n'), sentence => Assert.Matches("[.?]$", sentence));
        Assert.DoesNotContain("System.", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docter", "'doctor'")]
    [InlineData("doctor --jsno", "'--json'")]
    [InlineData("doctor --color allways", "'always'")]
    [InlineData("completions bsah", "'bash'")]
    public void A_slip_is_answered_with_what_was_meant(string line, string meant) =>
        Assert.Contains($"did you mean {meant}", Invocation.Of(line.Split(' ')).Errors, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_option_is_not_taken_for_an_argument()
    {
        var run = Invocation.Of("completions", "--shell");

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains("no option --shell", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void After_two_dashes_a_word_is_an_argument_however_it_begins() =>
        Assert.Contains("not '--shell'", Invocation.Of("completions", "--", "--shell").Errors, StringComparison.Ordinal);

    [Fact]
    public void A_word_that_begins_with_an_at_sign_names_no_response_file() =>
        Assert.Contains("not '@bash'", Invocation.Of("completions", "@bash").Errors, StringComparison.Ordinal);
}
