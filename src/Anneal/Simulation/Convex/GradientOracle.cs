namespace Anneal.Simulation;

/// <summary>What an optimiser sees of a problem: the value and a subgradient of all of it, or of a batch of its parts.</summary>
/// <param name="problem">The problem.</param>
/// <param name="batch">Parts in a batch; 0 for all of them, without noise.</param>
/// <param name="random">Where batches come from; null only where <paramref name="batch"/> is 0.</param>
public sealed class GradientOracle(ConvexProblem problem, int batch = 0, RandomNumbers? random = null)
{
    /// <summary>Writes a subgradient at x and returns the value there, of the batch.</summary>
    public double At(ReadOnlySpan<double> x, Span<double> gradient) => batch == 0
        ? problem.Subgradient(x, gradient)
        : problem.Sample(x, batch, random ?? throw new InvalidOperationException("A batch is drawn from random numbers; none were given."), gradient);
}
