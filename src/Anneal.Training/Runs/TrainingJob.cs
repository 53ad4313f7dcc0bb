using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Runs;

/// <summary>What one update saw.</summary>
/// <param name="Step">Its index t, from 0.</param>
/// <param name="Rate">η_t, or what the optimiser made of it.</param>
/// <param name="Loss">The mean loss of its samples, before the update.</param>
/// <param name="GradientNorm">The norm of its gradient, before clipping.</param>
public readonly record struct TrainingStep(int Step, double Rate, double Loss, double GradientNorm);

/// <summary>
/// A run in memory: a model, its optimiser and its place in the data. The same configuration gives the same bits with any number of
/// threads, and after <see cref="Checkpoint.Restore"/> as without an interruption. No update allocates once the first is done.
/// </summary>
public sealed class TrainingJob : IDisposable
{
    readonly WorkerTeam team;
    readonly SampleSource source;
    readonly IRateRule rule;
    readonly GradientNorm gradient;
    readonly Batch batch;
    readonly long origin;
    readonly bool findsRate;
    readonly double floor;
    double lastLoss = double.NaN;
    readonly int capacity;
    readonly int heldOut;

    /// <summary>A run before its first update.</summary>
    /// <param name="config">What is trained.</param>
    /// <param name="threads">Threads; they change no bit of the result.</param>
    /// <exception cref="InputException">The data cannot be read, or there is no such model of such data.</exception>
    public TrainingJob(TrainingConfig config, int threads)
        : this(config, Opened(config), threads)
    {
    }

