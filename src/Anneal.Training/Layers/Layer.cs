using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>A differentiable function of each sample, for networks that are a chain of them.</summary>
abstract class Layer(int outputs)
{
    /// <summary>Numbers per sample that leave.</summary>
    public int Outputs => outputs;

    /// <summary>y of so many samples x.</summary>
    public abstract void Forward(float[] x, float[] y, int count);

    /// <summary>After <see cref="Forward"/>: adds to the parameters' gradients and, unless null, sets ∂/∂x. It may change ∂/∂y.</summary>
    public abstract void Backward(float[] x, float[] dy, float[]? dx, int count);
}

/// <summary>x·W + b.</summary>
sealed class Dense(Linear linear, Bias bias) : Layer(linear.Outputs)
{
    public override void Forward(float[] x, float[] y, int count)
    {
        linear.Forward(new(x, count, linear.Inputs), new(y, count, Outputs));
        bias.Forward(y, count);
    }

    public override void Backward(float[] x, float[] dy, float[]? dx, int count)
    {
        var slope = new Matrix(dy, count, Outputs);
        linear.BackwardWeight(new(x, count, linear.Inputs), slope);
        bias.Backward(dy, count);
        if (dx is not null) linear.BackwardInput(slope, new(dx, count, linear.Inputs));
    }
}

/// <summary>The tanh form of GELU of every number.</summary>
sealed class Nonlinearity(WorkerTeam team, int width) : Layer(width)
{
    readonly Activation<Gelu> gelu = new(team);

    public override void Forward(float[] x, float[] y, int count) => gelu.Forward(x, y, count * Outputs);

    public override void Backward(float[] x, float[] dy, float[]? dx, int count)
    {
        if (dx is null) return;
        Array.Copy(dy, dx, count * Outputs);
        gelu.Backward(x, dx, count * Outputs);
    }
}
