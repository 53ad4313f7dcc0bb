using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="Muon"/> besides its rate.</summary>
public sealed record MuonOptions : GroupOptions
{
    /// <summary>β in [0, 1) of the matrices' momentum.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether the gradient goes ahead of the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Newton–Schulz iterations, 0 to 20; fewer make a less exact orthogonal factor.</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>
    /// How the length of a matrix' step is chosen: so that its entries are as large as those of AdamW, 0.2 √max(m, n), and one rate serves
    /// both; or √max(1, outputs / inputs).
    /// </summary>
    public MuonScale Scale { get; init; }

    /// <summary>β₁ of AdamW for what is not a matrix.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ of AdamW for what is not a matrix.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>ε of AdamW for what is not a matrix, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>The length of Muon's steps.</summary>
public enum MuonScale
{
    /// <summary>0.2 √max(m, n): a root mean square of 0.2 (Liu et al. 2025, arXiv:2502.16982).</summary>
    LikeAdam,

    /// <summary>√max(1, outputs / inputs) (Jordan 2024).</summary>
    Spectral,
}

/// <summary>
/// Matrices: m ← β m + (1 − β) g, θ ← (1 − η λ) θ − η s O(u) with u = m, or (1 − β) g + β m (Nesterov), and O(u) ≈ UVᵀ of u = UΣVᵀ by
/// <see cref="OrthogonalFactor"/>. Embeddings, heads and vectors: <see cref="AdamW"/>.
/// </summary>
/// <remarks>Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks".</remarks>
public sealed unsafe class Muon : Optimizer
{
    readonly MuonOptions options;
    readonly Pieces pieces;
    readonly AdamW others;
    readonly OrthogonalFactor factor;
    readonly float[][] means;
    readonly float[][] directions;
    readonly List<(string, float[])> state = [];
    readonly Action<int, int> gather;
    readonly Action<int, int> move;
    double rate;
    float beta;

    /// <summary>State of zeros for parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Muon(IReadOnlyList<Parameter> parameters, WorkerTeam team, MuonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.options = options ??= new();
        options.CheckGroups();
        Require.Memory(options.Momentum);
        Require.Within(options.Iterations, 0, 20);
        pieces = new([.. parameters.Where(parameter => parameter.Kind == ParameterKind.Matrix)], team);
        others = new([.. parameters.Where(parameter => parameter.Kind != ParameterKind.Matrix)], team, new()
        {
            Beta1 = options.Beta1,
            Beta2 = options.Beta2,
            Epsilon = options.Epsilon,
            Decay = options.Decay,
            EmbeddingDecay = options.EmbeddingDecay,
            EmbeddingRate = options.EmbeddingRate,
            HeadRate = options.HeadRate,
            VectorRate = options.VectorRate,
        });
        (means, directions) = (pieces.NewArrays(), pieces.NewArrays());
        factor = new(team, pieces.Parameters);
        state.AddRange(pieces.Named(means, "mean"));
        state.AddRange(others.State);
        (gather, move) = (Gather, Move);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => state;

    /// <inheritdoc/>
    public override void Step(in StepInputs inputs)
    {
        // A schedule of the momentum is of the matrices'.
        others.Resume(Steps);
        others.Step(inputs with { Momentum = double.NaN });
        Steps++;
        (rate, beta) = (inputs.Rate, (float)(double.IsNaN(inputs.Momentum) ? options.Momentum : inputs.Momentum));
        pieces.Run(gather);
        for (var i = 0; i < directions.Length; i++)
            factor.Approach(new(directions[i], pieces.Parameters[i].Rows, pieces.Parameters[i].Columns), options.Iterations);
        pieces.Run(move);
    }

    void Gather(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var (b, n) = (Vector256.Create(beta), Vector256.Create(1 - beta));
        fixed (float* gradient = pieces.Parameters[slot].Gradient, mean = means[slot], direction = directions[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var g = n * Lanes.Load(gradient + i, end - i);
                var m = (b * Lanes.Load(mean + i, end - i)) + g;
                Lanes.Store(m, mean + i, end - i);
                Lanes.Store(options.Nesterov ? g + (b * m) : m, direction + i, end - i);
            }
        }
    }

    void Move(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        // Weights are inputs × outputs.
        var length = options.Scale == MuonScale.LikeAdam
            ? 0.2 * Math.Sqrt(Math.Max(parameter.Rows, parameter.Columns))
            : Math.Sqrt(Math.Max(1, (double)parameter.Columns / parameter.Rows));
        var own = rate * options.MatrixRate;
        var (keep, eta) = (Vector256.Create((float)(1 - (own * options.Decay))), Vector256.Create((float)(own * length)));
        fixed (float* values = parameter.Values, direction = directions[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
                Lanes.Store((keep * Lanes.Load(values + i, end - i)) - (eta * Lanes.Load(direction + i, end - i)), values + i, end - i);
        }
    }
}
