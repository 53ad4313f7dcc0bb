using Anneal.Training.Data;

namespace Anneal.Training.Models;

/// <summary>Whether a model can take a batch.</summary>
static class Samples
{
    /// <summary>Throws if not.</summary>
    /// <exception cref="ArgumentException">The batch is of another shape, too large, or has a token or label that the model does not have.</exception>
    public static void Check(Batch batch, SampleShape shape, int capacity)
    {
        if (batch.Shape != shape) throw new ArgumentException($"The model takes {shape}, not {batch.Shape}.", nameof(batch));
        if (batch.Count < 1 || batch.Count > capacity)
            throw new ArgumentException($"The model has room for 1 to {capacity} samples, not {batch.Count}.", nameof(batch));
        if (shape.Kind == SampleKind.Values) return;
        var count = shape.Kind == SampleKind.Tokens ? batch.Count * shape.Width : batch.Count;
        if (shape.Kind == SampleKind.Tokens) CheckRange(batch.Tokens.AsSpan(0, count), shape.Classes);
        CheckRange(batch.Targets.AsSpan(0, count), shape.Classes);
    }

    static void CheckRange(ReadOnlySpan<int> values, int classes)
    {
        foreach (var value in values)
        {
            if ((uint)value >= (uint)classes) throw new ArgumentException($"{value} is not one of the model's 0 … {classes - 1}.", nameof(values));
        }
    }
}
