using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>Loss and all gradients at every step of a long schedule.</summary>
static class Evaluation
{
    // Of the direct sums only every so many steps are computed and timed; their cost is that of all, divided by it.
    const int Stride = 101;

    public static void Ask(Report report)
    {
        var path = Published.Cosine(72000);
        report.Section(
            "Loss and all gradients at every step, 72,000 steps",
            "Cosine to a tenth of the peak after 2,160 steps of warm-up, whose rises count; published parameters. The direct sums take every "
            + $"{Stride}st step and their time is multiplied by {Stride}; errors are the largest over those steps, of the loss relative to the "
            + "loss and of a gradient relative to its largest value.");
        report.Table("law", "how", "ms", "direct sum / this", "error of loss", "error of gradients");
        Compare(report, new MultiPower(), Published.Theta, path, withScalar: true);
        Compare(report, new PathMultiPower(), Published.Theta, path, withScalar: false);
        Compare(report, new TwoExponentMultiPower(), [2.9, 0.5, 0.5, 90, 0.5, 0.58, 0.64, 0.7, 0.85], path, withScalar: false);
        Compare(report, new FunctionalScaling(), [2.9, 0.5, 0.5, 100, 0.5, 300, 0.58], path, withScalar: false);
        Compare(report, new Momentum(), [2.9, 0.5, 0.5, 300, 0.999], path, withScalar: false);
    }

    static void Compare(Report report, AnnealingLaw law, double[] theta, RatePath path, bool withScalar)
    {
        const WarmupResponse Warmup = WarmupResponse.Included;
        var p = theta.Length;
        int[] all = [.. Enumerable.Range(1, path.Steps - 1)];
        int[] some = [.. all.Where(t => t % Stride == Stride - 1)];
        var (loss, rows) = (new double[all.Length], new double[all.Length * p]);
        var (direct, directRows) = (new double[some.Length], new double[some.Length * p]);

        var exact = law.PrepareExact(path, some, Warmup);
        var directTime = Timing.Cold(() => exact.Evaluate(theta, direct, directRows)).Min * Stride;
        report.Row(law.Card.Name, "direct sum, vectorised", Report.Number(directTime), "1 ×", "", "");
        if (withScalar)
        {
            var scalar = Timing.Cold(() =>
            {
                for (var i = 0; i < some.Length; i += 8) NaiveSum.Loss(theta, path, some[i], directRows.AsSpan(i * p, p));
            });
            report.Row(law.Card.Name, "direct sum, as written down", Report.Number(scalar.Min * Stride * 8), Report.Ratio(directTime, scalar.Min * Stride * 8), "", "");
        }

        var tree = law.PrepareCompressed(path, all, Warmup);
        foreach (var (how, evaluator) in new[] { ("compressed events", tree), ("one pass", law.PrepareDense(path, all, Warmup)) })
        {
            var time = Timing.Of(() => evaluator.Evaluate(theta, loss, rows));
            var (lossError, rowError) = Errors(some, p, loss, rows, direct, directRows);
            report.Row(law.Card.Name, how, Report.Time(time), Report.Ratio(directTime, time.Median), Report.Number(lossError), Report.Number(rowError));
        }

        var lossOnly = law.PrepareDense(path, all, Warmup);
        var quick = Timing.Of(() => lossOnly.Evaluate(theta, loss, default));
        report.Row(law.Card.Name, "one pass, loss only", Report.Time(quick), "", "", "");
    }

    static (double, double) Errors(int[] steps, int p, double[] loss, double[] rows, double[] direct, double[] directRows)
    {
        var (worst, worstRow) = (0.0, 0.0);
        for (var i = 0; i < steps.Length; i++) worst = Math.Max(worst, Math.Abs((loss[steps[i] - 1] / direct[i]) - 1));
        for (var j = 0; j < p; j++)
        {
            var scale = Enumerable.Range(0, steps.Length).Max(i => Math.Abs(directRows[(i * p) + j]));
            for (var i = 0; i < steps.Length; i++)
                worstRow = Math.Max(worstRow, Math.Abs(rows[((steps[i] - 1) * p) + j] - directRows[(i * p) + j]) / scale);
        }

        return (worst, worstRow);
    }
}
