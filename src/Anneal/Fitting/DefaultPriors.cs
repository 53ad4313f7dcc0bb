using System.Collections.Immutable;

namespace Anneal.Fitting;

/// <summary>
/// The documented priors on a fit's coordinates: what public runs of 25M to 760M parameters, four families of models and
/// optimisers, have in common. See docs/decisions/0008-default-law.md for how they were estimated and checked.
/// </summary>
public static class DefaultPriors
{
    /// <summary>One prior per coordinate that has one; a law uses those of its own parameters.</summary>
    public static ImmutableArray<ParameterPrior> All { get; } =
    [
        new("alpha", -0.68, 0.18),
        new("B", -1.78, 0.42),
        new("C", -3.8, 0.83),
        new("lambda", -4.8, 0.9),
        new("beta", 0.48, 0.5),
        new("gamma", 0.1, 0.4),
        new("p", 0.71, 0.10),
        new("q", 0.72, 0.18),
    ];
}
