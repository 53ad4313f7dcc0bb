using System.Globalization;
using Anneal.Curves;
using Anneal.Formats;
using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Formats;

public sealed class CurveWriterTests
{
    [Fact]
    public void What_was_written_is_read_back_to_the_bit()
    {
        var runs =
            from gaps in Gen.Choose(0, 50).ListOf().Where(list => list.Count > 1)
            from losses in Gen.Choose(1, int.MaxValue).Select(k => k / 7e8).ListOf(gaps.Count)
            from peak in Gen.Choose(1, 1000).Select(k => k / 3e5)
            select (gaps, losses, peak);
        Prop.ForAll(runs.ToArbitrary(), drawn =>
        {
            var steps = new int[drawn.gaps.Count];
            for (var i = 0; i < steps.Length; i++) steps[i] = drawn.gaps[i] + (i > 0 ? steps[i - 1] + 1 : 0);
            var schedule = new Cosine(drawn.peak, drawn.peak / 10, steps[^1] + 1);
            var run = new TrainingRun("run", schedule, new LossCurve(steps, [.. drawn.losses]));
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            CurveWriter.Write(run, text);
            var read = Logs.Read(text.ToString()).Runs[0];
            return read.Curve.Steps.SequenceEqual(steps)
                && read.Curve.Loss.SequenceEqual(run.Curve.Loss)
                && steps.All(step => read.Schedule[step] == schedule[step]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1UL, 1UL));
    }
}
