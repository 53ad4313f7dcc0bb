using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>
/// One random training run of a <see cref="RandomFeatureModel"/>: its SGD with gradient noise drawn from the Gaussian of exactly
/// the covariance that a batch of Gaussian features has.
/// </summary>
/// <remarks>
/// With x = w − w*, Λ = diag λ: the noise of a batch has covariance [Λx xᵀΛ + (L + σ²) Λ] / m, so
/// x ← x − η (1 + ζ/√m) Λx + η √((L + σ²)/m) Λ^½ ξ with ζ a normal number shared by all directions and ξ one for each.
/// All directions of a node share λ and ξ is isotropic among them, so only their length r matters, and
/// r² ← (ρ r + s z)² + s² χ²_{n−1} has exactly its law, where ρ = 1 − η (1 + ζ/√m) λ, s² = η² λ (L + σ²)/m and z is normal.
/// Given the past, E r² is the model's recursion, so the mean over runs is <see cref="RandomFeatureModel.MeanLoss"/>.
/// At the nodes of a quadrature n is the (fractional) number of directions that the node stands for.
/// </remarks>
public static class SampledTraining
{
    /// <summary>L after each update of one run.</summary>
    /// <param name="model">The model; every node stands for at least one direction.</param>
    /// <param name="schedule">η_t in units of 1/λ₁.</param>
    /// <param name="random">Where the noise comes from; runs that share a stream and a beginning are equal there, bit for bit.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <exception cref="ArgumentException">A node stands for less than one direction.</exception>
    public static double[] Losses(
        RandomFeatureModel model, Schedule schedule, RandomNumbers random, CancellationToken cancellation = default)
    {
        var spectrum = model.Spectrum;
        if (spectrum.Directions.Min() < 1)
            throw new ArgumentException("Every node must stand for at least one direction; give the spectrum more copies.", nameof(model));

        var count = spectrum.Eigenvalues.Length;
        var deviations = new double[count];
        var lengths = new double[count];
        for (var k = 0; k < count; k++)
        {
            deviations[k] = Math.Sqrt(spectrum.Eigenvalues[k]);
            lengths[k] = Math.Sqrt(spectrum.Directions[k] * spectrum.TargetEnergies[k]) / deviations[k];
        }

        var losses = schedule.ToArray();
        var loss = model.InitialLoss;
        foreach (ref var place in losses.AsSpan())
        {
            cancellation.ThrowIfCancellationRequested();
            var rate = place;
            var noise = rate * Math.Sqrt((loss + model.NoiseVariance) / model.Batch);
            var sampledRate = rate * (1 + (random.NextNormal() / Math.Sqrt(model.Batch)));
            loss = 0;
            for (var k = 0; k < count; k++)
            {
                var s = noise * deviations[k];
                var along = ((1 - (sampledRate * spectrum.Eigenvalues[k])) * lengths[k]) + (s * random.NextNormal());
                var squared = (along * along) + (s * s * random.NextChiSquare(spectrum.Directions[k] - 1));
                lengths[k] = Math.Sqrt(squared);
                loss += spectrum.Eigenvalues[k] * squared;
            }

            place = loss;
        }

        return losses;
    }
}
