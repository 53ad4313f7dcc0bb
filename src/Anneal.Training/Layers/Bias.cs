using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>y ← y + b in every row.</summary>
sealed unsafe class Bias(float[] bias, float[] gradient)
{
    public int Width => bias.Length;

    /// <summary>Adds the bias to rows.</summary>
    public void Forward(float[] y, int rows)
    {
        fixed (float* to = y, from = bias)
        {
            for (var row = 0; row < rows; row++) Lanes.Add(from, to + ((nint)row * Width), Width);
        }
    }

    /// <summary>Adds the sum of ∂/∂y over rows, in their order.</summary>
    public void Backward(float[] dy, int rows)
    {
        fixed (float* from = dy, to = gradient)
        {
            for (var row = 0; row < rows; row++) Lanes.Add(from + ((nint)row * Width), to, Width);
        }
    }
}
