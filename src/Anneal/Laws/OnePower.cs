using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>Progress alone: the loss is a power of the rate sum, whatever the rate is doing now.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α. Source: Luo et al. 2025, arXiv:2503.12811, section 5.</remarks>
public sealed class OnePower : ClosedFormLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "one-power", "one-power law", "L(t) = L₀ + A (W + S_t)^−α", "Luo et al. 2025, arXiv:2503.12811, section 5");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } = [L0, A, Alpha];

    /// <inheritdoc/>
    protected override double Loss(ReadOnlySpan<double> theta, SchedulePoint at, Span<double> row)
    {
        var log = Math.Log(at.Sum);
        var power = Math.Exp(-theta[2] * log);
        if (!row.IsEmpty) (row[0], row[1], row[2]) = (1, power, -theta[1] * power * log);
        return theta[0] + (theta[1] * power);
    }
}
