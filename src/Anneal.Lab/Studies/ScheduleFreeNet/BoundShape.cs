using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>
/// A loss curve of schedule-free training as the bound's: L(t) ≈ C + (D² + G² Σγ²)/(2 Σγ), sums up to t, with one C, D and G for all
/// runs. It is linear in C, D² and G², none below 0, which are found by least squares of ln(fitted/measured).
/// </summary>
/// <param name="Floor">C.</param>
/// <param name="Distance">D.</param>
/// <param name="Lipschitz">G.</param>
sealed record BoundShape(double Floor, double Distance, double Lipschitz)
{
    /// <summary>Fits points; null of fewer than four.</summary>
    /// <param name="points">Rates until then, at least one above 0, and the loss that follows them, above 0.</param>
    public static BoundShape? Of(IReadOnlyList<(double[] Rates, double Loss)> points)
    {
        if (points.Count < 4) return null;
        var parts = points.Select(point => (Distance: ScheduleFreeBound.Of(point.Rates, 1, 0), Noise: ScheduleFreeBound.Of(point.Rates, 0, 1))).ToArray();
        // In units of the largest part, so that the three unknowns are of one size.
        var (unitDistance, unitNoise) = (parts.Max(part => part.Distance), parts.Max(part => part.Noise));
        var problem = new RobustProblem(points.Count, [0, 0, 0], [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity]) { Tolerance = 1e-12 };
        var (least, most) = (points.Min(point => point.Loss), points.Max(point => point.Loss));
        var best = new RobustLeastSquares(problem, Residuals).Minimize([least / 2, most, most], CancellationToken.None).Point;
        return new(best[0], Math.Sqrt(best[1] / unitDistance), Math.Sqrt(best[2] / unitNoise));

        void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
        {
            for (var i = 0; i < residuals.Length; i++)
            {
                var (a, b) = (parts[i].Distance / unitDistance, parts[i].Noise / unitNoise);
                var value = z[0] + (z[1] * a) + (z[2] * b);
                residuals[i] = Math.Log(value / points[i].Loss);
                if (!jacobian.IsEmpty) (jacobian[3 * i], jacobian[(3 * i) + 1], jacobian[(3 * i) + 2]) = (1 / value, a / value, b / value);
            }
        }
    }

    /// <summary>The fitted loss after these rates, at least one of which is above 0.</summary>
    public double After(ReadOnlySpan<double> rates) => Floor + ScheduleFreeBound.Of(rates, Distance, Lipschitz);
}
