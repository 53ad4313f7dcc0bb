using Anneal.Curves;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>A law on a set of runs as residuals log L(θ) − log(measured), θ in the fit's coordinates.</summary>
/// <remarks>A loss that was logged as a mean over a window is compared with the law's mean over a few steps of it.</remarks>
sealed class FitProblem
{
    const int WindowNodes = 8;

    readonly LossLaw law;
    readonly Coordinates coordinates;
    readonly Part[] parts;
    readonly double[] theta, slopes, row;

    public FitProblem(LossLaw law, Coordinates coordinates, IReadOnlyList<FitRun> runs, WarmupResponse warmup)
        : this(law, coordinates, [.. runs.Select(run => new Part(law, run, warmup))]) { }

    FitProblem(LossLaw law, Coordinates coordinates, Part[] parts)
    {
        this.law = law;
        this.coordinates = coordinates;
        this.parts = parts;
        var p = law.Parameters.Length;
        (theta, slopes, row) = (new double[p], new double[p * p], new double[p]);
        Count = parts.Sum(part => part.Run.Points.Count);
        Weights = [.. parts.SelectMany(part => Enumerable.Repeat(part.Run.Run.Weight, part.Run.Points.Count))];
    }

    /// <summary>The number of residuals.</summary>
    public int Count { get; }

    /// <summary>Each residual's weight.</summary>
    public double[] Weights { get; }

    /// <summary>The same problem for another thread.</summary>
    public FitProblem Fork() => new(law, coordinates, [.. parts.Select(part => part.Fork())]);

    /// <summary>A <see cref="ResidualFunction"/>.</summary>
    public void Residuals(ReadOnlySpan<double> z, Span<double> residuals, Span<double> jacobian)
    {
        coordinates.ToTheta(z, theta);
        if (!jacobian.IsEmpty) coordinates.Slopes(theta, slopes);
        var (at, p) = (0, theta.Length);
        foreach (var part in parts)
        {
            var n = part.Run.Points.Count;
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
            var n = part.Run.Points.Count;
            part.Evaluate(values, losses.Slice(at, n), jacobian.Slice(at * p, n * p));
            at += n;
        }
    }

    sealed class Part
    {
        readonly LawEvaluator evaluator;
        readonly int nodes;
        readonly double[] losses, rows;

        public Part(LossLaw law, FitRun run, WarmupResponse warmup)
        {
            Run = run;
            nodes = Math.Min(run.Run.Window, WindowNodes);
            LogLoss = new double[run.Points.Count];
            for (var i = 0; i < LogLoss.Length; i++) LogLoss[i] = Math.Log(run.Points.Loss[i]);
            var steps = new List<int>();
            foreach (var step in run.Points.Steps)
            {
                for (var j = 0; j < nodes; j++)
                    steps.Add(Math.Max(0, step - (int)((nodes - 1 - j + 0.5) * run.Run.Window / nodes)));
            }

            evaluator = law.Prepare(run.Run.Path, steps.ToArray(), warmup);
            (losses, rows) = Scratch(law.Parameters.Length);
        }

        Part(Part other, int p)
        {
            (Run, nodes, LogLoss) = (other.Run, other.nodes, other.LogLoss);
            evaluator = other.evaluator.Fork();
            (losses, rows) = Scratch(p);
        }

        public FitRun Run { get; }

        public double[] LogLoss { get; }

        public Part Fork() => new(this, nodes > 1 ? rows.Length / losses.Length : 0);

        public void Evaluate(ReadOnlySpan<double> theta, Span<double> loss, Span<double> jacobian)
        {
            if (nodes == 1)
            {
                evaluator.Evaluate(theta, loss, jacobian);
                return;
            }

            evaluator.Evaluate(theta, losses, jacobian.IsEmpty ? default : rows);
            var p = theta.Length;
            for (var i = 0; i < loss.Length; i++)
            {
                loss[i] = 0;
                for (var j = 0; j < nodes; j++) loss[i] += losses[(i * nodes) + j] / nodes;
                for (var a = 0; !jacobian.IsEmpty && a < p; a++)
                {
                    jacobian[(i * p) + a] = 0;
                    for (var j = 0; j < nodes; j++)
                        jacobian[(i * p) + a] += rows[(((i * nodes) + j) * p) + a] / nodes;
                }
            }
        }

        (double[], double[]) Scratch(int p) =>
            nodes == 1 ? ([], []) : (new double[LogLoss.Length * nodes], new double[LogLoss.Length * nodes * p]);
    }
}

/// <summary>A run and the points of it that a fit counts.</summary>
public sealed record FitRun(TrainingRun Run, LossCurve Points);
