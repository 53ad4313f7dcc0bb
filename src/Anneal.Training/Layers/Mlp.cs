using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>The part of a transformer's block that works on each token alone: added to the residual stream.</summary>
abstract class Mlp
{
    /// <summary>stream += mlp(x).</summary>
    public abstract void Forward(Matrix x, Matrix stream);

    /// <summary>After <see cref="Forward"/>: ∂/∂x from ∂/∂stream, which is left as it is.</summary>
    public abstract void Backward(Matrix x, Matrix dStream, Matrix dx);
}

/// <summary>gelu(x·up)·down.</summary>
sealed class GeluMlp(WorkerTeam team, Linear up, Linear down, float[] slopes, int capacity) : Mlp
{
    readonly Activation<Gelu> gelu = new(team);
    readonly float[] hidden = Floats.New((long)capacity * up.Outputs);
    readonly float[] active = Floats.New((long)capacity * up.Outputs);

    public override void Forward(Matrix x, Matrix stream)
    {
        up.Forward(x, new(hidden, x.Rows, up.Outputs));
        gelu.Forward(hidden, active, x.Rows * up.Outputs);
        down.Forward(new(active, x.Rows, up.Outputs), stream, accumulate: true);
    }

    public override void Backward(Matrix x, Matrix dStream, Matrix dx)
    {
        var slope = new Matrix(slopes, x.Rows, up.Outputs);
        down.BackwardInput(dStream, slope);
        down.BackwardWeight(new(active, x.Rows, up.Outputs), dStream);
        gelu.Backward(hidden, slopes, x.Rows * up.Outputs);
        up.BackwardInput(slope, dx);
        up.BackwardWeight(x, slope);
    }
}

/// <summary>(silu(x·gate) (x·up))·down.</summary>
/// <remarks>Source: Shazeer 2020, "GLU variants improve transformer".</remarks>
sealed class SwiGluMlp(WorkerTeam team, Linear gate, Linear up, Linear down, float[] slopes, float[] otherSlopes, int capacity) : Mlp
{
    readonly Activation<Silu> silu = new(team);
    readonly float[] gates = Floats.New((long)capacity * up.Outputs);
    readonly float[] hidden = Floats.New((long)capacity * up.Outputs);
    readonly float[] active = Floats.New((long)capacity * up.Outputs);

    public override void Forward(Matrix x, Matrix stream)
    {
        gate.Forward(x, new(gates, x.Rows, up.Outputs));
        up.Forward(x, new(hidden, x.Rows, up.Outputs));
        silu.ForwardGated(gates, hidden, active, x.Rows * up.Outputs);
        down.Forward(new(active, x.Rows, up.Outputs), stream, accumulate: true);
    }

    public override void Backward(Matrix x, Matrix dStream, Matrix dx)
    {
        var (gateSlope, upSlope) = (new Matrix(slopes, x.Rows, up.Outputs), new Matrix(otherSlopes, x.Rows, up.Outputs));
        down.BackwardInput(dStream, gateSlope);
        down.BackwardWeight(new(active, x.Rows, up.Outputs), dStream);
        silu.BackwardGated(gates, hidden, slopes, otherSlopes, x.Rows * up.Outputs);
        gate.BackwardInput(gateSlope, dx);
        gate.BackwardWeight(x, gateSlope);
        up.BackwardInput(upSlope, dx, accumulate: true);
        up.BackwardWeight(x, upSlope);
    }
}
