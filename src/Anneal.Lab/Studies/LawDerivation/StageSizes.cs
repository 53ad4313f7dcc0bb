namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>Which runs are trained, by the updates T before the drops.</summary>
/// <param name="length">T; a little of it is left out where it does not part evenly.</param>
/// <param name="rate">η, the first trunk's rate.</param>
/// <param name="quick">Whether only the drops of the short variant are wanted.</param>
sealed class StageSizes(int length, double rate, bool quick)
{
    /// <summary>η_k/η_{k−1} of the nine-stage run.</summary>
    public const double Ratio = 0.65;

    /// <summary>Stages of the many-stage run, the trunk's among them.</summary>
    public const int Stages = 9;

    /// <summary>η.</summary>
    public double Rate => rate;

    /// <summary>T.</summary>
    public int Steps => Even(length);

    /// <summary>Updates at η_B.</summary>
    public int Branch => Steps / 2;

    /// <summary>The drop that comes while the loss still falls fast.</summary>
    public Drop Early => new(Rate, Rate * Few, Even(length / 10));

    /// <summary>Updates of a stage of the nine-stage run.</summary>
    public int Stage => Math.Max(2, Steps / 15);

    /// <summary>Updates from one evaluation of a trunk to the next.</summary>
    public int Every => Math.Max(1, length / (quick ? 40 : 150));

    /// <summary>Evaluations in a stage of the nine-stage run.</summary>
    public int PerStage => quick ? 6 : 12;

    /// <summary>The drops, by the trunk that they branch from; the first trunk is that of <see cref="Rate"/>.</summary>
    public IReadOnlyList<IReadOnlyList<Drop>> Trunks => quick
        ? [[.. Falls(Steps, 0.3, Few), Early], [new(Rate / 2, Rate * Few, Steps)]]
        :
        [
            [.. Falls(Steps, 0.5, 0.25, Few, 0.06, 0.03), .. Falls(Even(2 * length / 3), 0.25, 0.06), .. Falls(Even(4 * length / 3), 0.25, 0.06), Early],
            [new(Rate / 4, Rate * Few, Steps)],
            [new(Rate / 2, Rate * Few, Steps)],
            [new(Rate * 2, Rate * Few, Steps)],
        ];

    /// <summary>Rates of the nine-stage run.</summary>
    public double StageRate(int stage) => Rate * Math.Pow(Ratio, stage);

    /// <summary>The rate sum of the nine-stage run from the start of a stage to its end.</summary>
    public double StageSum(int stage) => Enumerable.Range(stage, Stages - stage).Sum(k => StageRate(k) * Stage);

    // The η_B to which every trunk falls, over the first trunk's η.
    const double Few = 0.12;

    // A drop is where the trunk is evaluated.
    int Even(int updates) => Math.Max(1, updates / Every) * Every;

    IEnumerable<Drop> Falls(int at, params double[] ratios) => ratios.Select(ratio => new Drop(Rate, Rate * ratio, at));
}
