using System.Collections.Immutable;
using static Anneal.Laws.CommonParameters;

namespace Anneal.Laws;

/// <summary>The linear loss-reduction law: a drop of the rate lowers the loss at once and in proportion.</summary>
/// <remarks>L(t) = L₀ + A (W + S_t)^−α − B (η_peak − η_t). Source: Luo et al. 2025, arXiv:2503.12811, section 5.</remarks>
public sealed class LinearReduction : ClosedFormLaw
{
    /// <inheritdoc/>
    public override LawCard Card { get; } = new(
        "linear-reduction", "linear loss-reduction law", "L(t) = L₀ + A (W + S_t)^−α − B (η_peak − η_t)",
        "Luo et al. 2025, arXiv:2503.12811, section 5");

    /// <inheritdoc/>
    public override ImmutableArray<LawParameter> Parameters { get; } =
    [
        L0, A, Alpha,
        new("B", "loss reduction per unit of rate", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true },
    ];

    /// <inheritdoc/>
    protected override double Loss(ReadOnlySpan<double> theta, SchedulePoint at, Span<double> row)
    {
        var log = Math.Log(at.Sum);
        var power = Math.Exp(-theta[2] * log);
        if (!row.IsEmpty) (row[0], row[1], row[2], row[3]) = (1, power, -theta[1] * power * log, -at.Drop);
        return theta[0] + (theta[1] * power) - (theta[3] * at.Drop);
    }
}
