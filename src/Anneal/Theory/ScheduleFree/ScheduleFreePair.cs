namespace Anneal.Theory;

/// <summary>
/// The memory-saving form: only y and z are kept, as many numbers as SGD with momentum; x = (y − (1 − β) z)/β where it is asked for.
/// </summary>
/// <remarks>y ← (1 − c) y + c z + γ d (β (1 − c) − 1), with the old z, then z ← z − γ d: the order of the published AdamW code.</remarks>
/// <param name="start">The common start, d places; copied.</param>
/// <param name="interpolation">β, above 0 to 1: at 0, y would not know x.</param>
/// <param name="firstWeight">The weight of the start.</param>
public sealed class ScheduleFreePair(ReadOnlySpan<double> start, double interpolation, double firstWeight = 0)
    : ScheduleFreePoints(start, interpolation, firstWeight)
{
    readonly double β = interpolation > 0
        ? interpolation
        : throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Without x being kept, β is above 0.");

    /// <inheritdoc/>
    public override void CopyX(Span<double> x)
    {
        Require.SameLength(x.Length, queried.Length, nameof(x), "the start");
        for (var i = 0; i < x.Length; i++) x[i] = (queried[i] - ((1 - β) * moving[i])) / β;
    }

    private protected override void Advance(ReadOnlySpan<double> direction, double rate, double share)
    {
        var pull = rate * ((β * (1 - share)) - 1);
        for (var i = 0; i < direction.Length; i++)
        {
            queried[i] += (share * (moving[i] - queried[i])) + (pull * direction[i]);
            moving[i] -= rate * direction[i];
        }
    }
}
