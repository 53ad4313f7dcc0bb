using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Failures => new()
    {
        { new InputException("a.csv", 3, "loss is NaN; drop the row."), 3 },
        { new CommandException(ExitCode.Infeasible, "The floor is above the peak."), 5 },
        { new OperationCanceledException(), 130 },
        { new FileNotFoundException("Could not find a.csv."), 3 },
        { new IOException("No space left on device."), 1 },
        { new InvalidOperationException("Sequence contains no elements."), 1 },
    };

    [Theory, MemberData(nameof(Failures))]
    public void A_failure_has_its_code_and_one_line(Exception failure, int code)
    {
        using var errors = new StringWriter { NewLine = "\n" };

        Assert.Equal(code, (int)FailureReport.Write(failure, errors, debug: false));
        Assert.Matches("^[^\n]+\\.\n$", errors.ToString());
    }

    [Fact]
    public void An_input_error_names_file_and_line()
    {
        using var errors = new StringWriter { NewLine = "\n" };

        FailureReport.Write(new InputException("a.csv", 3, "loss is NaN."), errors, debug: false);

        Assert.Equal("a.csv:3: loss is NaN.\n", errors.ToString());
    }

    [Fact]
    public void The_stack_is_shown_only_on_request()
    {
        using var terse = new StringWriter();
        using var full = new StringWriter();
        var failure = Assert.Throws<InvalidOperationException>(() => Enumerable.Empty<int>().First());

        FailureReport.Write(failure, terse, debug: false);
        FailureReport.Write(failure, full, debug: true);

        Assert.DoesNotContain("   at ", terse.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", full.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_a_failure()
    {
        using var full = new FullDisk();

        Assert.Equal(ExitCode.Failure, Invocation.Of(terminal => terminal with { Out = full }, "doctor").Exit);
    }

    [Fact]
    public void Errors_that_cannot_be_written_leave_the_code_and_the_result()
    {
        using var full = new FullDisk();
        using var closed = new ClosedStream();
        var log = Path.Combine(ArchitectureTests.Root, "data", "simulated", "cosine.csv");

        foreach (var errors in (TextWriter[])[full, closed])
        {
            Assert.Equal(ExitCode.InvalidInput, Invocation.Of(terminal => terminal with { Error = errors }, "import", "nowhere.csv").Exit);
            Assert.Equal(ExitCode.Usage, Invocation.Of(terminal => terminal with { Error = errors }, "transfer").Exit);
            // It has notes to give.
            var read = Invocation.Of(terminal => terminal with { Error = errors }, "import", log);
            Assert.Equal(ExitCode.Ok, read.Exit);
            Assert.Contains("points of 'loss'", read.Output, StringComparison.Ordinal);
        }
    }

    sealed class FullDisk : StringWriter
    {
        public override void Flush() => throw new IOException("No space left on device.");

        public override void WriteLine(string? value) => throw new IOException("No space left on device.");
    }

    // What a stream that the shell has closed does: 2>&-
    sealed class ClosedStream : StringWriter
    {
        public override void WriteLine(string? value) => throw new UnauthorizedAccessException("Access to the path is denied.");
    }
}
