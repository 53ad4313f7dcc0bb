namespace Anneal.Simulation;

/// <summary>
/// One random run of SGD with momentum on a <see cref="RandomFeatureModel"/>, every feature and label drawn:
/// v ← μ_t v + g, x ← x − α_t g − β_t v, where g is the mean gradient of a batch.
/// </summary>
public static class MomentumTraining
{
    /// <summary>L after each update of one run.</summary>
    /// <param name="model">The model: one direction a node (an exact spectrum), a whole number of samples a batch.</param>
    /// <param name="direct">α_t, the rate of the gradient itself.</param>
    /// <param name="velocity">β_t, the rate of the velocity; as many places.</param>
    /// <param name="momentum">μ_t, what the velocity keeps; as many places.</param>
    /// <param name="random">Where features and labels come from.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <exception cref="ArgumentException">A node stands for something else than one direction, or the batch is no whole number.</exception>
    public static double[] Losses(
        RandomFeatureModel model, ReadOnlySpan<double> direct, ReadOnlySpan<double> velocity, ReadOnlySpan<double> momentum,
        RandomNumbers random, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(random);
        Require.SameLength(velocity.Length, direct.Length, nameof(velocity), nameof(direct));
        Require.SameLength(momentum.Length, direct.Length, nameof(momentum), nameof(direct));
        var spectrum = model.Spectrum;
        if (spectrum.Directions.Any(n => n != 1)) throw new ArgumentException("Every node must stand for one direction.", nameof(model));
        if (model.Batch != Math.Floor(model.Batch)) throw new ArgumentException("A batch is a whole number of samples.", nameof(model));

        var count = spectrum.Eigenvalues.Length;
        var (x, v, g, feature) = (new double[count], new double[count], new double[count], new double[count]);
        var (scales, σ) = (new double[count], Math.Sqrt(model.NoiseVariance));
        for (var k = 0; k < count; k++)
        {
            scales[k] = Math.Sqrt(spectrum.Eigenvalues[k]);
            x[k] = Math.Sqrt(spectrum.TargetEnergies[k]) / scales[k];
        }

        var losses = new double[direct.Length];
        for (var t = 0; t < losses.Length; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(g);
            for (var sample = 0; sample < model.Batch; sample++)
            {
                var residual = σ * random.NextNormal();
                for (var k = 0; k < count; k++)
                {
                    feature[k] = scales[k] * random.NextNormal();
                    residual += feature[k] * x[k];
                }

                for (var k = 0; k < count; k++) g[k] += residual * feature[k] / model.Batch;
            }

            for (var k = 0; k < count; k++)
            {
                v[k] = (momentum[t] * v[k]) + g[k];
                x[k] -= (direct[t] * g[k]) + (velocity[t] * v[k]);
                losses[t] += spectrum.Eigenvalues[k] * x[k] * x[k];
            }
        }

        return losses;
    }
}
