using Anneal.Curves;
using Anneal.Schedules;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Networks;

/// <summary>A network trained in memory, on one thread; a study's grid of runs shares the threads.</summary>
/// <param name="Config">What was trained.</param>
/// <param name="Rates">η_t of the updates that were done: the schedule's, or what the optimiser or a rule made of it.</param>
/// <param name="Losses">The loss of every update's own samples, before it.</param>
/// <param name="GradientNorms">The Euclidean norm of every update's gradient, before clipping.</param>
/// <param name="HeldOut">Held-out losses by the index of the update that they follow.</param>
/// <param name="Diverged">The update whose loss or gradient was not finite, where the run ended; null for none.</param>
/// <param name="States">The run as it was after certain updates, by their number.</param>
sealed record NetworkRun(
    TrainingConfig Config,
    IReadOnlyList<double> Rates,
    IReadOnlyList<double> Losses,
    IReadOnlyList<double> GradientNorms,
    LossCurve HeldOut,
    int? Diverged,
    IReadOnlyDictionary<int, TrainingState> States)
{
    /// <summary>The held-out loss after the last update; infinite where the run diverged.</summary>
    public double Final => Diverged is null ? HeldOut.Loss[^1] : double.PositiveInfinity;

    /// <summary>The held-out losses as a run that laws are fitted to.</summary>
    /// <param name="name">Its name.</param>
    public TrainingRun ToRun(string name) => new(name, Config.Schedule[..Config.Steps], HeldOut) { LossUnit = "nats/token", Metric = "val_loss" };

    /// <summary>Trains from the first update; held-out losses after the first, after every <see cref="TrainingConfig.EvaluateEvery"/> and after the last.</summary>
    /// <param name="config">What is trained.</param>
    /// <param name="cancellation">Asked to stop.</param>
    /// <param name="keep">Numbers of updates after which <see cref="States"/> has the run.</param>
    public static NetworkRun Train(TrainingConfig config, CancellationToken cancellation, params IReadOnlyCollection<int> keep) =>
        Train(config, null, null, null, keep, cancellation);

    /// <summary>The same on a source of one's own.</summary>
    public static NetworkRun Train(TrainingConfig config, SampleSource source, CancellationToken cancellation, params IReadOnlyCollection<int> keep) =>
        Train(config, source, null, null, keep, cancellation);

    /// <summary>The same with a lower bound on the loss of each batch, for optimisers that find their own rate.</summary>
    public static NetworkRun Train(TrainingConfig config, SampleSource source, Func<Batch, double> lowerBound, CancellationToken cancellation) =>
        Train(config, source, lowerBound, null, [], cancellation);

    /// <summary>Trains on from a state under other rates; the run has the rows of this one before its own, to the bit as if trained from the start.</summary>
    /// <param name="from">Updates done; one of <see cref="States"/>.</param>
    /// <param name="rest">The rates after them.</param>
    /// <param name="cancellation">Asked to stop.</param>
    /// <param name="keep">Numbers of updates after which <see cref="States"/> has the run.</param>
    public NetworkRun Branch(int from, Schedule rest, CancellationToken cancellation, params IReadOnlyCollection<int> keep)
    {
        var rows = new Rows();
        rows.Add(this, from);
        return Train(Config.Branch(from, rest), null, null, (States[from], rows), keep, cancellation);
    }

    static NetworkRun Train(
        TrainingConfig config, SampleSource? source, Func<Batch, double>? lowerBound, (TrainingState State, Rows Rows)? from, IReadOnlyCollection<int> keep,
        CancellationToken cancellation)
    {
        using var job = source is null ? new TrainingJob(config, threads: 1) { LowerBound = lowerBound } : new TrainingJob(config, source, threads: 1) { LowerBound = lowerBound };
        from?.State.CopyTo(job);
        var rows = from?.Rows ?? new Rows();
        var states = new Dictionary<int, TrainingState>();
        int? diverged = null;
        try
        {
            while (!job.IsDone)
            {
                cancellation.ThrowIfCancellationRequested();
                var step = job.Next();
                rows.Add(step);
                if (job.EvaluateAfter(step) is { } loss) rows.AddHeldOut(step.Step, loss);
                if (keep.Contains(job.Step)) states[job.Step] = TrainingState.Of(job);
            }
        }
        catch (DivergenceException)
        {
            diverged = job.Step;
        }

        return new(config, rows.Rates, rows.Losses, rows.Norms, rows.Curve, diverged, states);
    }

    sealed class Rows
    {
        readonly List<int> steps = [];
        readonly List<double> heldOut = [];

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        public List<double> Norms { get; } = [];

        public LossCurve Curve => new([.. steps], [.. heldOut]);

        public void Add(TrainingStep step)
        {
            Rates.Add(step.Rate);
            Losses.Add(step.Loss);
            Norms.Add(step.GradientNorm);
        }

        public void AddHeldOut(int step, double loss)
        {
            steps.Add(step);
            heldOut.Add(loss);
        }

        public void Add(NetworkRun trunk, int until)
        {
            Rates.AddRange(trunk.Rates.Take(until));
            Losses.AddRange(trunk.Losses.Take(until));
            Norms.AddRange(trunk.GradientNorms.Take(until));
            for (var i = 0; i < trunk.HeldOut.Count && trunk.HeldOut.Steps[i] < until; i++) AddHeldOut(trunk.HeldOut.Steps[i], trunk.HeldOut.Loss[i]);
        }
    }
}
