using Anneal.Numerics;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>
/// LD_i(x) = B̃_i (1 − (1 + C̃_i x)^−β) fitted to the reductions of several drops, β common to all; by least squares of LD, since means of
/// noisy reductions need not be positive.
/// </summary>
/// <param name="Asymptotes">B̃ of each drop.</param>
/// <param name="Speeds">C̃ of each drop, per update.</param>
/// <param name="Beta">β.</param>
/// <param name="Squares">The sum of squares that is left.</param>
sealed record KernelFit(double[] Asymptotes, double[] Speeds, double Beta, double Squares)
{
    /// <summary>A β at which (1 + C̃x)^−β is e^(−βC̃x) to four digits over the whole decay: the exponential kernel.</summary>
    public const double Exponential = 1e5;

    static readonly (double Least, double Most) betas = (0.03, 20);

    /// <summary>LD of drop <paramref name="i"/> after <paramref name="x"/> updates.</summary>
    public double At(int i, double x) => Asymptotes[i] * Rise(Speeds[i] * x, Beta);

    /// <summary>1 − (1 + z)^−β.</summary>
    public static double Rise(double z, double beta) => -Math.Exp(-beta * Log1P(z)) + 1;

    /// <summary>Fits.</summary>
    /// <param name="x">The abscissae of each drop.</param>
    /// <param name="reductions">LD at them.</param>
    /// <param name="beta">β to hold; null to fit it.</param>
    public static KernelFit Of(IReadOnlyList<double[]> x, IReadOnlyList<double[]> reductions, double? beta = null)
    {
        var drops = x.Count;
        var (lower, upper) = (new double[(2 * drops) + 1], new double[(2 * drops) + 1]);
        for (var i = 0; i < drops; i++)
        {
            var greatest = Greatest(reductions[i]);
            (lower[2 * i], upper[2 * i]) = (Math.Log(greatest) - 4, Math.Log(greatest) + 5);
            (lower[(2 * i) + 1], upper[(2 * i) + 1]) = (-30, 10);
        }

        (lower[^1], upper[^1]) = beta is { } held ? (Math.Log(held), Math.Log(held)) : (Math.Log(betas.Least), Math.Log(betas.Most));
        var solver = new RobustLeastSquares(new(x.Sum(places => places.Length), lower, upper), Residuals);
        RobustMinimum? best = null;
        foreach (var start in beta is { } only ? [only] : (double[])[0.3, 0.8, 2])
        {
            var end = solver.Minimize(Start(x, reductions, start));
            if (best is null || end.Objective < best.Objective) best = end;
        }

        var point = best!.Point;
        return new(
            [.. Enumerable.Range(0, drops).Select(i => Math.Exp(point[2 * i]))], [.. Enumerable.Range(0, drops).Select(i => Math.Exp(point[(2 * i) + 1]))],
            Math.Exp(point[^1]), 2 * best.Objective);

        void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
        {
            jacobian.Clear();
            var exponent = Math.Exp(z[^1]);
            for (var (i, row) = (0, 0); i < drops; i++)
            {
                var (asymptote, speed) = (Math.Exp(z[2 * i]), Math.Exp(z[(2 * i) + 1]));
                for (var k = 0; k < x[i].Length; k++, row++)
                {
                    var y = speed * x[i][k];
                    var log = Log1P(y);
                    var left = Math.Exp(-exponent * log);
                    residuals[row] = (asymptote * (1 - left)) - reductions[i][k];
                    if (jacobian.IsEmpty) continue;
                    var places = jacobian.Slice(row * z.Length, z.Length);
                    places[2 * i] = asymptote * (1 - left);
                    places[(2 * i) + 1] = asymptote * exponent * left * y / (1 + y);
                    places[^1] = asymptote * exponent * left * log;
                }
            }
        }
    }

    static double Greatest(double[] reductions) => Math.Max(1e-9, reductions.Max());

    // Half of the greatest reduction is reached where (1 + C̃x)^−β = ½.
    static double[] Start(IReadOnlyList<double[]> x, IReadOnlyList<double[]> reductions, double beta)
    {
        var start = new double[(2 * x.Count) + 1];
        for (var i = 0; i < x.Count; i++)
        {
            var greatest = Greatest(reductions[i]);
            var half = Math.Max(0, Array.FindIndex(reductions[i], value => value >= greatest / 2));
            (start[2 * i], start[(2 * i) + 1]) = (Math.Log(1.1 * greatest), Math.Log((Math.Pow(2, 1 / beta) - 1) / x[i][half]));
        }

        start[^1] = Math.Log(beta);
        return start;
    }

    // ln(1 + z), which loses no digits where z is small.
    static double Log1P(double z) => Math.Abs(z) < 1e-4 ? z * (1 - (z * (0.5 - (z / 3)))) : Math.Log(1 + z);
}
