using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The data law of compute-optimal scaling, for the final losses of runs with like schedules.</summary>
/// <remarks>
/// L(T) = L₀ + A T^−α, T = t + 1 the number of updates. It knows nothing of the schedule: fit it to final losses only.
/// Source: Hoffmann et al. 2022, arXiv:2203.15556, eq. (2) at one model size.
/// </remarks>
public sealed class DataLaw : ClosedFormLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "chinchilla", "Chinchilla data law", "L(T) = L₀ + A T^−α", "Hoffmann et al. 2022, arXiv:2203.15556, eq. (2) at one model size")
    {
        Caution = "It sees the number of steps only: fit and forecast runs of one schedule shape, final losses only.",
        HoldsForRisingRates = false,
    };

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha];

    /// <inheritdoc/>
    protected override double Loss(ReadOnlySpan<double> theta, SchedulePoint at, Span<double> row)
    {
        var log = Math.Log(at.Step + 1.0);
        var power = Math.Exp(-theta[2] * log);
        if (!row.IsEmpty) (row[0], row[1], row[2]) = (1, power, -theta[1] * power * log);
        return theta[0] + (theta[1] * power);
    }
}
