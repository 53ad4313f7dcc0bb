using Anneal.Numerics;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>
/// The two-stage form of the multi-power law, LD(x) = B (η_A − η_B) (1 − (1 + C η_B^{1−γ} x)^−β), fitted to the reductions of several
/// drops at once by least squares of LD.
/// </summary>
/// <param name="B">In units of the loss per rate.</param>
/// <param name="Speed">C η^{1−γ} at the reference rate, per update.</param>
/// <param name="Reference">The reference rate.</param>
/// <param name="Gamma">γ.</param>
/// <param name="Beta">β.</param>
/// <param name="Squares">The sum of squares that is left.</param>
/// <remarks>Luo et al. 2025, arXiv:2503.12811, section 3.1.</remarks>
sealed record LawFit(double B, double Speed, double Reference, double Gamma, double Beta, double Squares)
{
    /// <summary>LD of a drop after <paramref name="x"/> updates.</summary>
    public double At(Drop drop, double x) => B * drop.Size * KernelFit.Rise(Speed * Math.Pow(drop.After / Reference, 1 - Gamma) * x, Beta);

    /// <summary>LD of a drop to a rate after a rate sum <paramref name="sum"/>, whatever the rates after it were.</summary>
    public double AtSum(Drop drop, double sum) => At(drop, sum / drop.After);

    /// <summary>Fits.</summary>
    /// <param name="drops">The drops.</param>
    /// <param name="x">The abscissae of each.</param>
    /// <param name="reductions">LD at them.</param>
    /// <param name="reference">The reference rate; it changes nothing but the meaning of <see cref="Speed"/>.</param>
    public static LawFit Of(IReadOnlyList<Drop> drops, IReadOnlyList<double[]> x, IReadOnlyList<double[]> reductions, double reference)
    {
        var own = KernelFit.Of(x, reductions);
        var size = Math.Log(drops.Select((drop, i) => own.Asymptotes[i] / drop.Size).Average());
        var speed = own.Speeds.Average(Math.Log);
        var solver = new RobustLeastSquares(new(x.Sum(places => places.Length), [size - 6, speed - 8, -3, Math.Log(0.03)], [size + 6, speed + 8, 4, Math.Log(20)]), Residuals);
        var best = ((double[])[0, 0.5, 1]).Select(gamma => solver.Minimize([size, speed, gamma, Math.Log(own.Beta)])).MinBy(end => end.Objective)!;
        return new(Math.Exp(best.Point[0]), Math.Exp(best.Point[1]), reference, best.Point[2], Math.Exp(best.Point[3]), 2 * best.Objective);

        void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
        {
            var beta = Math.Exp(z[3]);
            for (var (i, row) = (0, 0); i < drops.Count; i++)
            {
                var ratio = Math.Log(drops[i].After / reference);
                var (asymptote, rate) = (Math.Exp(z[0]) * drops[i].Size, Math.Exp(z[1] + ((1 - z[2]) * ratio)));
                for (var k = 0; k < x[i].Length; k++, row++)
                {
                    var y = rate * x[i][k];
                    var left = 1 - KernelFit.Rise(y, beta);
                    residuals[row] = (asymptote * (1 - left)) - reductions[i][k];
                    if (jacobian.IsEmpty) continue;
                    var bySpeed = asymptote * beta * left * y / (1 + y);
                    (jacobian[4 * row], jacobian[(4 * row) + 1]) = (asymptote * (1 - left), bySpeed);
                    (jacobian[(4 * row) + 2], jacobian[(4 * row) + 3]) = (-bySpeed * ratio, -asymptote * left * Math.Log(left));
                }
            }
        }
    }
}
