namespace Anneal.Schedules;

/// <summary>Two constant rates: η_t = First for t &lt; Switch, then Second.</summary>
/// <param name="First">The rate of the first stage.</param>
/// <param name="Second">The rate of the second stage.</param>
/// <param name="Switch">The index of the first step at the second rate, in 1 … T−1.</param>
/// <param name="Steps">T, of both stages, at least 2.</param>
/// <remarks>The curve that shows a loss law's kernel undisturbed: Luo et al. 2025, arXiv:2503.12811 (its <c>wsdcon</c> runs).</remarks>
public sealed record TwoStage(double First, double Second, int Switch, int Steps)
    : Schedule.Composite(Expand(First, Second, Switch, Steps))
{
    static Schedule Expand(double first, double second, int @switch, int steps)
    {
        if (Require.Positive(@switch, nameof(Switch)) >= steps)
        {
            throw new ArgumentException(
                $"Switch is {@switch}; it must be below Steps, {steps}, which counts both stages.", nameof(@switch));
        }

        return Join(
            new Constant(Require.Rate(first, nameof(First)), @switch),
            new Constant(Require.Rate(second, nameof(Second)), steps - @switch));
    }
}
