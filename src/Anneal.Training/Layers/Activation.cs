using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>A function of single numbers, and its slope.</summary>
interface IActivation
{
    /// <summary>f(x).</summary>
    static abstract Vector256<float> Value(Vector256<float> x);

    /// <summary>f′(x).</summary>
    static abstract Vector256<float> Slope(Vector256<float> x);
}

/// <summary>x σ(2u), u = √(2/π) (x + 0.044715 x³): the tanh form, as x (1 + tanh u) / 2 = x σ(2u).</summary>
/// <remarks>Source: Hendrycks and Gimpel 2016, "Gaussian error linear units".</remarks>
readonly struct Gelu : IActivation
{
    // 2√(2/π), and that times 0.044715.
    const float Linear = 1.5957691f;
    const float Cubic = 0.071354816f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x)
    {
        var u = x * Vector256.MultiplyAddEstimate(x * x, Vector256.Create(Cubic), Vector256.Create(Linear));
        return x * Lanes.Sigmoid(u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> x)
    {
        var square = x * x;
        var s = Lanes.Sigmoid(x * Vector256.MultiplyAddEstimate(square, Vector256.Create(Cubic), Vector256.Create(Linear)));
        var inner = x * Vector256.MultiplyAddEstimate(square, Vector256.Create(3 * Cubic), Vector256.Create(Linear));
        return Vector256.MultiplyAddEstimate(s * (Vector256<float>.One - s), inner, s);
    }
}

/// <summary>x σ(x).</summary>
readonly struct Silu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => x * Lanes.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> x)
    {
        var s = Lanes.Sigmoid(x);
        return s * Vector256.MultiplyAddEstimate(x, Vector256<float>.One - s, Vector256<float>.One);
    }
}

/// <summary>Applies an activation to many numbers, all threads at once.</summary>
sealed unsafe class Activation<T>
    where T : struct, IActivation
{
    readonly WorkerTeam team;
    readonly Action<int, int> forward;
    readonly Action<int, int> backward;
    readonly Action<int, int> forwardGated;
    readonly Action<int, int> backwardGated;
    float[] x = [];
    float[] y = [];
    float[] up = [];
    float[] dUp = [];
    int count;

    public Activation(WorkerTeam team)
    {
        this.team = team;
        (forward, backward, forwardGated, backwardGated) = (Forward, Backward, ForwardGated, BackwardGated);
    }

    /// <summary>y = f(x).</summary>
    public void Forward(float[] x, float[] y, int count)
    {
        (this.x, this.y, this.count) = (x, y, count);
        team.Run(Panels.Count(count, Rows.Numbers), forward);
    }

    /// <summary>In place: ∂/∂y becomes ∂/∂x = f′(x) ∂/∂y.</summary>
    public void Backward(float[] x, float[] dy, int count)
    {
        (this.x, y, this.count) = (x, dy, count);
        team.Run(Panels.Count(count, Rows.Numbers), backward);
    }

    /// <summary>y = f(x) u.</summary>
    public void ForwardGated(float[] x, float[] up, float[] y, int count)
    {
        (this.x, this.up, this.y, this.count) = (x, up, y, count);
        team.Run(Panels.Count(count, Rows.Numbers), forwardGated);
    }

    /// <summary>In place: ∂/∂y becomes ∂/∂x = f′(x) u ∂/∂y; ∂/∂u = f(x) ∂/∂y.</summary>
    public void BackwardGated(float[] x, float[] up, float[] dy, float[] dUp, int count)
    {
        (this.x, this.up, y, this.dUp, this.count) = (x, up, dy, dUp, count);
        team.Run(Panels.Count(count, Rows.Numbers), backwardGated);
    }

    int End(int part) => Math.Min(count, (part + 1) * Rows.Numbers);

    void Forward(int part, int worker)
    {
        fixed (float* px = x, py = y)
        {
            for (int i = part * Rows.Numbers, end = End(part); i < end; i += Lanes.Width)
                Lanes.Store(T.Value(Lanes.Load(px + i, end - i)), py + i, end - i);
        }
    }

    void Backward(int part, int worker)
    {
        fixed (float* px = x, py = y)
        {
            for (int i = part * Rows.Numbers, end = End(part); i < end; i += Lanes.Width)
                Lanes.Store(T.Slope(Lanes.Load(px + i, end - i)) * Lanes.Load(py + i, end - i), py + i, end - i);
        }
    }

    void ForwardGated(int part, int worker)
    {
        fixed (float* px = x, pu = up, py = y)
        {
            for (int i = part * Rows.Numbers, end = End(part); i < end; i += Lanes.Width)
                Lanes.Store(T.Value(Lanes.Load(px + i, end - i)) * Lanes.Load(pu + i, end - i), py + i, end - i);
        }
    }

    void BackwardGated(int part, int worker)
    {
        fixed (float* px = x, pu = up, py = y, pdu = dUp)
        {
            for (int i = part * Rows.Numbers, end = End(part); i < end; i += Lanes.Width)
            {
                var (value, slope) = (Lanes.Load(px + i, end - i), Lanes.Load(py + i, end - i));
                Lanes.Store(T.Value(value) * slope, pdu + i, end - i);
                Lanes.Store(T.Slope(value) * Lanes.Load(pu + i, end - i) * slope, py + i, end - i);
            }
        }
    }
}
