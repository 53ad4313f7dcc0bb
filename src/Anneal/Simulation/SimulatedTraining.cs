using Anneal.Curves;
using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>
/// A <see cref="RandomFeatureModel"/> dressed as a language model's training: rates and losses in the units of a real log.
/// </summary>
/// <param name="Model">The dynamics.</param>
/// <param name="RateScale">The model's rate per unit of logged rate: it trains with RateScale · η.</param>
/// <param name="LossScale">Nats per token per unit of the model's risk: the logged loss is LossScale · (L + σ²), its floor LossScale · σ².</param>
/// <param name="MeasurementNoise">Standard deviation of the error of each logged loss, in nats per token: a finite validation set.</param>
public sealed record SimulatedTraining(RandomFeatureModel Model, double RateScale, double LossScale, double MeasurementNoise)
{
    /// <summary>The model's rate per unit of logged rate.</summary>
    public double RateScale { get; } = Require.PositiveRate(RateScale);

    /// <summary>Nats per token per unit of the model's risk.</summary>
    public double LossScale { get; } = Require.PositiveRate(LossScale);

    /// <summary>Standard deviation of the error of each logged loss.</summary>
    public double MeasurementNoise { get; } = Require.Rate(MeasurementNoise);

    /// <summary>The loss after each update, averaged over all runs: exact, without noise of any kind.</summary>
    public double[] ExpectedLosses(Schedule schedule, CancellationToken cancellation = default) =>
        Array.ConvertAll(Model.MeanLoss(RateScale * schedule, cancellation), ToNats);

    /// <summary>One run and its log, which begins after the warm-up and ends with the last step.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="schedule">η_t as logged.</param>
    /// <param name="logEvery">The logging interval in steps.</param>
    /// <param name="seed">Two runs of one seed see the same batches: they are equal as long as their schedules are.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <remarks>Losses are rounded to four decimals, as logs print them.</remarks>
    public TrainingRun Run(string name, Schedule schedule, int logEvery, Seed seed, CancellationToken cancellation = default)
    {
        Require.Positive(logEvery);
        var losses = SampledTraining.Losses(Model, RateScale * schedule, new RandomNumbers(seed["gradients"]), cancellation);
        var measurement = new RandomNumbers(seed["measurement"]);
        var warmup = new RatePath(schedule).WarmupSteps;
        var steps = Enumerable.Range(0, schedule.Steps)
            .Where(t => t >= warmup && (t % logEvery == 0 || t == schedule.Steps - 1))
            .ToArray();
        var logged = Array.ConvertAll(
            steps, t => Math.Round(ToNats(losses[t]) + (MeasurementNoise * measurement.NextNormal()), 4));
        return new TrainingRun(name, schedule, new LossCurve(steps, logged)) { LossUnit = "nats/token" };
    }

    double ToNats(double excess) => LossScale * (excess + Model.NoiseVariance);
}
