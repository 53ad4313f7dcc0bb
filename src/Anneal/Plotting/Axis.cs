namespace Anneal.Plotting;

/// <summary>How an axis maps values to places.</summary>
public enum AxisScale
{
    /// <summary>Proportional to the value.</summary>
    Linear,

    /// <summary>Proportional to the value's logarithm; values of 0 and below have no place and leave a gap.</summary>
    Logarithmic,
}

/// <summary>One axis of a panel: what it measures, on which scale, over which range.</summary>
/// <param name="Label">The quantity with its unit: "loss (nats per token)".</param>
public sealed record Axis(string Label)
{
    /// <summary>Linear unless said otherwise.</summary>
    public AxisScale Scale { get; init; } = AxisScale.Linear;

    /// <summary>The lowest value shown; null for the lowest value in sight, with a margin.</summary>
    public double? Lower { get; init; }

    /// <summary>The highest value shown; null for the highest value in sight, with a margin.</summary>
    public double? Upper { get; init; }

    /// <summary>Ticks in place of the automatic ones, as for named categories; empty for the automatic ones.</summary>
    public IReadOnlyList<Tick> Ticks { get; init; } = [];
}

/// <summary>A place on an axis.</summary>
/// <param name="Value">Where, in the units of the data.</param>
/// <param name="Label">What stands there; empty for a minor tick.</param>
public readonly record struct Tick(double Value, string Label);
