using System.Collections.Immutable;

namespace Anneal.Control;

/// <summary>Which schedules are allowed.</summary>
/// <remarks>
/// The free part begins after the fixed one: the warm-up, or <see cref="Prefix"/>. Where neither is given the first step is held at the
/// peak, because the laws know a schedule's level only by its drops: a lower first rate would be a drop that no law can see.
/// </remarks>
/// <param name="Steps">T: all updates, an explicit warm-up included; a warm-up told by its sum is not part of them.</param>
/// <param name="Peak">The highest rate allowed, above 0.</param>
public sealed record ScheduleConstraints(int Steps, double Peak)
{
    /// <summary>T, at least 1.</summary>
    public int Steps { get; } = Require.Positive(Steps);

    /// <summary>The highest rate allowed, above 0.</summary>
    public double Peak { get; } = Require.PositiveRate(Peak);

    /// <summary>The lowest rate allowed after the fixed beginning.</summary>
    public double Floor { get; init => field = Require.Rate(value); }

    /// <summary>N: the leading steps that are a linear ramp from 0 which reaches the peak at its last step; 0 for none.</summary>
    public int Warmup { get; init => field = Require.NotNegative(value); }

    /// <summary>W: the rate sum of a warm-up before the first step; 0 for none.</summary>
    public double WarmupSum { get; init => field = Require.Rate(value); }

    /// <summary>Whether the rate may rise after the fixed beginning, before it falls.</summary>
    public bool MayRise { get; init; }

    /// <summary>The largest |η_t − η_{t−1}| of a free step; null for no limit.</summary>
    public double? MaxSlope { get; init => field = value is { } slope ? Require.Rate(slope) : null; }

    /// <summary>η₀, η₁, …: rates already decided, the warm-up included; empty for none.</summary>
    public ImmutableArray<double> Prefix { get; init; } = [];
}
