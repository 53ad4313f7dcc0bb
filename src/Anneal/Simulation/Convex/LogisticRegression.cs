using System.Numerics.Tensors;
using Anneal.Numerics;

namespace Anneal.Simulation;

/// <summary>Logistic regression: f(x) = Σ ln(1 + exp(−b_i a_i·x)) / n with labels ±1, some of them flipped; smooth.</summary>
public sealed class LogisticRegression : LinearModel
{
    readonly double[] minimizer;

    LogisticRegression(double[] rows, double[] labels) : base(rows, labels)
    {
        minimizer = new double[Dimension];
        var bounds = new double[Dimension];
        Array.Fill(bounds, double.PositiveInfinity);
        var search = new BoxMinimizer { MaxEvaluations = 2000, Tolerance = 1e-15 };
        (Minimum, _) = search.Minimize(Subgradient, minimizer, Array.ConvertAll(bounds, bound => -bound), bounds);
    }

    /// <summary>Normal rows, labels sign(a·w) for a normal w, each flipped with a probability; x* is searched for, to f* within 10⁻¹².</summary>
    /// <param name="examples">n, at least 1; many times d and enough flips, or there is no minimum.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="flips">The probability that a label is flipped, between 0 and 1.</param>
    /// <param name="seed">Where all of it comes from.</param>
    public static LogisticRegression Draw(int examples, int dimension, double flips, Seed seed)
    {
        Require.Positive(examples);
        Require.Positive(dimension);
        Require.Level(flips);
        var random = new RandomNumbers(seed);
        var direction = Normals(dimension, random);
        var rows = Normals(examples * dimension, random);
        var labels = new double[examples];
        for (var i = 0; i < examples; i++)
        {
            var sign = TensorPrimitives.Dot<double>(rows.AsSpan(i * dimension, dimension), direction) < 0 ? -1 : 1;
            labels[i] = random.NextUniform() < flips ? -sign : sign;
        }

        return new LogisticRegression(rows, labels);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Minimizer => minimizer;

    /// <inheritdoc/>
    public override double Minimum { get; }

    // ln(1 + e^−m) without overflow, for m = b·output.
    private protected override (double Value, double Slope) Loss(double output, double label)
    {
        var margin = label * output;
        var small = Math.Exp(-Math.Abs(margin));
        return (Math.Max(0, -margin) + Math.Log(1 + small), -label * (margin < 0 ? 1 : small) / (1 + small));
    }
}
