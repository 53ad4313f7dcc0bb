using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>
/// One random run of SGD on a <see cref="RandomFeatureModel"/> with every feature and label drawn; the student may see only the first
/// features, and the others then act as label noise.
/// </summary>
/// <remarks>
/// y = w*·ψ + σ z with ψ_k ~ N(0, λ_k); w ← w − (η/m) Σ_μ ψ_μ (w·ψ_μ − y_μ) on the features that the student sees, from w = 0.
/// The loss is Σ λ_k (w_k − w*_k)² over all features. Source: Bordelon and Mori 2026, arXiv:2602.04774, section 2.
/// O(T · m · M) normal numbers; <see cref="SampledTraining"/> has the same law for Gaussian features with far fewer.
/// </remarks>
public static class FeatureTraining
{
    /// <summary>L after each update of one run.</summary>
    /// <param name="model">The model: one direction a node (an exact spectrum), a whole number of samples a batch.</param>
    /// <param name="width">N: how many features the student sees, 1 … M.</param>
    /// <param name="schedule">η_t in units of 1/λ₁.</param>
    /// <param name="random">Where features and labels come from.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <exception cref="ArgumentException">A node stands for something else than one direction, or the batch is no whole number.</exception>
    public static double[] Losses(
        RandomFeatureModel model, int width, Schedule schedule, RandomNumbers random, CancellationToken cancellation = default)
    {
        Check(model, width);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(random);
        if (model.Batch != Math.Floor(model.Batch)) throw new ArgumentException("A batch is a whole number of samples.", nameof(model));

        var λ = model.Spectrum.Eigenvalues;
        var (scales, errors) = (new double[λ.Length], new double[λ.Length]);
        for (var k = 0; k < λ.Length; k++)
        {
            scales[k] = Math.Sqrt(λ[k]);
            errors[k] = Math.Sqrt(model.Spectrum.TargetEnergies[k]) / scales[k];
        }

        var (feature, gradient, σ) = (new double[λ.Length], new double[width], Math.Sqrt(model.NoiseVariance));
        var losses = schedule.ToArray();
        foreach (ref var place in losses.AsSpan())
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(gradient);
            for (var sample = 0; sample < model.Batch; sample++)
            {
                var residual = σ * random.NextNormal();
                for (var k = 0; k < feature.Length; k++)
                {
                    feature[k] = scales[k] * random.NextNormal();
                    residual += feature[k] * errors[k];
                }

                for (var k = 0; k < width; k++) gradient[k] += residual * feature[k];
            }

            for (var k = 0; k < width; k++) errors[k] -= place / model.Batch * gradient[k];
            place = 0;
            for (var k = 0; k < λ.Length; k++) place += λ[k] * errors[k] * errors[k];
        }

        return losses;
    }

    /// <summary>
    /// The model that a student of the first N features trains on the average: N modes, and label noise σ² + E_N; its loss lacks E_N.
    /// </summary>
    /// <param name="model">The model with all M features.</param>
    /// <param name="width">N: how many features the student sees, 1 … M.</param>
    /// <returns>The model of the student, and E_N = Σ_{N &lt; k ≤ M} λ_k w*_k², which no training lowers.</returns>
    /// <exception cref="ArgumentException">A node stands for something else than one direction.</exception>
    public static (RandomFeatureModel Model, double Unlearned) Student(RandomFeatureModel model, int width)
    {
        Check(model, width);
        var unlearned = model.Spectrum.TargetEnergies.Skip(width).Sum();
        return (new(PowerLawSpectrum.Exact(model.Spectrum.A, model.Spectrum.B, width), model.Batch, model.NoiseVariance + unlearned), unlearned);
    }

    static void Check(RandomFeatureModel model, int width)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Spectrum.Directions.Any(n => n != 1)) throw new ArgumentException("Every node must stand for one direction.", nameof(model));
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, model.Spectrum.Eigenvalues.Length);
    }
}
