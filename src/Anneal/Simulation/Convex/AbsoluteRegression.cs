using System.Numerics.Tensors;

namespace Anneal.Simulation;

/// <summary>Least absolute deviations: f(x) = Σ |a_i·x − b_i| / n, not smooth, with noise and a minimum that is known exactly.</summary>
/// <remarks>
/// Examples come in pairs (a, a·x* + e), (a, a·x* − e) with e ≥ 0: |r − e| + |r + e| ≥ 2e with equality at r = 0, so x* is a minimiser
/// and f* is the mean of e.
/// </remarks>
public sealed class AbsoluteRegression : LinearModel
{
    readonly double[] minimizer;

    AbsoluteRegression(double[] rows, double[] labels, double[] minimizer, double minimum) : base(rows, labels) =>
        (this.minimizer, Minimum) = (minimizer, minimum);

    /// <summary>Normal rows and x*, and deviations e = noise · |normal|.</summary>
    /// <param name="pairs">n/2, at least 1.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="noise">The deviations' scale, at least 0.</param>
    /// <param name="seed">Where all of it comes from.</param>
    public static AbsoluteRegression Draw(int pairs, int dimension, double noise, Seed seed)
    {
        Require.Positive(pairs);
        Require.Positive(dimension);
        Require.Rate(noise);
        var random = new RandomNumbers(seed);
        var truth = Normals(dimension, random);
        var rows = new double[2 * pairs * dimension];
        var labels = new double[2 * pairs];
        var sum = 0.0;
        for (var i = 0; i < pairs; i++)
        {
            var row = Normals(dimension, random);
            var (output, deviation) = (TensorPrimitives.Dot<double>(row, truth), noise * Math.Abs(random.NextNormal()));
            row.CopyTo(rows, 2 * i * dimension);
            row.CopyTo(rows, ((2 * i) + 1) * dimension);
            (labels[2 * i], labels[(2 * i) + 1]) = (output - deviation, output + deviation);
            sum += deviation;
        }

        return new AbsoluteRegression(rows, labels, truth, sum / pairs);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Minimizer => minimizer;

    /// <inheritdoc/>
    public override double Minimum { get; }

    private protected override (double Value, double Slope) Loss(double output, double label) =>
        (Math.Abs(output - label), Math.Sign(output - label));
}
