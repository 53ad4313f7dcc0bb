using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.ScheduleFree;

/// <summary>A problem that optimisers are compared on, and the batches they see: the same ones for each of them.</summary>
/// <param name="Name">As figures and tables call it.</param>
/// <param name="Problem">The problem; all start from the origin.</param>
/// <param name="Batch">Parts in a batch.</param>
/// <param name="Runs">How many streams of batches there are; 1 where there is no noise.</param>
/// <param name="Seed">Where batches come from.</param>
/// <param name="Cancellation">Looked at every thousand steps.</param>
sealed record Contest(string Name, ConvexProblem Problem, int Batch, int Runs, Seed Seed, CancellationToken Cancellation)
{
    /// <summary>The three problems: sharp without noise, sharp with noise, smooth with noise.</summary>
    public static Contest[] All(StudyContext context)
    {
        var (seed, batch, runs) = (context.Seed["contests"], context.Get(ScheduleFreeStudy.Batch), context.Get(ScheduleFreeStudy.Runs));
        return
        [
            new("max-affine", MaxAffine.Draw(60, 20, seed["max-affine"]), batch, 1, seed, context.Cancellation),
            new("absolute regression", AbsoluteRegression.Draw(500, 20, 0.5, seed["absolute"]), batch, runs, seed["absolute batches"], context.Cancellation),
            new("logistic regression", LogisticRegression.Draw(2000, 20, 0.1, seed["logistic"]), batch, runs, seed["logistic batches"], context.Cancellation),
        ];
    }

    /// <summary>The batches of a run.</summary>
    public GradientOracle Oracle(int run) => new(Problem, Batch, new RandomNumbers(Seed[run]));

    /// <summary>The mean over runs of f − f* after each number of gradients asked for, and its standard error.</summary>
    public Outcome Measure(Entrant entrant, double rate, int[] checkpoints)
    {
        var (mean, squares) = (new double[checkpoints.Length], new double[checkpoints.Length]);
        for (var run = 0; run < Runs; run++)
        {
            var trace = new Trace(Problem, checkpoints, Cancellation);
            entrant.Train(this, Oracle(run), rate, trace);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += trace.Excess[i] / Runs;
                squares[i] += trace.Excess[i] * trace.Excess[i] / Runs;
            }
        }

        var errors = new double[mean.Length];
        for (var i = 0; i < errors.Length && Runs > 1; i++)
            errors[i] = Math.Sqrt(Math.Max(0, squares[i] - (mean[i] * mean[i])) / (Runs - 1));
        return new(rate, mean, errors);
    }

    /// <summary>
    /// The outcome at the rate that is best for all of some numbers of gradients together, in their geometric mean; or of what finds
    /// its own rate.
    /// </summary>
    public Outcome Best(Entrant entrant, int[] ends, int places)
    {
        if (!entrant.IsTuned) return Measure(entrant, double.NaN, ends);
        var unit = Problem.Distance / Problem.Lipschitz / Math.Sqrt(ends[^1]);
        var (rate, _) = RateSearch.Best(rate => Measure(entrant, rate, ends).Mean.Sum(Math.Log), unit / 50, 50 * unit, places, 0.1);
        return Measure(entrant, rate, ends);
    }
}

/// <summary>What a method reached.</summary>
/// <param name="Rate">The base rate; NaN where the method finds its own.</param>
/// <param name="Mean">f − f*, a place per checkpoint, the mean over runs.</param>
/// <param name="Error">Its standard error; 0 for a single run.</param>
sealed record Outcome(double Rate, double[] Mean, double[] Error);

/// <summary>Notes f − f* of a run after some numbers of gradients.</summary>
/// <param name="problem">The problem.</param>
/// <param name="checkpoints">Numbers of gradients, rising; the last one is the length of the run.</param>
/// <param name="cancellation">Looked at every thousand steps.</param>
sealed class Trace(ConvexProblem problem, int[] checkpoints, CancellationToken cancellation)
{
    int next;

    /// <summary>T.</summary>
    public int Steps => checkpoints[^1];

    /// <summary>A place per checkpoint.</summary>
    public double[] Excess { get; } = new double[checkpoints.Length];

    /// <summary>Whether the point after <paramref name="gradients"/> gradients is wanted.</summary>
    public bool Wants(int gradients)
    {
        if ((gradients & 1023) == 0) cancellation.ThrowIfCancellationRequested();
        return next < checkpoints.Length && checkpoints[next] == gradients;
    }

    /// <summary>Takes a point that is wanted.</summary>
    public void Note(ReadOnlySpan<double> x) => Excess[next++] = problem.Value(x) - problem.Minimum;
}
