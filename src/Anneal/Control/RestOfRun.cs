using System.Collections.Immutable;
using Anneal.Fitting;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>What is asked about the rest of a run.</summary>
/// <param name="Steps">The step count at which the run shall end, the steps so far included.</param>
public sealed record RestQuestion(int Steps)
{
    /// <summary>The schedule that the run was started with; null to hold the rate in force.</summary>
    public Schedule? Plan { get; init; }

    /// <summary>The lowest rate.</summary>
    public double Floor { get; init; }

    /// <summary>The shape of a decay whose start is chosen.</summary>
    public DecayShape Decay { get; init; } = DecayShape.OneMinusSqrt;

    /// <summary>A later end to compare with; null for none.</summary>
    public int? Extended { get; init; }

    /// <summary>Whether the rate may rise again, up to the highest so far.</summary>
    public bool AllowRewarm { get; init; }

    /// <summary>The level of all intervals, in 0 … 1.</summary>
    public double Level { get; init; } = 0.9;
}

/// <summary>One way to go on.</summary>
/// <param name="Name">keep-plan, decay-now, decay-at-best, optimal, extend, stop-here.</param>
/// <param name="Schedule">The whole schedule, the part behind included.</param>
/// <param name="DecayStart">The first step of its decay; null where it has none that was chosen.</param>
/// <param name="Final">Its final loss.</param>
public sealed record RestOption(string Name, Schedule Schedule, int? DecayStart, Forecast Final)
{
    /// <summary>The predicted loss at its end.</summary>
    public double Loss => Final.Loss[^1];
}

