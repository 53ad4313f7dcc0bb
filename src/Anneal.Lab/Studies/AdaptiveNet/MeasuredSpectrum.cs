using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>The spectrum of a network's Hessian in the metric of its optimiser, estimated where a pilot run stands.</summary>
/// <param name="Step">Updates that the pilot had done.</param>
/// <param name="Values">Ritz values, of either sign.</param>
/// <param name="Counts">How many directions each stands for.</param>
/// <param name="Asymmetry">|uᵀHv − vᵀHu|/(‖Hu‖ ‖v‖) of random u and v: 0 but for the differences' error.</param>
sealed record MeasuredSpectrum(int Step, double[] Values, double[] Counts, double Asymmetry)
{
    /// <summary>L.</summary>
    public double Greatest => Values.Max();

    /// <summary>The eigenvalues of at least <paramref name="least"/>, and their counts.</summary>
    public (double[] Values, double[] Counts) From(double least)
    {
        var kept = Values.Zip(Counts).Where(one => one.First >= least).ToArray();
        return ([.. kept.Select(one => one.First)], [.. kept.Select(one => one.Second)]);
    }

    /// <summary>How many directions have an eigenvalue of at least each share of L.</summary>
    /// <param name="shares">λ/L.</param>
    /// <param name="isNegative">Those of at most −λ instead.</param>
    public double[] Beyond(double[] shares, bool isNegative = false) =>
        [.. shares.Select(share => Values.Zip(Counts, (value, count) => (isNegative ? -value : value) >= share * Greatest ? count : 0).Sum())];

    /// <summary>
    /// Trains a pilot under a schedule and measures after each of some numbers of updates. AdamW moves in the metric D of its second
    /// moments, D = √v̂ + a hundredth of their mean, and the spectrum is that of D^−½HD^−½; SGD's metric is 1.
    /// </summary>
    /// <param name="task">What is trained.</param>
    /// <param name="schedule">The pilot's rates.</param>
    /// <param name="steps">When to measure, ascending, from 1 to the length of the run.</param>
    /// <param name="effort">Samples of the loss, starts, and products for each.</param>
    /// <param name="run">The pilot's seed.</param>
    /// <param name="seed">Of the starts.</param>
    /// <param name="cancellation">Asked to stop.</param>
    public static MeasuredSpectrum[] Of(
        NetTask task, Schedule schedule, int[] steps, (int Samples, int Probes, int Products) effort, ulong run, Seed seed, CancellationToken cancellation)
    {
        using var job = new TrainingJob(task.Of(schedule, run), threads: 1);
        return [.. steps.Select(step =>
        {
            while (job.Step < step)
            {
                cancellation.ThrowIfCancellationRequested();
                job.Next();
            }

            var curvature = new NetworkCurvature(job, effort.Samples, Metric(job));
            var (values, counts) = curvature.Spectrum(effort.Probes, effort.Products, seed["starts"], cancellation);
            return new MeasuredSpectrum(step, values, counts, curvature.Asymmetry(seed["asymmetry"]));
        })];
    }

    static double[] Metric(TrainingJob job)
    {
        if (job.Config.Optimizer.Kind != "adamw") return [];
        var memory = 1 - Math.Pow(double.Parse(job.Config.Optimizer["beta2"]!, System.Globalization.CultureInfo.InvariantCulture), job.Step);
        double[] roots = [.. job.Optimizer.State.Where(state => state.Name.EndsWith("square", StringComparison.Ordinal)).SelectMany(state => state.Values).Select(square => Math.Sqrt(square / memory))];
        var floor = 0.01 * roots.Average();
        for (var i = 0; i < roots.Length; i++) roots[i] += floor;
        return roots;
    }
}
