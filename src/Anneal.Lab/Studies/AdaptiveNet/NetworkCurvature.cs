using System.Numerics.Tensors;
using Anneal.Numerics;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>
/// Products of a network's Hessian with vectors, where a run stands: differences of gradients over fixed samples,
/// Hv ≈ (∇f(θ + εv) − ∇f(θ − εv))/2ε; in the metric of D > 0 those of D^−½HD^−½.
/// </summary>
/// <remarks>
/// Held-out samples beyond those of the run's score. The gradients have 24 bits, so that an eigenvalue is known to about
/// 1e-6 of the gradient's length over ε; the parameters' rounding is part of the difference and counted as such.
/// </remarks>
sealed class NetworkCurvature
{
    // The length of the step between the two gradients: far beyond the parameters' rounding, and short beside the parameters.
    const double Reach = 0.05;
    const long Beyond = 1_000_000;

    readonly TrainingJob job;
    readonly Batch[] batches;
    readonly float[] origin;
    readonly float[] moved;
    readonly double[] narrow;

    /// <summary>The curvature where the run stands, which it keeps.</summary>
    /// <param name="job">The run; its parameters are as before after every product, its gradients are not.</param>
    /// <param name="samples">How many samples the loss is the mean of, in whole batches of the run's.</param>
    /// <param name="metric">D, a number per parameter; empty for ones.</param>
    public NetworkCurvature(TrainingJob job, int samples, ReadOnlySpan<double> metric = default)
    {
        this.job = job;
        var size = job.Config.Batch.Largest / job.Config.Accumulate;
        batches = [.. Enumerable.Range(0, Math.Max(1, samples / size)).Select(i =>
        {
            var batch = new Batch(size, job.Source.Shape);
            job.Source.FillHeldOut(Beyond + ((long)i * size), batch);
            return batch;
        })];
        origin = [.. job.Model.Parameters.SelectMany(parameter => parameter.Values)];
        moved = new float[origin.Length];
        narrow = new double[origin.Length];
        if (metric.IsEmpty) Array.Fill(narrow, 1);
        else for (var i = 0; i < narrow.Length; i++) narrow[i] = 1 / Math.Sqrt(metric[i]);
    }

    /// <summary>n: the network's parameters.</summary>
    public int Dimension => origin.Length;

    /// <summary>The product.</summary>
    public void Product(ReadOnlySpan<double> vector, Span<double> product)
    {
        var direction = new double[Dimension];
        TensorPrimitives.Multiply(vector, narrow, direction);
        var length = Reach / TensorPrimitives.Norm<double>(direction);
        product.Clear();
        Add(direction, length, product, 0.5 / length);
        Add(direction, -length, product, -0.5 / length);
        TensorPrimitives.Multiply(product, narrow, product);
        Place(origin);
    }

    /// <summary>Lanczos from random signs, for each of <paramref name="probes"/>.</summary>
    /// <param name="probes">How many starts.</param>
    /// <param name="iterations">Products for each.</param>
    /// <param name="seed">Of the signs.</param>
    /// <param name="cancellation">Asked to stop.</param>
    /// <returns>Eigenvalues and how many directions each stands for; the counts add to n.</returns>
    public (double[] Values, double[] Counts) Spectrum(int probes, int iterations, Seed seed, CancellationToken cancellation)
    {
        var (values, counts) = (new List<double>(), new List<double>());
        for (var probe = 0; probe < probes; probe++)
        {
            var found = Lanczos.Of(Product, Signs(seed[probe]), iterations, cancellation);
            values.AddRange(found.Values);
            counts.AddRange(found.Weights.Select(weight => weight * Dimension / probes));
        }

        return ([.. values], [.. counts]);
    }

    /// <summary>|uᵀHv − vᵀHu|/(‖Hu‖ ‖v‖) of random signs: what the differences' error leaves of symmetry.</summary>
    public double Asymmetry(Seed seed)
    {
        var (u, v, hu, hv) = (Signs(seed[0]), Signs(seed[1]), new double[Dimension], new double[Dimension]);
        Product(u, hu);
        Product(v, hv);
        return Math.Abs(TensorPrimitives.Dot<double>(u, hv) - TensorPrimitives.Dot<double>(v, hu)) / (TensorPrimitives.Norm<double>(hu) * TensorPrimitives.Norm<double>(v));
    }

    double[] Signs(Seed seed)
    {
        var random = new RandomNumbers(seed);
        return [.. Enumerable.Range(0, Dimension).Select(_ => random.NextUniform() < 0.5 ? -1.0 : 1.0)];
    }

    void Add(double[] direction, double length, Span<double> sum, double weight)
    {
        for (var i = 0; i < moved.Length; i++) moved[i] = (float)(origin[i] + (length * direction[i]));
        Place(moved);
        job.Model.ClearGradient();
        foreach (var batch in batches) job.Model.LossAndGradient(batch, 1f / batches.Length);
        var at = 0;
        foreach (var parameter in job.Model.Parameters)
        {
            foreach (var value in parameter.Gradient) sum[at++] += weight * value;
        }
    }

    void Place(float[] values)
    {
        var at = 0;
        foreach (var parameter in job.Model.Parameters)
        {
            values.AsSpan(at, parameter.Values.Length).CopyTo(parameter.Values);
            at += parameter.Values.Length;
        }
    }
}