/// <summary>The rest of a run: the ways to go on, and the final loss by where a decay begins.</summary>
/// <param name="Next">The first step that is still to be decided.</param>
/// <param name="Rate">The rate in force.</param>
/// <param name="Options">The ways to go on; the best that ends at the asked step is <see cref="Best"/>.</param>
/// <param name="ByDecayStart">Predicted final loss by the step at which the decay begins.</param>
/// <param name="Flat">The first and last start whose loss is within a logged row's noise of the best.</param>
public sealed record RestOfRun(
    int Next, double Rate, ImmutableArray<RestOption> Options, ImmutableArray<(int Start, double Loss)> ByDecayStart, (int First, int Last) Flat)
{
    const int Starts = 60;

    /// <summary>The option of least predicted loss among those that end at the asked step.</summary>
    public RestOption Best => Options.Where(option => option.Name is not ("extend" or "stop-here")).MinBy(option => option.Loss)!;

    /// <summary>An option by its name; null if it is not among them.</summary>
    public RestOption? Find(string name) => Options.FirstOrDefault(option => option.Name == name);

    /// <summary>What is lost by beginning the decay at the next step and not at the best one.</summary>
    public double RegretOfDecayingNow => Find("decay-now")!.Loss - Find("decay-at-best")!.Loss;

    /// <summary>Weighs the ways to go on.</summary>
    /// <param name="fit">The law.</param>
    /// <param name="run">The run so far.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops between evaluations.</param>
    /// <exception cref="InfeasibleException">Nothing is left to decide, or the plan does not go with the run.</exception>
    public static RestOfRun Of(
        Fit fit, RunSoFar run, RestQuestion question, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(question);
        return new Weighing(fit, run, question, progress, cancellation).All();
    }

    sealed class Weighing
    {
        readonly Fit fit;
        readonly RunSoFar run;
        readonly RestQuestion question;
        readonly IProgress<double>? progress;
        readonly CancellationToken cancellation;
        readonly int next;
        readonly double rate;
        readonly Schedule past;

        public Weighing(Fit fit, RunSoFar run, RestQuestion question, IProgress<double>? progress, CancellationToken cancellation)
        {
            (this.fit, this.run, this.question, this.progress, this.cancellation) = (fit, run, question, progress, cancellation);
            next = run.Run.Points.Steps[^1] + 1;
            var behind = question.Plan ?? run.Run.Run.Schedule;
            if (question.Steps <= next)
                throw new InfeasibleException(Text.Of($"The run has logged step {next - 1}, so that an end at {question.Steps} steps leaves nothing to decide.")) { IsOver = true };
            if (question.Extended <= question.Steps)
                throw new InfeasibleException(Text.Of($"An extended end of {question.Extended} steps is not after {question.Steps}."));
            if (behind.Steps < next)
                throw new InfeasibleException(Text.Of($"The plan has {behind.Steps} steps, but the run has logged step {next - 1}."));
            past = behind[..next];
            rate = past[next - 1];
            if (question.Floor > rate && !question.AllowRewarm)
                throw new InfeasibleException(Text.Of($"The floor {question.Floor} lies above the rate in force, {rate:G4}; lower it, or allow a re-warm."));
        }

        public RestOfRun All()
        {
            var (best, curve) = BestStart(question.Steps);
            progress?.Report(0.3);
            var options = new List<RestOption>();
            var plan = question.Plan is { } given && given.Steps >= question.Steps ? given[..question.Steps] : past.Then(new Constant(rate, question.Steps - next));
            options.Add(Option("keep-plan", plan, null));
            options.Add(Option("decay-now", Decaying(next, question.Steps), next));
            options.Add(Option("decay-at-best", Decaying(best, question.Steps), best));
            progress?.Report(0.4);
            if (Optimal() is { } optimal) options.Add(optimal);
            progress?.Report(0.7);
            if (question.Extended is { } later)
            {
                var start = BestStart(later).Best;
                options.Add(Option("extend", Decaying(start, later), start));
            }

            options.Add(Option("stop-here", past, null));
            progress?.Report(1);
            // What the rows so far say of the law's level holds for every start alike.
            var level = options[2].Loss / fit.Law.FinalLoss(Path(options[2].Schedule));
            curve = [.. curve.Select(point => (point.Start, level * point.Loss))];
            return new RestOfRun(next, rate, [.. options], curve, Flat(curve));
        }

        RestOption Option(string name, Schedule schedule, int? start) =>
            new(name, schedule, start, run.Forecast(Path(schedule), [schedule.Steps - 1], question.Level));

        RatePath Path(Schedule schedule) => new(schedule, run.Run.Run.PriorSum, run.Run.Run.WarmupSteps);

        // The rate held up to the start, then down to the floor at the end.
        Schedule Decaying(int start, int end)
        {
            var held = start > next ? past.Then(new Constant(rate, start - next)) : past;
            return start >= end ? held : held.Then(question.Decay.Decay(rate, Math.Min(question.Floor, rate), end - start));
        }

        (int Best, ImmutableArray<(int Start, double Loss)> Curve) BestStart(int end)
        {
            var losses = new SortedDictionary<int, double>();
            for (var i = 0; i <= Starts; i++) Loss(next + (int)((long)(end - next) * i / Starts));
            while (true)
            {
                var best = losses.MinBy(pair => pair.Value).Key;
                var below = losses.Keys.LastOrDefault(start => start < best, best);
                var above = losses.Keys.FirstOrDefault(start => start > best, best);
                // Halves both neighbouring gaps until they are a thousandth of what is left.
                var fine = Math.Max(1, (end - next) / 1000);
                if (best - below <= fine && above - best <= fine) return (best, [.. losses.Select(pair => (pair.Key, pair.Value))]);
                Loss((below + best) / 2);
                Loss((best + above) / 2);
            }

            void Loss(int start)
            {
                if (losses.ContainsKey(start)) return;
                cancellation.ThrowIfCancellationRequested();
                losses[start] = fit.Law.FinalLoss(Path(Decaying(start, end)));
            }
        }

        (int First, int Last) Flat(ImmutableArray<(int Start, double Loss)> curve)
        {
            var least = curve.Min(point => point.Loss);
            var within = curve.Where(point => point.Loss <= least * (1 + run.Noise)).ToArray();
            return (within[0].Start, within[^1].Start);
        }

        // The law's own optimum with the past held; where it would jump down at once, the slope is limited.
        RestOption? Optimal()
        {
            if (!fit.Law.Law.IsControllable) return null;
            var behind = past.ToArray();
            var peak = Math.Max(behind.Max(), question.Floor);
            var ramp = run.Run.Run.Path.WarmupSteps;
            var allowed = new ScheduleConstraints(question.Steps, peak)
            {
                Floor = question.Floor,
                Warmup = ramp > 0 ? ramp + 1 : 0,
                WarmupSum = run.Run.Run.PriorSum,
                MayRise = question.AllowRewarm,
                Prefix = [.. behind],
            };
            var found = ScheduleOptimizer.Minimize(fit.Law, allowed, null, null, cancellation);
            var largest = rate / Math.Max(1, Gentle * (question.Steps - next));
            if (!question.AllowRewarm && rate - found.Schedule[next] > largest)
                found = ScheduleOptimizer.Minimize(fit.Law, allowed with { MaxSlope = largest }, null, null, cancellation);
            // Where the rate falls for the first time; nowhere if it is held, or rises, to the end.
            int? start = null;
            for (var (t, before) = (next, rate); start is null && t < question.Steps; before = found.Schedule[t++])
            {
                if (found.Schedule[t] < before * (1 - 1e-9)) start = t;
            }

            return Option("optimal", found.Schedule, start);
        }

        // A fall to zero takes at least this share of what is left.
        const double Gentle = 0.02;
    }
}
