using Anneal.Control;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>The best schedule of the multi-power law: the scalar equation, the general solver, and gradient steps on every drop.</summary>
static class OptimalSchedules
{
    const int Warmup = 2160, AdamSteps = 10_000, TimedSteps = 1_000;

    static CalibratedLaw Law { get; } = new(new MultiPower(), [.. Published.Theta]);

    public static void Ask(Report report)
    {
        report.Section(
            "Optimal schedule",
            "Published parameters, 2,160 steps of warm-up before, no floor. The twin takes Adam's steps on the drops of every step with the "
            + $"gradient of the same library, as the law's published code does: {AdamSteps:N0} steps, of which {TimedSteps:N0} are timed and "
            + "multiplied; its loss is the one reached then. The general solver is also given a limit on the slope, which the equation "
            + "cannot take. Losses are the law's as written. Peers: the published code 44–50 s for 10,000 steps at T = 24,000.");
        report.Table("T", "how", "ms", "twin / this", "loss", "stationarity");
        foreach (var total in (int[])[24_000, 1_000_000])
        {
            var free = new ScheduleConstraints(total - Warmup, Published.Peak) { WarmupSum = Published.Peak * Warmup / 2 };
            var twin = double.NaN;
            if (total == 24_000)
            {
                var rates = Array.Empty<double>();
                twin = Timing.Cold(() => rates = Adam(free, TimedSteps)).Min * AdamSteps / TimedSteps;
                report.Row($"{total:N0}", $"Adam on the drops, {TimedSteps:N0} steps", Report.Number(twin), "1 ×", Report.Loss(Loss(free, rates)), "");
            }

            OptimalSchedule? best = null;
            var smooth = Timing.Of(() => best = ScheduleOptimizer.Minimize(Law, free));
            Row("scalar equation", smooth);
            var slope = Published.Peak / (0.2 * total);
            var bounded = free with { MaxSlope = slope };
            var repeats = total == 24_000 ? 3 : 1;
            Row("general solver, slope limited", Timing.Cold(() => best = ScheduleOptimizer.Minimize(Law, bounded), repeats));

            void Row(string how, Timing time) => report.Row(
                $"{total:N0}", how, Report.Time(time), double.IsNaN(twin) ? "" : Report.Ratio(twin, time.Median),
                Report.Loss(best!.LossLiteral), Report.Number(best.KktResidual));
        }
    }

    static double Loss(ScheduleConstraints free, double[] rates) =>
        Law.Law.FinalLoss(Law.Theta.AsSpan(), new RatePath(rates, free.WarmupSum, 0), WarmupResponse.Excluded);

    static double[] Adam(ScheduleConstraints free, int count)
    {
        var n = free.Steps;
        var (drops, mean, square) = (new double[n], new double[n], new double[n]);
        var (rates, gradient) = (new double[n], new double[n]);
        Array.Fill(drops, 0.5 * free.Peak / n);
        for (var step = 1; step <= count; step++)
        {
            Fall(drops, free.Peak, rates);
            Law.Law.FinalLoss(Law.Theta.AsSpan(), new RatePath(rates, free.WarmupSum, 0), WarmupResponse.Excluded, gradient);
            var (later, size) = (0.0, 1e-2 * free.Peak / n);
            for (var t = n - 1; t >= 0; t--)
            {
                // A drop lowers every rate from its step on.
                later -= rates[t] > 0 ? gradient[t] : 0;
                mean[t] = (0.9 * mean[t]) + (0.1 * later);
                square[t] = (0.999 * square[t]) + (0.001 * later * later);
                var (m, v) = (mean[t] / (1 - Math.Pow(0.9, step)), square[t] / (1 - Math.Pow(0.999, step)));
                drops[t] = Math.Max(0, drops[t] - (size * m / (Math.Sqrt(v) + 1e-8)));
            }
        }

        Fall(drops, free.Peak, rates);
        return rates;
    }

    static void Fall(double[] drops, double peak, double[] rates)
    {
        var rate = peak;
        for (var t = 0; t < rates.Length; t++)
        {
            rate = Math.Max(0, rate - drops[t]);
            rates[t] = rate;
        }
    }
}
