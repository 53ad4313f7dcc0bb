using System.Collections.Immutable;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>A multi-start fit of the multi-power law to three curves.</summary>
static class Fits
{
    public static void Ask(Report report)
    {
        var (runs, name, _) = Published.Curves();
        FitRun[] counted = [.. runs.Select(run => CountedPoints.Of(run))];
        report.Section(
            "Multi-start fit of the multi-power law to three curves",
            $"{name}: {string.Join(", ", runs.Select(run => run.Name))}; {counted.Sum(run => run.Points.Count)} points; warm process. The last "
            + "column is the relative difference of the objective at the fitted parameters when the direct sum evaluates it. The twin is the same "
            + "fit with the direct sum, once. Peers: the law's published code 92–123 s on these curves; a reference fit in scipy with events "
            + "merged in blocks, 3–8 starts, 1–3 s.");
        report.Table("warm-up's rises", "how", "starts", "ms", "direct fit / this", "objective", "direct sum's");
        foreach (var warmup in Enum.GetValues<WarmupResponse>())
        {
            var options = new FitOptions { Warmup = warmup, PriorUse = PriorUse.Never };
            Fit? fit = null;
            var direct = Timing.Cold(() => LawFitter.Fit(new Direct(), counted, options));
            var time = Timing.Of(() => fit = LawFitter.Fit(new MultiPower(), counted, options));
            var starts = options.Starts.ToString(System.Globalization.CultureInfo.InvariantCulture);
            report.Row($"{warmup}", "direct sum", starts, Report.Number(direct.Min), "1 ×", "", "");
            report.Row($"{warmup}", "compressed events", starts, Report.Time(time), Report.Ratio(direct.Min, time.Median),
                fit!.Objective.ToString("G6", System.Globalization.CultureInfo.InvariantCulture),
                Report.Number(Math.Abs((Objective(fit, counted) / fit.Objective) - 1)));
        }
    }

    // Σ ρ(log L − log y) by the direct sum.
    static double Objective(Fit fit, FitRun[] runs)
    {
        var (sum, delta) = (0.0, fit.HuberDelta);
        foreach (var run in runs)
        {
            var loss = new double[run.Points.Count];
            new MultiPower().PrepareExact(run.Run.Path, run.Points.Steps, fit.Law.Warmup).Evaluate(fit.Law.Theta.AsSpan(), loss, default);
            for (var i = 0; i < loss.Length; i++)
            {
                var size = Math.Abs(Math.Log(loss[i] / run.Points.Loss[i]));
                sum += size <= delta ? size * size / 2 : delta * (size - (delta / 2));
            }
        }

        return sum;
    }

    /// <summary>The multi-power law that knows no shortcut.</summary>
    sealed class Direct : LossLaw
    {
        readonly MultiPower law = new();

        public override LawCard Card => law.Card;

        public override ImmutableArray<LawParameter> Parameters => law.Parameters;

        public override LawEvaluator Prepare(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup) =>
            law.PrepareExact(path, steps, warmup);

        public override double FinalLoss(
            ReadOnlySpan<double> theta, RatePath path, WarmupResponse warmup, Span<double> rateGradient = default) =>
            law.FinalLoss(theta, path, warmup, rateGradient);
    }
}
