using Anneal.Laws;

namespace Anneal.Fitting;

/// <summary>A run made ready for one law: evaluated at its counted points for any θ without set-up.</summary>
/// <remarks>A loss that was logged as a mean over a window is compared with the law's mean over a few steps of it.</remarks>
sealed class PreparedRun
{
    const int WindowNodes = 8;

    readonly LawEvaluator evaluator;
    readonly int nodes;
    readonly double[] losses, rows;

    /// <summary>Prepares <paramref name="law"/> for a run.</summary>
    public PreparedRun(LossLaw law, FitRun run, WarmupResponse warmup)
    {
        Run = run;
        nodes = Math.Min(run.Run.Window, WindowNodes);
        LogLoss = new double[run.Points.Count];
        for (var i = 0; i < LogLoss.Length; i++) LogLoss[i] = Math.Log(run.Points.Loss[i]);
        var steps = new int[Count * nodes];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = Math.Max(0, run.Points.Steps[i / nodes] - (int)((nodes - 1 - (i % nodes) + 0.5) * run.Run.Window / nodes));
        evaluator = law.Prepare(run.Run.Path, steps, warmup);
        (losses, rows) = Scratch(law.Parameters.Length);
    }

    PreparedRun(PreparedRun other, int p)
    {
        (Run, nodes, LogLoss) = (other.Run, other.nodes, other.LogLoss);
        evaluator = other.evaluator.Fork();
        (losses, rows) = Scratch(p);
    }

    /// <summary>The run and its counted points.</summary>
    public FitRun Run { get; }

    /// <summary>The number of counted points.</summary>
    public int Count => LogLoss.Length;

    /// <summary>Logarithms of the measured losses.</summary>
    public double[] LogLoss { get; }

    /// <summary>Prepares several runs at once.</summary>
    public static PreparedRun[] All(LossLaw law, IReadOnlyList<FitRun> runs, FitOptions options, CancellationToken cancellation)
    {
        var prepared = new PreparedRun[runs.Count];
        Parallel.For(0, prepared.Length, options.Parallel(cancellation), i => prepared[i] = new PreparedRun(law, runs[i], options.Warmup));
        return prepared;
    }

    /// <summary>The same for another thread.</summary>
    public PreparedRun Fork() => new(this, nodes > 1 ? rows.Length / losses.Length : 0);

    /// <summary>L and, unless <paramref name="jacobian"/> is empty, ∂L/∂θ at the counted points.</summary>
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
        nodes == 1 ? ([], []) : (new double[Count * nodes], new double[Count * nodes * p]);
}
