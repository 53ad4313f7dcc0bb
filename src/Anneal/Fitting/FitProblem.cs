using Anneal.Curves;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>A law on a set of runs as residuals log L(θ) − log(measured), θ in the fit's coordinates.</summary>
sealed class FitProblem
{
    readonly LossLaw law;
    readonly Coordinates coordinates;
    readonly PreparedRun[] parts;
    readonly double[] theta, slopes, row;

    /// <summary>The problem of <paramref name="runs"/>, which it takes for its own.</summary>
    public FitProblem(LossLaw law, Coordinates coordinates, PreparedRun[] runs)
    {
        (this.law, this.coordinates, parts) = (law, coordinates, runs);
        var p = law.Parameters.Length;
        (theta, slopes, row) = (new double[p], new double[p * p], new double[p]);
        foreach (var run in runs) Count += run.Count;
        (Weights, Measured) = (new double[Count], new double[Count]);
        var at = 0;
        foreach (var run in runs)
        {
            Weights.AsSpan(at, run.Count).Fill(run.Run.Run.Weight);
            run.Run.Points.Loss.CopyTo(Measured.AsSpan(at));
            at += run.Count;
        }
    }

    /// <summary>The number of residuals.</summary>
    public int Count { get; }

    /// <summary>Each residual's weight.</summary>
    public double[] Weights { get; }

    /// <summary>The measured losses.</summary>
    public double[] Measured { get; }

    /// <summary>The same problem for another thread.</summary>
    public FitProblem Fork() => new(law, coordinates, Array.ConvertAll(parts, part => part.Fork()));

    /// <summary>A <see cref="ResidualFunction"/>.</summary>
    public void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
    {
        coordinates.ToTheta(z, theta);
        if (!jacobian.IsEmpty) coordinates.Slopes(theta, slopes);
        var (at, p) = (0, theta.Length);
        foreach (var part in parts)
        {
            var n = part.Count;
            var rows = jacobian.IsEmpty ? default : jacobian.Slice(at * p, n * p);
            part.Evaluate(theta, residuals.Slice(at, n), rows);
            for (var i = 0; i < n; i++)
            {
                var loss = residuals[at + i];
                // Outside of where the law makes sense a large residual says "go back" without a NaN.
                residuals[at + i] = loss > 0 ? Math.Log(loss) - part.LogLoss[i] : 1e3;
                if (jacobian.IsEmpty) continue;
                Chain(rows.Slice(i * p, p), loss > 0 ? 1 / loss : 0);
            }

            at += n;
        }
    }

    // ∂L/∂θ → factor · ∂L/∂z.
    void Chain(Span<double> gradient, double factor)
    {
        gradient.CopyTo(row);
        gradient.Clear();
        for (var i = 0; i < row.Length; i++)
        {
            var g = factor * row[i];
            for (var j = 0; j < row.Length; j++) gradient[j] += g * slopes[(i * row.Length) + j];
        }
    }

    /// <summary>L and ∂L/∂θ in plain coordinates, for linear least squares over the linear parameters.</summary>
    public void Losses(ReadOnlySpan<double> values, Span<double> losses, Span<double> jacobian)
    {
        var (at, p) = (0, theta.Length);
        foreach (var part in parts)
        {
            var n = part.Count;
            part.Evaluate(values, losses.Slice(at, n), jacobian.Slice(at * p, n * p));
            at += n;
        }
    }
}

/// <summary>A run and the points of it that a fit counts.</summary>
public sealed record FitRun(TrainingRun Run, LossCurve Points);
