using Anneal.Cli;

namespace Anneal.Tests.Cli;

public sealed class ProgressLineTests : IDisposable
{
    readonly StringWriter errors = new() { NewLine = "\n" };
    readonly Clock clock = new();

    public void Dispose() => errors.Dispose();

    [Fact]
    public void Nothing_is_written_in_the_first_second()
    {
        using (var progress = Line(isTerminal: true))
        {
            clock.Seconds = 0.9;
            progress.Report(50, 100);
        }

        Assert.Empty(errors.ToString());
    }

    [Fact]
    public void On_a_terminal_one_line_is_rewritten_and_cleared()
    {
        using (var progress = Line(isTerminal: true))
        {
            (clock.Seconds, var first) = (2, 20);
            progress.Report(first, 100);
            clock.Seconds = 2.01;
            progress.Report(21, 100);
        }

        var cleared = errors.ToString().Split('\r');
        Assert.Equal("fitting: 20 % (20 of 100 starts, 10/s, 8 s left)", cleared[1]);
        Assert.Equal(4, cleared.Length);
        Assert.All(cleared[2], c => Assert.Equal(' ', c));
        Assert.DoesNotContain('\n', errors.ToString());
    }

    [Fact]
    public void A_detail_stands_in_place_of_the_units_per_second()
    {
        using (var progress = Line(isTerminal: false))
        {
            progress.Detail = () => "loss 3.2";
            clock.Seconds = 2;
            progress.Report(20, 100);
        }

        Assert.Equal("fitting: 20 % (20 of 100 starts, loss 3.2, 8 s left)\n", errors.ToString());
    }

    [Fact]
    public void Elsewhere_a_line_is_written_at_each_tenth_or_after_30_seconds()
    {
        using (var progress = Line(isTerminal: false))
        {
            for (var percent = 0; percent <= 25; percent++)
            {
                clock.Seconds = 2 + (percent * 0.01);
                progress.Report(percent, 100);
            }

            clock.Seconds = 40;
            progress.Report(26, 100);
        }

        Assert.Equal(["10 %", "20 %", "26 %"], errors.ToString().TrimEnd('\n').Split('\n').Select(line => line[9..13]));
    }

    [Fact]
    public void Quiet_is_quiet_and_knows_what_was_reached()
    {
        using (var progress = Line(isTerminal: true, quiet: true))
        {
            clock.Seconds = 5;
            var shares = progress.Shares(8);
            Assert.Equal("fitting: 0 of 8 starts", progress.Reached);
            shares.Report(0.25);
            Assert.Equal("fitting: 2 of 8 starts", progress.Reached);
        }

        Assert.Empty(errors.ToString());
    }

    ProgressLine Line(bool isTerminal, bool quiet = false) =>
        new CommandContext(new Terminal(TextWriter.Null, errors) { ErrorIsTerminal = isTerminal, Clock = clock }) { Quiet = quiet }
            .Progress("fitting", "starts");

    sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
