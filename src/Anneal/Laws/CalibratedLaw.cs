using System.Collections.Immutable;
using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>A law with its parameters' values: published, fitted or made up.</summary>
/// <param name="Law">The law.</param>
/// <param name="Theta">θ, in the order of the law's parameters.</param>
/// <param name="Warmup">Whether the warm-up's rises enter the loss-reduction sum; part of what the values mean.</param>
public sealed record CalibratedLaw(LossLaw Law, ImmutableArray<double> Theta, WarmupResponse Warmup = WarmupResponse.Excluded)
{
    /// <summary>The value of a parameter by name.</summary>
    /// <exception cref="ArgumentException">The law has no such parameter.</exception>
    public double this[string name] => Law.IndexOf(name) is >= 0 and var index
        ? Theta[index]
        : throw new ArgumentException(
            $"The {Law.Card.Title} has no parameter '{name}'; it has {string.Join(", ", Law.Parameters.Select(p => p.Name))}.", nameof(name));

    /// <summary>L after the last update.</summary>
    public double FinalLoss(RatePath path) => Law.FinalLoss(Theta.AsSpan(), path, Warmup);

    /// <summary>L after the last update, and ∂L/∂η_t for every t.</summary>
    public double FinalLoss(RatePath path, Span<double> rateGradient) =>
        Law.FinalLoss(Theta.AsSpan(), path, Warmup, rateGradient);

    /// <summary>L at <paramref name="steps"/>.</summary>
    public double[] Losses(RatePath path, ReadOnlySpan<int> steps)
    {
        var loss = new double[steps.Length];
        Law.Prepare(path, steps, Warmup).Evaluate(Theta.AsSpan(), loss, default);
        return loss;
    }
}
