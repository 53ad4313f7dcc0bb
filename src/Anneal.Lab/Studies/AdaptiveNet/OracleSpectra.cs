using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Runs;
using MathNet.Numerics.LinearAlgebra;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>The momentum matrices that Muon orthogonalises in a network, where a run stands.</summary>
/// <param name="matrices">One for each weight matrix.</param>
sealed class OracleSpectra(Matrix<double>[] matrices)
{
    readonly double[][] values = [.. matrices.Select(matrix => matrix.Svd(computeVectors: false).S.ToArray())];

    /// <summary>Trains under Muon.</summary>
    public static OracleSpectra Of(TrainingConfig config, int steps, CancellationToken cancellation)
    {
        using var job = new TrainingJob(config, threads: 1);
        while (job.Step < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            job.Next();
        }

        return new([.. job.Model.Parameters.Where(parameter => parameter.Kind == ParameterKind.Matrix).Select(parameter =>
        {
            var mean = job.Optimizer.State.Single(state => state.Name == $"{parameter.Name}.mean").Values;
            return Matrix<double>.Build.Dense(parameter.Rows, parameter.Columns, (row, column) => mean[(row * parameter.Columns) + column]);
        })]);
    }

    /// <summary>δ(k) = max |s − 1|, the mean over matrices.</summary>
    public double Error(int iterations) => values.Average(own => NewtonSchulz.Muon.Error(own, iterations));

    /// <summary>The root mean square of the singular values after k iterations, 1 for the exact factor: how long the steps are.</summary>
    public double Size(int iterations) => Math.Sqrt(values.Average(own => own.Average(value => Square(value, own, iterations))));

    /// <summary>|rms by the matrices themselves − rms by their singular values|, the largest over matrices.</summary>
    public double Mismatch(int iterations) => matrices.Zip(values).Max(pair =>
    {
        var iterated = NewtonSchulz.Muon.Orthogonalise(pair.First, iterations);
        return Math.Abs(Math.Sqrt(pair.Second.Average(value => Square(value, pair.Second, iterations))) - (iterated.FrobeniusNorm() / Math.Sqrt(pair.Second.Length)));
    });

    static double Square(double value, double[] all, int iterations)
    {
        var iterated = NewtonSchulz.Muon.Map(value / Math.Sqrt(all.Sum(one => one * one)), iterations);
        return iterated * iterated;
    }
}