    /// <summary>A run on a source of one's own.</summary>
    /// <param name="config">What is trained; its data are not opened.</param>
    /// <param name="source">What is trained on instead.</param>
    /// <param name="threads">Threads; they change no bit of the result.</param>
    /// <exception cref="InputException">There is no such model of such data.</exception>
    public TrainingJob(TrainingConfig config, SampleSource source, int threads)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(source);
        if (config.Fault() is { } fault) throw new InputException($"{char.ToUpperInvariant(fault[0])}{fault.AsSpan(1)}");
        capacity = config.Batch.Largest / config.Accumulate;
        if (config.Model.Fault(source.Shape, capacity) is { } misfit) throw new InputException(misfit);
        (Config, this.source, team) = (config, source, new(threads));
        var seed = new Seed(config.Seed);
        Model = config.Model.Create(source.Shape, capacity, seed["weights"], team);
        Optimizer = Parts.Optimizer(config.Optimizer, Model.Parameters, team);
        rule = Parts.RateRule(config, Model.Parameters);
        if (config.Momentum is not null && Optimizer.State.Count == 0)
            throw new InputException($"Optimizer '{config.Optimizer.Kind}' keeps no momentum for a schedule to set; take heavy-ball or nesterov.");
        findsRate = OptimizerCatalog.FindsRate(config.Optimizer.Kind);
        floor = findsRate ? source.LossFloor ?? double.NaN : double.NaN;
        Fingerprint = source is TextSource words ? HashOf(words.Tokens) : 0;
        gradient = new(Model.Parameters, team);
        batch = new(capacity, source.Shape);
        heldOut = source is TextSource { HeldOutLength: var most } ? (int)Math.Min(config.HeldOut, most) : config.HeldOut;
        // Runs of other seeds see other samples of a stream without end, and begin elsewhere in a text.
        origin = (long)(source.Length is { } length ? seed["origin"].Key % (ulong)length : seed["origin"].Key >> 8);
    }

    /// <summary>What is trained.</summary>
    public TrainingConfig Config { get; }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>What changes its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>
    /// A lower bound on the mean loss of the samples of a batch, as a teacher's loss on them, for optimisers that find their own rate (others do not
    /// ask for it); called on the thread of <see cref="Next"/> for each part of an update's samples, before the update. Null for the source's floor.
    /// </summary>
    public Func<Batch, double>? LowerBound { get; init; }

    /// <summary>Updates done.</summary>
    public int Step { get; private set; }

    /// <summary>Samples trained on.</summary>
    public long Samples { get; private set; }

    /// <summary>Tokens of a sample; 1 for features.</summary>
    public int TokensPerSample => source.Shape.Kind == SampleKind.Tokens ? source.Shape.Width : 1;

    /// <summary>Samples that training may see before they repeat; null without end.</summary>
    public long? Available => source.Length;

    /// <summary>The rate of the last update; NaN before the first.</summary>
    internal double LastRate { get; private set; } = double.NaN;

    /// <summary>Numbers of the optimiser and of the rule that finds the rates, and the last loss and rate.</summary>
    internal double[] Numbers => [.. Optimizer.Numbers, .. rule.Numbers, lastLoss, LastRate];

    /// <summary>Tells texts apart, of which the configuration has the name only.</summary>
    internal long Fingerprint { get; }

    /// <summary>The samples.</summary>
    public SampleSource Source => source;

    /// <summary>Whether all updates are done.</summary>
    public bool IsDone => Step >= Config.Steps;

    /// <summary>Does the next update.</summary>
    /// <exception cref="DivergenceException">The loss or the gradient is not finite; the update was not done.</exception>
    /// <exception cref="InvalidOperationException">All are done.</exception>
    public TrainingStep Next()
    {
        if (IsDone) throw new InvalidOperationException("All updates are done.");
        var (rate, size) = (rule.Next(Step, lastLoss), Config.Batch.At(Step));
        batch.Count = size / Config.Accumulate;
        Model.ClearGradient();
        var (loss, bound) = (0.0, 0.0);
        for (var part = 0; part < Config.Accumulate; part++)
        {
            source.Fill(origin + Samples + ((long)part * batch.Count), batch);
            loss += Model.LossAndGradient(batch, 1f / Config.Accumulate);
            if (findsRate) bound += LowerBound?.Invoke(batch) ?? floor;
        }

        (loss, bound) = (loss / Config.Accumulate, bound / Config.Accumulate);
        if (!double.IsFinite(loss)) throw new DivergenceException("loss", loss, Step, rate);
        var norm = gradient.Clip(Config.Clip ?? double.PositiveInfinity);
        if (!double.IsFinite(norm)) throw new DivergenceException("gradient", norm, Step, rate);
        Optimizer.Step(new(rate, Config.MomentumAt(Step), loss, findsRate ? bound : double.NaN));
        (Samples, lastLoss) = (Samples + size, loss);
        LastRate = double.IsNaN(Optimizer.AppliedRate) ? rate : Optimizer.AppliedRate;
        return new(Step++, LastRate, loss, norm);
    }

    /// <summary>The mean loss of the held-out samples at the optimiser's point of evaluation.</summary>
    public double Evaluate()
    {
        Optimizer.BeginEvaluation();
        var (sum, done) = (0.0, 0);
        while (done < heldOut)
        {
            batch.Count = Math.Min(capacity, heldOut - done);
            source.FillHeldOut(done, batch);
            sum += batch.Count * Model.Loss(batch);
            done += batch.Count;
        }

        Optimizer.EndEvaluation();
        return sum / done;
    }

    /// <summary>The held-out loss where the configuration wants one: after the first update, the last, and every so many; null elsewhere.</summary>
    /// <param name="step">The update just done.</param>
    /// <exception cref="DivergenceException">It is not finite.</exception>
    public double? EvaluateAfter(TrainingStep step)
    {
        if (step.Step != 0 && !IsDone && Step % Config.EvaluateEvery != 0) return null;
        var loss = Evaluate();
        return double.IsFinite(loss) ? loss : throw new DivergenceException("held-out loss", loss, step.Step, step.Rate);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    internal void Resume(int step, long samples, long updates, ReadOnlySpan<double> numbers)
    {
        (Step, Samples, lastLoss, LastRate) = (step, samples, numbers[^2], numbers[^1]);
        Optimizer.Resume(updates);
        numbers[..Optimizer.Numbers.Length].CopyTo(Optimizer.Numbers);
        numbers[Optimizer.Numbers.Length..^2].CopyTo(rule.Numbers);
    }

    // FNV-1a.
    static long HashOf(ReadOnlySpan<int> tokens)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var token in tokens) hash = (hash ^ (uint)token) * 0x100000001B3UL;
        return (long)hash;
    }

    static SampleSource Opened(TrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Parts.Source(config.Data, config.Model.Context);
    }
}
