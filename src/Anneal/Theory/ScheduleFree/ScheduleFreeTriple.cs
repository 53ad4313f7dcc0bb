namespace Anneal.Theory;

/// <summary>The reference form: x, y and z are kept.</summary>
/// <param name="start">The common start, d places; copied.</param>
/// <param name="interpolation">β, 0 to 1.</param>
/// <param name="firstWeight">The weight of the start.</param>
public sealed class ScheduleFreeTriple(ReadOnlySpan<double> start, double interpolation, double firstWeight = 0)
    : ScheduleFreePoints(start, interpolation, firstWeight)
{
    readonly double[] average = start.ToArray();

    /// <summary>x: what is evaluated.</summary>
    public ReadOnlySpan<double> X => average;

    /// <inheritdoc/>
    public override void CopyX(Span<double> x) => average.CopyTo(x);

    private protected override void Advance(ReadOnlySpan<double> direction, double rate, double share)
    {
        for (var i = 0; i < average.Length; i++)
        {
            moving[i] -= rate * direction[i];
            average[i] = ((1 - share) * average[i]) + (share * moving[i]);
            queried[i] = ((1 - Interpolation) * moving[i]) + (Interpolation * average[i]);
        }
    }
}
