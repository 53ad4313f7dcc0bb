using Anneal.Curves;
using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>
/// The simulated runs that ship with the project: what to fit, and what to judge a forecast by. They have the schedules,
/// units and shape of the public logs of a 25M-parameter language model (Luo et al. 2025, arXiv:2503.12811).
/// </summary>
/// <param name="Training">The runs to fit.</param>
/// <param name="HeldOut">The runs to forecast.</param>
public sealed record SimulatedRuns(IReadOnlyList<TrainingRun> Training, IReadOnlyList<TrainingRun> HeldOut)
{
    const double Peak = 3e-4;
    const double Floor = 3e-5;
    const int LogEvery = 128;
    static readonly Warmup Warmup = new(Peak, 2_000);

    /// <summary>
    /// What the runs are drawn from. a = b = 2 is the boundary of the easy and the hard phase, where fits of real curves lie;
    /// the copies make a run fluctuate as a real one does, by about 0.0007 at the peak rate and less after annealing.
    /// </summary>
    public static SimulatedTraining Truth { get; } = new(
        new RandomFeatureModel(
            PowerLawSpectrum.Quadrature(a: 2, b: 2, modes: 1_000_000, copies: 16_384), Batch: 4_800, NoiseVariance: 0.6),
        RateScale: 40, LossScale: 5, MeasurementNoise: 0.0005);

    /// <summary>Simulates the runs.</summary>
    /// <param name="seed">The same seed gives the same runs, whatever the number of threads.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <remarks>Some 360,000 updates of 64 nodes: about two seconds.</remarks>
    public static SimulatedRuns Create(Seed seed, CancellationToken cancellation = default)
    {
        Plan[] training =
        [
            new("constant", "trunk", Trunk(24_000)),
            new("cosine", "cosine", Warmup.Then(new Cosine(Peak, Floor, 22_000))),
            new("two-stage-9e-5", "trunk", Trunk(8_000).Then(new Constant(9e-5, 8_000))),
        ];
        Plan[] heldOut =
        [
            new("constant-long", "long trunk", Trunk(72_000)),
            new("cosine-long", "long cosine", Warmup.Then(new Cosine(Peak, Floor, 70_000))),
            new("wsd-exponential", "long trunk", Trunk(20_000).Then(new Exponential(Peak, Floor, 4_000)), 20_000),
            new("wsd-linear", "long trunk", Trunk(20_000).Then(new Linear(Peak, Floor, 4_000)), 20_000),
            new("wsd-1-sqrt", "long trunk", Trunk(20_000).Then(new OneMinusSqrt(Peak, Floor, 4_000)), 20_000),
            new("two-stage-3e-5", "long trunk", Trunk(8_000).Then(new Constant(Floor, 8_000)), 8_000),
            new("rewarmed", "rewarmed", Warmup
                .Then(new Cosine(Peak, Floor, 10_000)).Then(new Linear(Floor, Peak, 1_000)).Then(new Cosine(Peak, Floor, 11_000))),
        ];

        var plans = training.Concat(heldOut).ToArray();
        var runs = new TrainingRun[plans.Length];
        Parallel.For(0, runs.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (name, batches, schedule, branchStep) = plans[i];
            runs[i] = Truth.Run(name, schedule, LogEvery, seed["demo"][batches], cancellation) with { BranchStep = branchStep };
        });
        return new SimulatedRuns(runs[..training.Length], runs[training.Length..]);
    }

    static Schedule Trunk(int steps) => Warmup.Then(new Constant(Peak, steps - Warmup.Steps));

    // Runs with the same batches are copies of each other until their schedules part.
    sealed record Plan(string Name, string Batches, Schedule Schedule, int BranchStep = 0);
}
