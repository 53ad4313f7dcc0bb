namespace Anneal.Training.Models;

/// <summary>The form of a block's token-wise part.</summary>
public enum MlpKind
{
    /// <summary>gelu(x·up)·down.</summary>
    Gelu,

    /// <summary>(silu(x·gate) (x·up))·down.</summary>
    SwiGlu,
}

/// <summary>The shape of a decoder-only transformer and the spread of its first weights.</summary>
/// <param name="Vocabulary">Tokens, at least 2.</param>
/// <param name="Context">Tokens per sequence, at least 1.</param>
/// <param name="Width">Numbers per token, a multiple of twice the heads.</param>
/// <param name="Depth">Blocks, at least 1.</param>
/// <param name="Heads">Attention heads, at least 1.</param>
public sealed record TransformerConfig(int Vocabulary, int Context, int Width, int Depth, int Heads)
{
    /// <summary>The form of the token-wise part.</summary>
    public MlpKind Mlp { get; init; } = MlpKind.Gelu;

    /// <summary>
    /// Hidden numbers of the token-wise part per number of the width; null for 4, or 8/3 with a gate, which has as many weights.
    /// </summary>
    public double? MlpRatio { get; init; }

    /// <summary>Whether the logits are made by the table of the embedding, transposed.</summary>
    public bool Tied { get; init; }

    /// <summary>
    /// Standard deviation of the first weights; those that write to the residual stream take it divided by √(2·Depth), so that the
    /// stream's variance does not grow with the depth.
    /// </summary>
    /// <remarks>Source: Radford et al. 2019, "Language models are unsupervised multitask learners".</remarks>
    public double Deviation { get; init; } = 0.02;

    /// <summary>Numbers per head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Hidden numbers of the token-wise part: the ratio times the width, to the nearest multiple of 8 and at least 8.</summary>
    public int Hidden =>
        Math.Max(8, (int)Math.Round((MlpRatio ?? (Mlp == MlpKind.Gelu ? 4 : 8.0 / 3)) * Width / 8, MidpointRounding.AwayFromZero) * 8);

    /// <summary>Trained numbers.</summary>
    // In double, which is exact for every number that a model can have and does not wrap around for the others.
    public long ParameterCount => (long)(
        ((Tied ? 1.0 : 2.0) * Vocabulary * Width) + Width
        + (Depth * ((4.0 * Width * Width) + (2.0 * Width) + ((Mlp == MlpKind.Gelu ? 2.0 : 3.0) * Width * Hidden))));

    /// <summary>Why no model has this shape, in a sentence; null if one has.</summary>
    public string? Fault()
    {
        if (Vocabulary < 2) return $"A vocabulary of {Vocabulary} leaves nothing to predict: it takes 2 tokens or more.";
        if (Context < 1 || Depth < 1 || Heads < 1) return $"Context, depth and heads are at least 1, not {Context}, {Depth} and {Heads}.";
        if (Width < 1 || Width % (2L * Heads) != 0)
            return $"A width of {Width} does not give {Heads} heads an even number each: take a multiple of {2L * Heads}.";
        if (MlpRatio is { } ratio && !(ratio > 0 && ratio <= 64)) return $"An MLP ratio of {ratio} is not in (0, 64].";
        if (!(Deviation >= 0 && double.IsFinite(Deviation))) return $"A standard deviation of {Deviation} is not a number ≥ 0.";
        return ParameterCount > int.MaxValue ? $"{ParameterCount} parameters are more than this engine holds." : null;
    }
}
