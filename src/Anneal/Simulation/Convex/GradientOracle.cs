namespace Anneal.Simulation;

/// <summary>What an optimiser sees of a problem: the value and a subgradient of all of it, or of a batch of its parts at a time.</summary>
/// <remarks>It draws from a stream, so one oracle serves one run.</remarks>
public sealed class GradientOracle
{
    readonly ConvexProblem problem;
    readonly RandomNumbers? random;
    readonly int[] batch;

    /// <summary>An oracle without noise.</summary>
    public GradientOracle(ConvexProblem problem) => (this.problem, batch) = (problem, []);

    /// <summary>An oracle that draws a batch for every gradient, with replacement; without noise where the problem has one part.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="batch">Parts in a batch, at least 1.</param>
    /// <param name="random">Where they come from.</param>
    public GradientOracle(ConvexProblem problem, int batch, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (this.problem, this.random) = (problem, random);
        this.batch = problem.Parts == 1 ? [] : new int[Require.Positive(batch)];
    }

    /// <summary>Writes a subgradient at x of the next batch and returns its value there.</summary>
    /// <param name="x">d places.</param>
    /// <param name="gradient">d places.</param>
    public double Next(ReadOnlySpan<double> x, Span<double> gradient)
    {
        if (batch.Length == 0) return problem.Subgradient(x, gradient);
        foreach (ref var part in batch.AsSpan()) part = (int)(random!.NextUniform() * problem.Parts);
        return problem.Subgradient(x, batch, gradient);
    }

    /// <summary>The value of the last batch at another point.</summary>
    /// <param name="x">d places.</param>
    public double SameAt(ReadOnlySpan<double> x) => batch.Length == 0 ? problem.Value(x) : problem.Subgradient(x, batch, []);
}
