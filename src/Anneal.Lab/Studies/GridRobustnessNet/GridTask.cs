using Anneal.Lab.Studies.Networks;
using Anneal.Lab.Studies.Robustness;
using Anneal.Schedules;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.GridRobustnessNet;

/// <summary>A network that is trained at every rate of a fine grid under every schedule.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="Network">What is trained, by its schedule, but for its seed.</param>
/// <param name="Steps">T.</param>
/// <param name="Middle">The rate in the middle of the grid.</param>
/// <param name="Reach">Doublings of the rate to each side.</param>
/// <param name="PerDoubling">Rates of the grid to a factor of 2.</param>
/// <param name="Floor">What losses are counted from: the entropy of a language, else 0.</param>
sealed record GridTask(string Name, Func<Schedule, TrainingConfig> Network, int Steps, double Middle, int Reach, int PerDoubling, double Floor)
{
    /// <summary>Images under plain SGD, without momentum and clipping, as in the theory.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="model">The model.</param>
    /// <param name="steps">T.</param>
    /// <param name="perDoubling">Rates to a factor of 2.</param>
    /// <param name="heldOut">Held-out images.</param>
    public static GridTask Images(string name, ModelConfig model, int steps, int perDoubling, int heldOut) => new(
        name,
        schedule => SmallNetworks.Images(schedule) with { Model = model, Optimizer = new("sgd"), Clip = null, EvaluateEvery = steps, HeldOut = heldOut },
        steps, 0.25, 8, perDoubling, 0);

    /// <summary>Language under AdamW, clipped, as in practice; losses are counted from the entropy.</summary>
    /// <param name="steps">T.</param>
    /// <param name="source">The language.</param>
    public static GridTask Language(int steps, SampleSource source) => new(
        "transformer", schedule => SmallNetworks.TinyLanguage(schedule) with { EvaluateEvery = steps }, steps, 8e-3, 6, 1, source.LossFloor ?? 0);

    /// <summary>What the losses are, for axes.</summary>
    public string Loss => Floor > 0 ? "loss − entropy" : "loss";

    /// <summary>The grid, rising.</summary>
    public double[] Rates => [.. Enumerable.Range(0, (2 * Reach * PerDoubling) + 1).Select(i => Middle * Math.Pow(2, ((double)i / PerDoubling) - Reach))];

    /// <summary>A run.</summary>
    /// <param name="shape">The schedule.</param>
    /// <param name="rate">Its base rate.</param>
    public TrainingConfig Config(Shape shape, double rate) => Network(new Tabulated(Array.ConvertAll(shape.Rates(Steps), h => rate * h)));
}

/// <summary>What a task's runs came to.</summary>
/// <param name="Task">The task.</param>
/// <param name="Finals">Final held-out losses above the task's floor, by schedule, rate and seed; infinite where a run diverged.</param>
sealed record GridOutcome(GridTask Task, double[][][] Finals)
{
    /// <summary>The grid.</summary>
    public double[] Rates { get; } = Task.Rates;

    /// <summary>Means over seeds, by schedule and rate.</summary>
    public double[][] Means { get; } = [.. Finals.Select(own => own.Select(seeds => seeds.Average()).ToArray())];

    /// <summary>The costs of thinned grids, of the means, by schedule.</summary>
    public GridCost[][] Costs => [.. Means.Select(means => ThinnedGrids.Costs(means, Task.PerDoubling))];

    /// <summary>ln of the worst cost of coarse grids, R = 8, 16, 32, of every seed alone.</summary>
    public double[] LogCosts(int shape) =>
        [.. Enumerable.Range(0, Finals[shape][0].Length).Select(seed => Math.Log(ThinnedGrids.WorstOfCoarse(ThinnedGrids.Costs([.. Finals[shape].Select(seeds => seeds[seed])], Task.PerDoubling))))];

    /// <summary>ln of the worst loss at a coarse grid's best rate, R = 8, 16, 32, of every seed alone.</summary>
    public double[] LogLosses(int shape) =>
        [.. LogCosts(shape).Select((cost, seed) => cost + Math.Log(Finals[shape].Min(seeds => seeds[seed])))];

    /// <summary>ln of the loss at the best rate times a factor over that at the best rate, of every seed, the best being that of the means; NaN beyond the grid.</summary>
    public double[] LogMissed(int shape, double factor)
    {
        var best = Array.IndexOf(Means[shape], Means[shape].Min());
        var at = best + (int)Math.Round(Math.Log2(factor) * Task.PerDoubling);
        return [.. Finals[shape][best].Select((least, seed) => at >= 0 && at < Rates.Length ? Math.Log(Finals[shape][at][seed] / least) : double.NaN)];
    }
}
