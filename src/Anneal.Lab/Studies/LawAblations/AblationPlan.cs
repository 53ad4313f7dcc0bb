using Anneal.Curves;
using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.LawAblations;

/// <summary>The runs of the ablations; lengths as shares of T.</summary>
/// <param name="Steps">T, the warm-up included.</param>
/// <param name="Peak">The peak rate.</param>
/// <param name="Lines">Draws the random polylines.</param>
sealed record AblationPlan(int Steps, double Peak, Seed Lines)
{
    /// <summary>The horizon that is predicted, over T.</summary>
    public const int Longer = 3;

    /// <summary>The runs that the law is fitted to.</summary>
    public static IReadOnlyList<string> Fitted { get; } = ["constant", "cosine", "two-stage 0.3"];

    /// <summary>The runs that are forecast.</summary>
    public static IReadOnlyList<string> Unseen { get; } = ["WSD linear", "two-stage 0.1", "cyclic", "polyline 1", "polyline 2", "cosine, long"];

    /// <summary>Those that other batch sizes are tried on.</summary>
    public static IReadOnlyList<string> UnseenAtBatches { get; } = ["WSD linear", "two-stage 0.1"];

    /// <summary>The horizons of the six cosines, over T: 2 together, the compute of a constant and a cosine run.</summary>
    public static IReadOnlyList<double> Short { get; } = [.2, .25, .3, .35, .4, .5];

    /// <summary>The warm-up; rows count from twice its length on.</summary>
    public int Warmup => Math.Max(2, Steps / 20);

    /// <summary>The run that others branch off.</summary>
    public Schedule Trunk => Started(new Constant(Peak, Steps - Warmup));

    /// <summary>The cosines of <see cref="Short"/>.</summary>
    public IReadOnlyList<string> ShortNames { get; } = [.. Short.Select(share => FormattableString.Invariant($"cosine, {share} T"))];

    int Turn => Steps / 3;

    int Decay => Steps - (Steps / 5);

    /// <summary>What is trained at every batch size.</summary>
    public IReadOnlyList<PlannedRun> AtBatches =>
    [
        CosineTo("cosine", .1, Steps),
        new("two-stage 0.3", Turn, new Constant(.3 * Peak, Math.Max(1, Steps / 3))),
        new("WSD linear", Decay, new Linear(Peak, .1 * Peak, Steps - Decay)),
        new("two-stage 0.1", Turn, new Constant(.1 * Peak, Steps - Turn)),
    ];

    /// <summary>All runs at the study's own batch size.</summary>
    public IReadOnlyList<PlannedRun> Runs =>
    [
        .. AtBatches,
        CosineTo("cosine to 0.1 %", .001, Steps),
        new("WSD linear to 0.1 %", Decay, new Linear(Peak, .001 * Peak, Steps - Decay)),
        new("cyclic", 0, Started(Triangles())),
        new("polyline 1", 0, Started(Polyline(1))),
        new("polyline 2", 0, Started(Polyline(2))),
        CosineTo("cosine, long", .1, Longer * Steps),
        .. Short.Select((share, i) => CosineTo(ShortNames[i], .1, (int)(share * Steps))),
    ];

    /// <summary>Runs of a set by their names.</summary>
    public TrainingRun[] Of(TrainedSet set, params IEnumerable<string> names) => [.. names.Select(name => name == "constant" ? set.Constant(Steps) : set.Curve(name))];

    PlannedRun CosineTo(string name, double end, int steps) => new(name, 0, Started(new Cosine(Peak, end * Peak, steps - Warmup)));

    Schedule Started(Schedule rest) => new Warmup(Peak, Warmup).Then(rest);

    // Down to a tenth, up again, and down.
    Schedule Triangles()
    {
        var free = Steps - Warmup;
        var half = Math.Max(1, (free + 4) / 5);
        return new Cyclic(.1 * Peak, Peak, half, half + free)[half..];
    }

    // From the peak through rates drawn evenly between a tenth of it and itself, at five even places.
    PiecewiseLinear Polyline(int index)
    {
        const int Pieces = 5;
        var (random, free) = (new RandomNumbers(Lines[index]), Steps - Warmup);
        int[] knots = [.. Enumerable.Range(0, Pieces + 1).Select(i => i * free / Pieces)];
        double[] rates = [Peak, .. Enumerable.Range(0, Pieces).Select(_ => Peak * (.1 + (.9 * random.NextUniform())))];
        return new PiecewiseLinear(knots, rates);
    }
}
