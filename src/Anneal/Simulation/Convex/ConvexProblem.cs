using System.Numerics.Tensors;

namespace Anneal.Simulation;

/// <summary>A convex function f on ℝ^d whose least value is known, with an oracle for subgradients of all of it or of a sample.</summary>
/// <remarks>Immutable and safe to share across threads. Methods start from the origin unless they say otherwise.</remarks>
public abstract class ConvexProblem
{
    /// <summary>d.</summary>
    public abstract int Dimension { get; }

    /// <summary>n, where f = Σ f_i / n; 1 where f is no such mean, and a sample is all of it.</summary>
    public abstract int Parts { get; }

    /// <summary>G: no subgradient of f or of a part is longer.</summary>
    public abstract double Lipschitz { get; }

    /// <summary>x*.</summary>
    public abstract ReadOnlySpan<double> Minimizer { get; }

    /// <summary>f* = f(x*).</summary>
    public abstract double Minimum { get; }

    /// <summary>D = ‖x*‖, the distance from the origin.</summary>
    public double Distance => TensorPrimitives.Norm(Minimizer);

    /// <summary>f(x).</summary>
    /// <param name="x">d places.</param>
    public double Value(ReadOnlySpan<double> x)
    {
        Require.SameLength(x.Length, Dimension, nameof(x), "the problem");
        return MeanOver(x, []);
    }

    /// <summary>Writes a subgradient at x and returns f(x).</summary>
    /// <param name="x">d places.</param>
    /// <param name="gradient">d places.</param>
    public double Subgradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Require.SameLength(x.Length, Dimension, nameof(x), "the problem");
        Require.SameLength(gradient.Length, Dimension, nameof(gradient), "the problem");
        gradient.Clear();
        return MeanOver(x, gradient);
    }

    /// <summary>Writes a subgradient at x of the mean of some parts, unless it is to be empty, and returns that mean.</summary>
    /// <param name="x">d places.</param>
    /// <param name="batch">The parts, 0 … n − 1, at least one; a part may be there more than once.</param>
    /// <param name="gradient">d places, or none for the value alone.</param>
    public double Subgradient(ReadOnlySpan<double> x, ReadOnlySpan<int> batch, Span<double> gradient)
    {
        Require.SameLength(x.Length, Dimension, nameof(x), "the problem");
        if (!gradient.IsEmpty) Require.SameLength(gradient.Length, Dimension, nameof(gradient), "the problem");
        if (batch.IsEmpty) throw new ArgumentException("A batch holds at least one part.", nameof(batch));
        gradient.Clear();
        var value = 0.0;
        foreach (var part in batch) value += Add(part, x, 1.0 / batch.Length, gradient);
        return value;
    }

    /// <summary>Adds weight · ∂f_part(x) to <paramref name="gradient"/>, unless that is empty, and returns weight · f_part(x).</summary>
    private protected abstract double Add(int part, ReadOnlySpan<double> x, double weight, Span<double> gradient);

    double MeanOver(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var value = 0.0;
        for (var i = 0; i < Parts; i++) value += Add(i, x, 1.0 / Parts, gradient);
        return value;
    }

    /// <summary>A vector of standard normal numbers.</summary>
    private protected static double[] Normals(int count, RandomNumbers random)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = random.NextNormal();
        return values;
    }
}
