using Anneal.Training.Models;

namespace Anneal.Training.Optimizers;

/// <summary>What the groups of parameters have of their own: a factor on the rate and a decoupled weight decay θ ← (1 − η λ) θ.</summary>
public abstract record GroupOptions
{
    /// <summary>λ of matrices and heads, ≥ 0.</summary>
    public double Decay { get; init; }

    /// <summary>λ of embeddings, ≥ 0; vectors are never decayed.</summary>
    public double EmbeddingDecay { get; init; }

    /// <summary>Factor on the rate of matrices, ≥ 0.</summary>
    public double MatrixRate { get; init; } = 1;

    /// <summary>Factor on the rate of embeddings, ≥ 0.</summary>
    public double EmbeddingRate { get; init; } = 1;

    /// <summary>Factor on the rate of heads, ≥ 0.</summary>
    public double HeadRate { get; init; } = 1;

    /// <summary>Factor on the rate of gains and biases, ≥ 0.</summary>
    public double VectorRate { get; init; } = 1;

    /// <summary>λ of a kind of parameter.</summary>
    public double DecayOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Vector => 0,
        ParameterKind.Embedding => EmbeddingDecay,
        _ => Decay,
    };

    /// <summary>The factor on the rate of a kind of parameter.</summary>
    public double RateOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Matrix => MatrixRate,
        ParameterKind.Embedding => EmbeddingRate,
        ParameterKind.Head => HeadRate,
        _ => VectorRate,
    };

    internal void CheckGroups()
    {
        Require.NotNegative(Decay);
        Require.NotNegative(EmbeddingDecay);
        Require.NotNegative(MatrixRate);
        Require.NotNegative(EmbeddingRate);
        Require.NotNegative(HeadRate);
        Require.NotNegative(VectorRate);
    }
}
