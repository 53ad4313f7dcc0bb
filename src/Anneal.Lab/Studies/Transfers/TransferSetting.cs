using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Transfers;

/// <summary>A model whose base rate is tuned at several horizons.</summary>
/// <param name="Name">As figures call it.</param>
/// <param name="Rates">The grid of base rates, ascending.</param>
/// <param name="Config">What is trained under a schedule from a seed.</param>
sealed record TransferSetting(string Name, double[] Rates, Func<Schedule, ulong, TrainingConfig> Config)
{
    // Powers of 2 (of 4 in the short variant) of the lowest.
    static double[] Grid(double lowest, int places, double ratio) => [.. Enumerable.Range(0, places).Select(i => lowest * Math.Pow(ratio, i))];

    /// <summary>A transformer under AdamW and a perceptron under SGD with momentum.</summary>
    public static TransferSetting[] All(bool quick) => quick
        ?
        [
            new("language", Grid(1e-3, 4, 4), (schedule, seed) => SmallNetworks.TinyLanguage(schedule, seed) with { HeldOut = 32 }),
            new("images", Grid(0.01, 4, 4), (schedule, seed) => SmallNetworks.Images(schedule, seed) with { Model = new PerceptronModel([16]), Data = new("digits", [new("side", "8")]), HeldOut = 64 }),
        ]
        :
        [
            new("language", Grid(5e-4, 6, 2), (schedule, seed) => SmallNetworks.Language(schedule, seed) with
            {
                Model = new TransformerModel(16, 32, 1, 2),
                Data = new("language", [new("depth", "2"), new("vocabulary", "128")]),
                HeldOut = 128,
            }),
            new("images", Grid(0.0125, 7, 2), SmallNetworks.Images),
        ];

    /// <summary>The final losses by schedule and horizon; a constant run of the longest horizon holds those of all.</summary>
    /// <param name="rate">The base rate.</param>
    /// <param name="seed">Of the runs.</param>
    /// <param name="horizons">T, ascending.</param>
    /// <param name="every">Updates from one evaluation of the constant run to the next; it divides the horizons.</param>
    /// <param name="cancellation">Asked to stop.</param>
    public double[][] Run(double rate, ulong seed, int[] horizons, int every, CancellationToken cancellation)
    {
        var trunk = NetworkRun.Train(Config(new Constant(rate, horizons[^1]), seed) with { EvaluateEvery = every }, cancellation);
        return
        [
            [.. horizons.Select(steps => Last(trunk, steps))],
            [.. horizons.Select(steps => NetworkRun.Train(Config(new Linear(rate, 0, steps), seed) with { EvaluateEvery = int.MaxValue }, cancellation).Final)],
        ];
    }

    /// <summary>The mean of the evaluations in the last tenth of a constant run's first updates: its rate keeps its last loss noisy.</summary>
    public static double Last(NetworkRun trunk, int steps)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < trunk.HeldOut.Count; i++)
        {
            var done = trunk.HeldOut.Steps[i] + 1;
            if (done <= 0.9 * steps || done > steps) continue;
            sum += trunk.HeldOut.Loss[i];
            count++;
        }

        return trunk.Diverged < steps ? double.PositiveInfinity : count > 0 ? sum / count : double.PositiveInfinity;
    }
}
