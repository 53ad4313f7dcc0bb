using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Anneal.Formats;

namespace Anneal.Tests.Formats;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("step,lr,loss\n0,0.1,3\n1,0.1,2\n")]
    [InlineData("Loss,STEP,Lr\n3,0,0.1\n2,1,0.1\n")]
    [InlineData("\uFEFFstep,lr,loss\r\n0,0.1,3\r\n1,0.1,2\r\n")]
    [InlineData("step;lr;loss\n0;0,1;3\n1;0,1;2,0\n")]
    [InlineData("iter\tlearning-rate\ttrain/loss\n0\t0.1\t3\n1\t1e-1\t2\n")]
    [InlineData("\"global_step\",\"learning_rate\",\"eval/loss\"\n\"0\",\"0.1\",\"3\"\n1,0.1,2\n")]
    [InlineData("# a comment\n\nstep, lr, loss\n\n0, 0.1, 3\n# another\n1, 0.1, 2\n,,\n")]
    [InlineData("_step,rate,validation_loss,note\n0,0.1,3,\"a, b\"\n1.0,0.1,2,\"say \"\"hi\"\"\"\n")]
    [InlineData("step,lr,loss\n0,0.1,3\n1,0.1,2")]
    [InlineData("step,lr,loss,\n0,0.1,3,\n1,0.1,2,\n")]
    [InlineData("step,lr,loss\n0,0.1,3,\n1,0.1,2,\n")]
    public void The_same_log_in_other_clothes(string text)
    {
        var set = Logs.Read(text);

        Assert.Equal([0, 1], set.Steps());
        Assert.Equal([3.0, 2.0], set.Loss());
        Assert.Equal([0.1, 0.1], set.Runs[0].Schedule.ToArray());
        Assert.Empty(set.Reports[0].Dropped);
    }

    [Theory]
    [InlineData(",", ".", "-")]
    [InlineData(",", " ", "\u2212")]
    [InlineData("\u066B", "\u066C", "\u200E\u2212")]
    public void The_culture_does_not_matter(string point, string group, string minus)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // Named cultures do not exist under invariant globalisation, so those of German, Swedish and Persian numbers are made.
            var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = point, NumberGroupSeparator = group, NegativeSign = minus, NaNSymbol = "?" };
            CultureInfo.CurrentCulture = hostile;
            var set = Logs.Read("STEP,LR,EVAL_LOSS\n0,3e-4,3.25\n128,3e-4,3.125\n256,3e-5,3.0625\n384,3e-5,nan\n");
            using var text = new StringWriter(hostile);
            CurveWriter.Write(set.Runs[0], text);

            Assert.Equal("step,lr,val_loss\n0,0.0003,3.25\n128,0.0003,3.125\n256,3E-05,3.0625\n", text.ToString());
            Assert.Contains("the rate jumps from 0.0003 to 3E-05 somewhere in steps 129 to 256", set.Runs[0].Notes.Single(note => note.Contains("jumps")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Losses_and_rates_on_rows_of_their_own_are_joined_by_step()
    {
        var set = Logs.Read("epoch,lr-AdamW,step,train_loss,val_loss\n0,,49,2.5,\n,0.1,49,,\n0,,99,2.4,\n,0.2,99,,\n,,99,,2.6\n0,,149,2.3,2.5\n");

        Assert.Equal("val_loss", set.Metric);
        Assert.Equal([99, 149], set.Steps());
        Assert.Equal([2.6, 2.5], set.Loss());
        Assert.Equal(0.1, set.Runs[0].Schedule[49]);
        Assert.Equal(0.2, set.Runs[0].Schedule[99]);
        Assert.Equal((0, 1), (set.Reports[0].Duplicates, set.Reports[0].RowsWithoutMetric));
    }

    [Fact]
    public void The_later_of_two_values_at_a_step_is_kept_and_said()
    {
        var set = Logs.Read("step,lr,loss\n0,0.1,3\n1,0.1,9\n1,0.1,2\n2,0.1,1\n");

        Assert.Equal([3.0, 2.0, 1.0], set.Loss());
        Assert.Equal(1, set.Reports[0].Duplicates);
        Assert.Contains(set.Runs[0].Notes, note => note.StartsWith("rows written again at the same step: 1;", StringComparison.Ordinal));
    }

    [Fact]
    public void A_falling_step_is_a_restart_whose_rows_win()
    {
        var set = Logs.Read("step,lr,loss\n0,0.1,5\n10,0.1,4\n20,0.1,3\n30,0.1,9\n15,0.1,3.5\n25,0.1,2.5\n");

        Assert.Equal([0, 10, 15, 25], set.Steps());
        Assert.Equal([5, 4, 3.5, 2.5], set.Loss());
        Assert.Equal([new Restart(6, 30, 15, 2)], set.Reports[0].Restarts);
        Assert.Contains(set.Runs[0].Notes, note => note.StartsWith("line 6: the step falls from 30 to 15", StringComparison.Ordinal));
    }

    [Fact]
    public void Losses_that_are_no_numbers_or_not_finite_are_dropped_and_counted()
    {
        var set = Logs.Read("step,lr,loss\n0,0.1,3\n1,0.1,nan\n2,0.1,inf\n3,0.1,0\n4,0.1,x\n5,0.1,\n6,0.1,2\n");

        Assert.Equal([0, 6], set.Steps());
        Assert.Equal(
            [new DroppedRows("loss is not finite", 2, 3), new("loss is not above 0", 1, 5), new("loss is not a number", 1, 6)],
            set.Reports[0].Dropped);
        Assert.Equal(1, set.Reports[0].RowsWithoutMetric);
    }

    [Fact]
    public void A_loss_that_is_not_finite_to_the_end_marks_the_run_as_diverged()
    {
        Assert.Equal(2, Logs.Read("step,lr,loss\n0,0.1,3\n1,0.1,2\n2,0.1,nan\n3,0.1,nan\n4,0.1,nan\n").Runs[0].DivergedAt);
        // A table that writes NaN for empty cells has as many before.
        Assert.Null(Logs.Read("step,lr,loss\n0,0.1,3\n1,0.1,nan\n2,0.1,nan\n3,0.1,nan\n4,0.1,2\n5,0.1,nan\n6,0.1,nan\n7,0.1,nan\n").Runs[0].DivergedAt);
    }

    [Theory]
    [InlineData("step,lr,loss\n0,0.1,3.25\n1,0.1,2.25\n2,0.1", 4)]
    [InlineData("step,lr,loss\n0,0.1,3.25\n1,0.1,2.25\n2,0", 4)]
    [InlineData("step,lr,loss\n0,0.1,3.25\n1,0.1,2.25\n2,0.1,2.", 4)]
    public void A_last_line_that_is_cut_off_is_left_out_and_said(string text, int line)
    {
        var set = Logs.Read(text);

        Assert.Equal([0, 1], set.Steps());
        Assert.Equal(line, set.Reports[0].TruncatedLine);
        Assert.Contains(set.Runs[0].Notes, note => note.Contains("is cut off"));
    }

    [Fact]
    public void A_file_cut_at_any_byte_gives_a_beginning_of_the_run_or_one_error()
    {
        var whole = Encoding.UTF8.GetBytes("step,lr,loss\n0,0.1,3.25\n100,0.1,2.75\n200,0.1,2.50\n300,0.1,2.25\n");
        double[] loss = [3.25, 2.75, 2.50, 2.25];
        for (var length = 0; length <= whole.Length; length++)
        {
            try
            {
                Assert.Equal(loss[..Logs.Read(whole[..length]).Loss().Length], Logs.Read(whole[..length]).Loss());
            }
            catch (InputException error)
            {
                Assert.StartsWith("run.csv:", error.Message);
                Assert.True(length < 40, $"{length} bytes hold two rows, but: {error.Message}");
            }
        }
    }

    [Fact]
    public void A_header_in_the_middle_of_an_appended_log_is_passed_over()
    {
        var set = Logs.Read("step,lr,loss\n0,0.1,3\n1,0.1,2\nstep,lr,loss\n2,0.1,1\n");

        Assert.Equal([0, 1, 2], set.Steps());
        Assert.Empty(set.Reports[0].Dropped);
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_dropped_with_their_reasons()
    {
        var set = Logs.Read("step,lr,loss\n0,0.1,3\nERROR out of memory\n1,0.1,2\n2.5,0.1,2\n-3,0.1,2\n3,\"0.1,2\n4,0.1,1\n5,0.1,1\n6,0.1,1\n7,0.1,1\n");

        Assert.Equal([0, 1, 4, 5, 6, 7], set.Steps());
        Assert.Equal(
            [
                new DroppedRows("it has 1 cells where the header has 3", 1, 3),
                new("its step is not a whole number of at least 0", 2, 5),
                new("a quote is not closed", 1, 7),
            ],
            set.Reports[0].Dropped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_stream_may_come_in_pieces(int piece)
    {
        var text = "step,lr,loss\r\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},0.1,{3 + (i % 7)}.5\r\n"));
        using var stream = new Trickle(Encoding.UTF8.GetBytes(text), piece);
        var curve = Runs.Read(stream, "pipe").Runs[0].Curve;

        Assert.Equal(5000, curve.Count);
        Assert.All(Enumerable.Range(0, 5000), i => Assert.Equal((i, 3.5 + (i % 7)), (curve.Steps[i], curve.Loss[i])));
    }

    [Fact]
    public void Ten_million_rows_are_read_in_the_memory_of_half_a_million()
    {
        const int Rows = 10_000_000;
        using var stream = new Endless(Rows);
        var run = Runs.Read(stream, "endless").Runs[0];

        Assert.Equal((Rows / 32, Rows), (run.Curve.Count, run.Schedule.Steps));
        Assert.Equal((Rows - 1, 2.5), (run.Curve.Steps[^1], run.Curve.Loss[^1]));
        Assert.Equal(3e-4, run.Schedule[^1]);
    }

    [Fact]
    public void The_best_name_for_a_step_is_used()
    {
        var set = Logs.Read("_step,train/global_step,lr,loss\n0,0,0.1,3\n7,100,0.1,2\n");

        Assert.Equal([0, 100], set.Steps());
    }

    // A stream that gives a few bytes at a time and cannot seek, like a pipe.
    sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
    }

    // Rows made as they are read, so that only the result takes memory.
    sealed class Endless(int rows) : MemoryStream
    {
        int next = -1;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            var written = 0;
            while (next < rows && buffer.Length - written >= 32)
            {
                var isWritten = next < 0
                    ? Utf8.TryWrite(buffer[written..], CultureInfo.InvariantCulture, $"step,lr,loss\n", out var length)
                    : Utf8.TryWrite(buffer[written..], CultureInfo.InvariantCulture, $"{next},0.0003,2.5\n", out length);
                Assert.True(isWritten);
                written += length;
                next++;
            }

            return written;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
