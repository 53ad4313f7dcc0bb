using Anneal.Lab.Studies.AdaptiveNet;
using Anneal.Numerics;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Runs;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Tests.Lab;

public sealed class NetworkCurvatureTests
{
    const int Features = 12;
    const int Samples = 512;

    [Fact]
    public void Of_linear_regression_it_is_the_covariance_of_the_features()
    {
        using var job = Regression();
        var curvature = new NetworkCurvature(job, Samples);

        var found = Lanczos.Of(curvature.Product, Ones(curvature.Dimension), curvature.Dimension);

        // Half the squared error of wᵀx + b: the second moments of (x, 1) over the very samples.
        var exact = Moments(job).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray();
        Assert.Equal(Features + 1, found.Values.Length);
        for (var i = 0; i < exact.Length; i++) Assert.Equal(exact[i], found.Values[i], 2e-4 * exact[^1]);
        // The features' own law, of which the samples are a draw.
        Assert.Equal(2, found.Values.Count(value => value > 0.7));
    }

    [Fact]
    public void A_metric_divides_rows_and_columns_by_its_roots()
    {
        using var job = Regression();
        double[] metric = [.. Enumerable.Range(1, Features + 1).Select(k => 0.1 * k)];
        var curvature = new NetworkCurvature(job, Samples, metric);

        var (column, e) = (new double[Features + 1], new double[Features + 1]);
        e[2] = 1;
        curvature.Product(e, column);

        var moments = Moments(job);
        for (var i = 0; i < column.Length; i++) Assert.Equal(moments[i, 2] / Math.Sqrt(metric[i] * metric[2]), column[i], 2e-4);
    }

    [Fact]
    public void Counts_add_to_the_parameters_and_the_parameters_are_left_as_they_were()
    {
        using var job = Regression();
        var before = job.Model.Parameters.SelectMany(parameter => parameter.Values).ToArray();
        var curvature = new NetworkCurvature(job, Samples);

        var (values, counts) = curvature.Spectrum(40, 5, new Seed(3), CancellationToken.None);

        Assert.Equal(Features + 1, counts.Sum(), 1e-9);
        Assert.Equal(before, job.Model.Parameters.SelectMany(parameter => parameter.Values));
        // The mean over random signs of vᵀHv is the trace; off-diagonal entries are the only scatter.
        Assert.Equal(Moments(job).Trace(), values.Zip(counts, (value, count) => value * count).Sum(), 0.15);
        Assert.InRange(curvature.Asymmetry(new Seed(4)), 0, 1e-3);
    }

    static TrainingJob Regression() => new(new TrainingConfig
    {
        Model = new PerceptronModel([]),
        Data = new("teacher", [new("features", "12")]),
        Optimizer = new("sgd"),
        Schedule = new Constant(0.1, 5),
        Steps = 5,
        Batch = BatchSizes.Constant(32),
    }, threads: 1);

    static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    static Matrix<double> Moments(TrainingJob job)
    {
        var batch = new Batch(Samples, job.Source.Shape);
        job.Source.FillHeldOut(1_000_000, batch);
        var rows = Matrix<double>.Build.Dense(Samples, Features + 1, (row, column) => column == Features ? 1 : batch.Features[(row * Features) + column]);
        return rows.TransposeThisAndMultiply(rows) / Samples;
    }
}
