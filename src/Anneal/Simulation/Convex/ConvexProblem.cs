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

    /// <summary>
    /// Writes a subgradient at x of the mean of a batch of parts, drawn with replacement, and returns that mean; of f itself where it
    /// has one part.
    /// </summary>
    /// <param name="x">d places.</param>
    /// <param name="batch">Parts in the batch, from 1.</param>
    /// <param name="random">Where the parts come from.</param>
    /// <param name="gradient">d places.</param>
    public double Sample(ReadOnlySpan<double> x, int batch, RandomNumbers random, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(random);
        Require.Positive(batch);
        if (Parts == 1) return Subgradient(x, gradient);
        Require.SameLength(x.Length, Dimension, nameof(x), "the problem");
        Require.SameLength(gradient.Length, Dimension, nameof(gradient), "the problem");
        gradient.Clear();
        var value = 0.0;
        for (var i = 0; i < batch; i++)
            value += Add((int)(random.NextUniform() * Parts), x, 1.0 / batch, gradient);
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
