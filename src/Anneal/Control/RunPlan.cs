using System.Collections.Immutable;
using System.Globalization;
using Anneal.Fitting;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>A run to train.</summary>
/// <param name="Name">What to call it and its log.</param>
/// <param name="Purpose">What it shows, in a few words.</param>
/// <param name="Schedule">Its rates from step 0, a trunk's part included.</param>
/// <param name="Trunk">The run whose checkpoint it starts from; null for a run from scratch.</param>
/// <param name="BranchStep">The updates that the checkpoint has seen; 0 for a run from scratch.</param>
public sealed record PlannedRun(string Name, string Purpose, Schedule Schedule, string? Trunk = null, int BranchStep = 0)
{
    /// <summary>Updates to pay for.</summary>
    public int NewSteps => Schedule.Steps - BranchStep;
}

/// <summary>A few short runs that identify the default law, and what a forecast from them will be worth.</summary>
/// <param name="Peak">The target's peak rate.</param>
/// <param name="TargetSteps">The target's length.</param>
/// <param name="Runs">The runs, a trunk before its branches.</param>
/// <param name="LogEvery">The logging interval in steps: a constant rate's run then has about 200 rows.</param>
public sealed record RunPlan(double Peak, int TargetSteps, ImmutableArray<PlannedRun> Runs, int LogEvery)
{
    /// <summary>Updates to pay for, the shared trunk once.</summary>
    public int NewSteps => Runs.Sum(run => run.NewSteps);

    /// <summary>What they cost, in runs of the target's length.</summary>
    public double Share => (double)NewSteps / TargetSteps;

    /// <summary>The schedule whose forecast is judged: warm-up, peak, and a linear decay to a tenth of it over the last fifth.</summary>
    public required Schedule Target { get; init; }

    /// <summary>
    /// The half-width of the forecast's interval for the end of <see cref="Target"/>, relative to its loss, if the model is as the
    /// priors expect.
    /// </summary>
    public required double ExpectedHalfWidth { get; init; }

    /// <summary>The level of that interval.</summary>
    public required double Level { get; init; }

    /// <summary>What the runs will leave to the priors.</summary>
    public required ImmutableArray<Unidentified> Unidentified { get; init; }

    /// <summary>The plan for a target.</summary>
    /// <remarks>
    /// Runs, for a trunk of n steps: the trunk at the constant peak (the progress term), from n/2 on 0.3 of the peak for n/3 steps (how
    /// fast a drop unfolds), from n on a linear decay to a tenth over n/4 steps (what annealing gains in all); together 19/12 n. With at
    /// least half of the target's compute also a cosine at half the peak over n/2 steps, which shows how the law carries over to
    /// another rate. The decay's end is the longest horizon seen, and no longer than the target.
    /// </remarks>
    /// <param name="peak">The target's peak rate.</param>
    /// <param name="targetSteps">The target's length, its warm-up included.</param>
    /// <param name="budget">Updates to spend at most; null for a quarter of the target.</param>
    /// <param name="warmup">Warm-up steps of every run; null for a fiftieth of the target, between 10 and 2,000.</param>
    /// <param name="level">The level of the expected interval.</param>
    /// <param name="cancellation">Stops the estimate.</param>
    /// <exception cref="InfeasibleException">The budget is too small for runs that show anything.</exception>
    public static RunPlan For(
        double peak, int targetSteps, int? budget = null, int? warmup = null, double level = 0.9, CancellationToken cancellation = default)
    {
        Require.PositiveRate(peak);
        Require.Positive(targetSteps);
        var ramp = warmup ?? Math.Clamp(targetSteps / 50, 10, 2000);
        var spend = budget ?? targetSteps / 4;
        var withSecondPeak = spend >= targetSteps / 2;
        var parts = (19.0 / 12) + (withSecondPeak ? 0.5 : 0);
        var most = Math.Min(spend / parts, targetSteps / 1.25);
        var least = Math.Max(FewestSteps, 4 * ramp);
        if (most < least)
        {
            throw new InfeasibleException(most < targetSteps / 1.25
                ? Text.Of($"A budget of {spend} steps makes a trunk of {(int)most}, too short for a warm-up of {ramp} and anything after it; at least {(int)Math.Ceiling(least * parts)} steps are needed.")
                : Text.Of($"A target of {targetSteps} steps is too short to plan for with a warm-up of {ramp}; at least {(int)Math.Ceiling(least * 1.25)} are needed."));
        }

        if (ramp >= targetSteps) throw new InfeasibleException(Text.Of($"The warm-up of {ramp} steps leaves no step of the {targetSteps}."));
        var every = Round(most / 200);
        var runs = Design(peak, ramp, (int)most, every, withSecondPeak);
        var decay = Math.Max(1, targetSteps / 5);
        var target = new Wsd(peak, Rounded(0.1 * peak), Math.Min(ramp, targetSteps - decay), targetSteps, decay, DecayShape.Linear);
        var expectation = new PlanExpectation(peak, targetSteps, every).Of(runs, target, level, cancellation);
        return new RunPlan(peak, targetSteps, runs, every)
        {
            Target = target,
            ExpectedHalfWidth = expectation.HalfWidth,
            Level = level,
            Unidentified = expectation.Unidentified,
        };
    }

    // Fewer steps than this show no law.
    const int FewestSteps = 100;

    static ImmutableArray<PlannedRun> Design(double peak, int warmup, int steps, int every, bool withSecondPeak)
    {
        int Whole(double length) => Math.Max(every, (int)(length / every) * every);
        var n = Whole(steps);
        var (half, third, quarter) = (Whole(n / 2.0), Whole(n / 3.0), Whole(n / 4.0));
        Schedule Trunk(int length) => warmup > 0
            ? new Warmup(peak, warmup).Then(new Constant(peak, length - warmup))
            : new Constant(peak, length);
        var runs = new List<PlannedRun>
        {
            new("trunk", "progress at the peak rate", Trunk(n)),
            new("two-stage", "how fast a drop unfolds", Trunk(half).Then(new Constant(Rounded(0.3 * peak), third)), "trunk", half),
            new("decay", "what annealing gains", Trunk(n).Then(new Linear(peak, Rounded(0.1 * peak), quarter)), "trunk", n),
        };
        if (withSecondPeak)
        {
            var (high, low) = (Rounded(0.5 * peak), Rounded(0.05 * peak));
            var cosine = new Cosine(high, low, half - warmup);
            runs.Add(new("half-peak", "how the law carries over to another peak", warmup > 0 ? new Warmup(high, warmup).Then(cosine) : cosine));
        }

        return [.. runs];
    }

    // 0.3 · 3e-4 is to be typed as 9e-5.
    internal static double Rounded(double rate) => double.Parse(rate.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // Down to 1, 2 or 5 times a power of ten.
    static int Round(double interval)
    {
        if (interval < 2) return 1;
        var unit = (int)Math.Pow(10, Math.Floor(Math.Log10(interval)));
        return unit * (interval >= 5 * unit ? 5 : interval >= 2 * unit ? 2 : 1);
    }
}
