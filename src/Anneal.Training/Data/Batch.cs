namespace Anneal.Training.Data;

/// <summary>
/// Samples side by side. A source fills either tokens (a language model: Width inputs, and the Width tokens that follow them) or
/// features (Width numbers) with a label or a value each.
/// </summary>
public sealed class Batch
{
    /// <summary>Places for samples.</summary>
    /// <param name="capacity">The most samples.</param>
    /// <param name="shape">What a sample is.</param>
    public Batch(int capacity, SampleShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (Count, Shape) = (capacity, shape);
        if (shape.Kind == SampleKind.Tokens) (Tokens, Targets) = (new int[capacity * shape.Width], new int[capacity * shape.Width]);
        else (Features, Targets, Values) = (new float[capacity * shape.Width], new int[capacity], new float[capacity]);
    }

    /// <summary>The number of samples, at most the capacity it was made with.</summary>
    public int Count { get; set; }

    /// <summary>What a sample is.</summary>
    public SampleShape Shape { get; }

    /// <summary>Count × Width token inputs; empty for features.</summary>
    public int[] Tokens { get; } = [];

    /// <summary>Count × Width next tokens, or Count labels.</summary>
    public int[] Targets { get; } = [];

    /// <summary>Count × Width features; empty for tokens.</summary>
    public float[] Features { get; } = [];

    /// <summary>Count values to regress on; empty for tokens.</summary>
    public float[] Values { get; } = [];
}

/// <summary>What the samples of a source are.</summary>
public enum SampleKind
{
    /// <summary>A sequence of tokens, each predicted from those before it.</summary>
    Tokens,

    /// <summary>Features with a class.</summary>
    Labels,

    /// <summary>Features with a value.</summary>
    Values,
}

/// <summary>The shape of one sample.</summary>
/// <param name="Kind">Tokens, or features with a label or a value.</param>
/// <param name="Width">Tokens per sequence, or features per sample (for images height × width × channels).</param>
/// <param name="Classes">Vocabulary or classes; 1 for values.</param>
public readonly record struct SampleShape(SampleKind Kind, int Width, int Classes);
