using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>
/// A network on its data, with the optimiser that suits it. No gradient is clipped: what theories and rules are told is what the updates saw.
/// </summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Rate">A peak rate near the best of a cosine; grids are factors of it.</param>
/// <param name="Of">The run of a schedule and a seed.</param>
sealed record NetTask(string Name, double Rate, Func<Schedule, ulong, TrainingConfig> Of)
{
    /// <summary>A transformer of one block on the synthetic language, AdamW.</summary>
    public static NetTask Language { get; } = new("language, AdamW", 5e-3, (schedule, seed) => SmallNetworks.TinyLanguage(schedule, seed) with { Clip = null, EvaluateEvery = schedule.Steps + 1 });

    /// <summary>A perceptron on small images, SGD with momentum.</summary>
    public static NetTask Images { get; } = new("images, heavy ball", 0.1, (schedule, seed) => SmallNetworks.Images(schedule, seed) with
    {
        Model = new PerceptronModel([32]),
        Data = new("digits", [new("side", "8")]),
        Clip = null,
        EvaluateEvery = schedule.Steps + 1,
    });

    /// <summary>β of its optimiser as far as it lengthens steps: those of heavy ball are worth η/(1 − β).</summary>
    public double Momentum => Of(new Constant(1, 1), 1).Optimizer.Kind == "heavy-ball" ? 0.9 : 0;

    /// <summary>Peaks that are tried, over <see cref="Rate"/>.</summary>
    public static double[] Factors { get; } = [.. Enumerable.Range(0, 7).Select(i => Math.Pow(2, (i - 2) / 2.0))];

    /// <summary>Ticks at such factors that are powers of 2.</summary>
    public static Plotting.Tick[] Ticks(double[] factors) => [.. factors.Where(factor => Math.Log2(factor) == Math.Round(Math.Log2(factor))).Select(factor => new Plotting.Tick(factor, factor >= 1 ? Plotting.Digits.Significant(factor) : $"1/{1 / factor:0}"))];

    /// <summary>Both.</summary>
    public static NetTask[] All { get; } = [Language, Images];

    /// <summary><c>-0.012 ± 0.003 (language) and 0.002 ± 0.003 (images)</c>.</summary>
    public static string Said<T>(IEnumerable<T> all, Func<T, NetTask> task, Func<T, Sample> value) =>
        string.Join(" and ", all.Select(one => $"{value(one)} ({task(one).Short})"));

    /// <summary>The first word of its name.</summary>
    public string Short => Name[..Name.AsSpan().IndexOfAny(',', ' ')];
}
