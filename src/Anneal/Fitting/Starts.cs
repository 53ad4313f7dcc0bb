using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>
/// Starting points for a fit: the exponents from a low-discrepancy sequence, the linear parameters solved for exactly, the
/// best few kept. Deterministic.
/// </summary>
sealed class Starts(LossLaw law, Coordinates coordinates, RobustProblem box)
{
    static readonly int[] Bases = [2, 3, 5, 7, 11, 13, 17];

    readonly int p = law.Parameters.Length;
    readonly int[] linear = [.. Enumerable.Range(0, law.Parameters.Length).Where(j => law.Parameters[j].IsLinear)];

    /// <summary>The <paramref name="count"/> best of <paramref name="candidates"/> points, best first, as places z.</summary>
    public List<double[]> Best(FitProblem problem, int candidates, int count, ParallelOptions parallel)
    {
        var scored = new Candidate?[candidates];
        Parallel.For(0, candidates, parallel, () => new Bench(problem.Fork(), p), (i, _, bench) =>
        {
            scored[i] = Score(i + 1, bench);
            return bench;
        }, _ => { });
        var found = new List<Candidate>();
        foreach (var candidate in scored)
        {
            if (candidate is not null) found.Add(candidate);
        }

        found.Sort(static (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : a.Index.CompareTo(b.Index));
        return found[..Math.Min(count, found.Count)].ConvertAll(candidate => candidate.Place);
    }

    Candidate? Score(int index, Bench bench)
    {
        var (z, theta) = (new double[p], new double[p]);
        var dimension = 0;
        for (var j = 0; j < p; j++)
        {
            var parameter = law.Parameters[j];
            z[j] = parameter.IsLinear ? (parameter.Scale == ParameterScale.Linear ? 1 : 0) : Draw(parameter.Name, index, dimension++);
            z[j] = Math.Clamp(z[j], box.Lower[j], box.Upper[j]);
        }

        coordinates.ToTheta(z, theta);
        bench.Problem.Losses(theta, bench.Loss, bench.Jacobian);
        if (Solve(bench, theta) is not { } score) return null;
        coordinates.ToPlace(theta, z);
        for (var j = 0; j < p; j++) z[j] = Math.Clamp(z[j], box.Lower[j], box.Upper[j]);
        return new(score, index, z);
    }

    // Least squares of L/y − 1 over the linear parameters; columns that come out negative are dropped to almost nothing.
    double? Solve(Bench bench, double[] theta)
    {
        var (jacobian, active) = (bench.Jacobian, new List<int>(linear));
        while (active.Count > 0)
        {
            var m = active.Count;
            var (normal, x) = (new double[m * m], new double[m]);
            var total = 0.0;
            for (var i = 0; i < bench.Loss.Length; i++)
            {
                var scale = 1 / bench.Problem.Measured[i];
                total++;
                for (var a = 0; a < m; a++)
                {
                    var column = jacobian[(i * p) + active[a]] * scale;
                    x[a] += column;
                    for (var b = 0; b <= a; b++) normal[(a * m) + b] += column * jacobian[(i * p) + active[b]] * scale;
                }
            }

            var right = (double[])x.Clone();
            for (var a = 0; a < m; a++) normal[(a * m) + a] *= 1 + 1e-10;
            if (!Cholesky.Solve(normal, x)) return null;
            var worst = -1;
            for (var a = 0; a < m; a++)
            {
                if (!(x[a] > 0) && (worst < 0 || x[a] < x[worst])) worst = a;
            }

            if (worst < 0)
            {
                for (var a = 0; a < m; a++)
                {
                    theta[active[a]] = x[a];
                    total -= x[a] * right[a];
                }

                return double.IsFinite(total) ? total : null;
            }

            theta[active[worst]] = 1e-3 * Math.Abs(theta[active[worst]]);
            active.RemoveAt(worst);
        }

        return null;
    }

    static double Draw(string name, int index, int dimension)
    {
        var u = RadicalInverse(index, Bases[dimension % Bases.Length]);
        double Between(double low, double high) => low + (u * (high - low));
        return name switch
        {
            "alpha" or "s" => Math.Log(0.15) + (u * Math.Log(1.0 / 0.15)),
            "beta" => Math.Log(0.15) + (u * Math.Log(3 / 0.15)),
            "gamma" => Between(0.1, 1),
            "p" => Between(0.4, 1.1),
            "q" => Between(0.6, 1.1),
            // Per step at the reference rate: a response over 5 … 3000 steps.
            "C" or "c4" or "lambda" => -Between(Math.Log(5), Math.Log(3000)),
            "c3" => Between(Math.Log(0.05), Math.Log(20)),
            _ => u,
        };
    }

    static double RadicalInverse(int index, int radix)
    {
        var (value, digit) = (0.0, 1.0 / radix);
        for (; index > 0; index /= radix, digit /= radix) value += index % radix * digit;
        return value;
    }

    // What one thread works with.
    sealed record Bench(FitProblem Problem, int Parameters)
    {
        public double[] Loss { get; } = new double[Problem.Count];

        public double[] Jacobian { get; } = new double[Problem.Count * Parameters];
    }

    sealed record Candidate(double Score, int Index, double[] Place);
}
