using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.PretrainLaw;

/// <summary>The runs that laws are fitted to, and the others that they forecast; lengths as shares of T, as in the paper's set.</summary>
/// <param name="Steps">T, the warm-up included.</param>
/// <param name="Peak">The peak rate.</param>
sealed record LawPlan(int Steps, double Peak)
{
    /// <summary>How much longer the long runs are.</summary>
    public const int Longer = 3;

    /// <summary>The runs that are fitted; the constant one is the beginning of the trunk.</summary>
    public static IReadOnlyList<string> Fitted { get; } = ["constant", "cosine", "two-stage 0.3"];

    /// <summary>The runs that are forecast.</summary>
    public static IReadOnlyList<string> Unseen { get; } =
        ["WSD exponential", "WSD linear", "WSD 1−√", "two-stage 0.6", "two-stage 0.1", "cyclic", "constant, long", "cosine, long", "WSD linear, long"];

    /// <summary>Whether an unseen run is longer than the fitted ones.</summary>
    public static bool IsLong(int unseen) => Unseen[unseen].EndsWith("long", StringComparison.Ordinal);

    /// <summary>The warm-up; rows count from twice its length on, a tenth of T, where those of the paper begin (2,160 of 24,000).</summary>
    public int Warmup => Math.Max(2, Steps / 20);

    /// <summary>A tenth of the peak: where the paper's schedules end.</summary>
    public double End => Peak / 10;

    /// <summary>The run that others branch off.</summary>
    public Schedule Trunk => Started(Held(Longer * Steps));

    /// <summary>All runs.</summary>
    public IReadOnlyList<PlannedRun> Runs
    {
        get
        {
            var (turn, decay, long_) = (Steps / 3, Steps - (Steps / 5), Longer * Steps);
            var stage = Math.Max(1, Steps / 3);
            return
            [
                new("cosine", 0, Started(new Cosine(Peak, End, Steps - Warmup))),
                new("two-stage 0.3", turn, new Constant(.3 * Peak, stage)),
                new("WSD exponential", decay, new Exponential(Peak, End, Steps - decay)),
                new("WSD linear", decay, new Linear(Peak, End, Steps - decay)),
                new("WSD 1−√", decay, new OneMinusSqrt(Peak, End, Steps - decay)),
                new("two-stage 0.6", turn, new Constant(.6 * Peak, 2 * stage)),
                new("two-stage 0.1", turn, new Constant(.1 * Peak, 2 * stage)),
                new("cyclic", 0, Started(Triangles())),
                new("constant, long", long_, null),
                new("cosine, long", 0, Started(new Cosine(Peak, End, long_ - Warmup))),
                new("WSD linear, long", Longer * decay, new Linear(Peak, End, long_ - (Longer * decay))),
            ];
        }
    }

    /// <summary>The fitted runs of a set.</summary>
    public TrainingRun[] FittedOf(TrainedSet set) => [.. Fitted.Select(name => name == "constant" ? set.Constant(Steps) : set.Curve(name))];

    /// <summary>The forecast runs of a set; the long constant run is new only beyond T.</summary>
    public TrainingRun[] UnseenOf(TrainedSet set) =>
        [.. Unseen.Select(name => name == "constant, long" ? set.Curve(name) with { BranchStep = Steps } : set.Curve(name))];

    /// <summary>A warm-up and what follows it.</summary>
    public Schedule Started(Schedule rest) => new Warmup(Peak, Warmup).Then(rest);

    /// <summary>The peak until an update.</summary>
    public Schedule Held(int until) => new Constant(Peak, until - Warmup);

    // Down to a tenth, up again, and down: two and a half triangles after the warm-up.
    Schedule Triangles()
    {
        var free = Steps - Warmup;
        var half = Math.Max(1, (free + 4) / 5);
        return new Cyclic(End, Peak, half, half + free)[half..];
    }

    /// <summary>The rows of a run that count, by the rule of the fit.</summary>
    public static LossCurve Rows(TrainingRun run) => CountedPoints.Of(run).Points;
}
