using Anneal.Training.Tensors;

namespace Anneal.Training.Models;

/// <summary>What a parameter is, as optimisers and weight decay group them.</summary>
public enum ParameterKind
{
    /// <summary>A matrix inside the network: decayed, and what Muon orthogonalises.</summary>
    Matrix,

    /// <summary>A table of token vectors.</summary>
    Embedding,

    /// <summary>The matrix that makes the logits, where it is not tied to the embedding.</summary>
    Head,

    /// <summary>A gain or bias: never decayed.</summary>
    Vector,
}

/// <summary>Trained numbers and the gradient of the loss in them: rows × columns, row by row.</summary>
public sealed class Parameter
{
    /// <summary>Zeros.</summary>
    /// <param name="name">Unique within the model: <c>block.0.attention.query</c>.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="kind">Its group.</param>
    public Parameter(string name, int rows, int columns, ParameterKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        (Name, Rows, Columns, Kind) = (name, rows, columns, kind);
        Values = GC.AllocateArray<float>(checked(rows * columns), pinned: true);
        Gradient = GC.AllocateArray<float>(Values.Length, pinned: true);
    }

    /// <summary>Unique within the model.</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Its group.</summary>
    public ParameterKind Kind { get; }

    /// <summary>The numbers, row by row.</summary>
    public float[] Values { get; }

    /// <summary>∂loss/∂values, added to by <see cref="Model.LossAndGradient"/>.</summary>
    public float[] Gradient { get; }

    internal Matrix ValueMatrix => new(Values, Rows, Columns);

    internal Matrix GradientMatrix => new(Gradient, Rows, Columns);
}
