using Anneal.Simulation;

namespace Anneal.Tests.Theory;

/// <summary>The mean recursion and its adjoint as they are derived, mode by mode and with every state kept: slow, obvious, a twin.</summary>
static class DenseRandomFeatures
{
    /// <summary>L(T) with c_k = E (w_k − w*_k)² for k = 1 … N, and its gradients in η_t and m_t.</summary>
    public static (double Loss, double[] ByRate, double[] ByBatch) Evaluate(RandomFeatureModel model, double[] rates, double[] batches)
    {
        var (λ, steps, modes) = (model.Spectrum.Eigenvalues, rates.Length, model.Spectrum.Eigenvalues.Length);
        var (c, losses) = (new double[steps + 1][], new double[steps + 1]);
        c[0] = [.. Enumerable.Range(0, modes).Select(k => model.Spectrum.TargetEnergies[k] / λ[k])];
        for (var t = 0; t <= steps; t++)
        {
            for (var k = 0; k < modes; k++) losses[t] += λ[k] * c[t][k];
            if (t == steps) break;
            var (η, m) = (rates[t], batches[t]);
            c[t + 1] = new double[modes];
            for (var k = 0; k < modes; k++)
            {
                c[t + 1][k] = (Kept(η, m, λ[k]) * c[t][k]) + (η * η / m * λ[k] * (losses[t] + model.NoiseVariance));
            }
        }

        var (byRate, byBatch) = (new double[steps], new double[steps]);
        double[] p = [.. λ];
        for (var t = steps - 1; t >= 0; t--)
        {
            var (η, m, total) = (rates[t], batches[t], 0.0);
            for (var k = 0; k < modes; k++) total += p[k] * λ[k];
            byRate[t] = 2 * η / m * total * (losses[t] + model.NoiseVariance);
            byBatch[t] = -(η * η) / (m * m) * total * (losses[t] + model.NoiseVariance);
            for (var k = 0; k < modes; k++)
            {
                byRate[t] += p[k] * ((-2 * λ[k] * (1 - (η * λ[k]))) + (2 * η * λ[k] * λ[k] / m)) * c[t][k];
                byBatch[t] -= η * η / (m * m) * p[k] * λ[k] * λ[k] * c[t][k];
                p[k] = (Kept(η, m, λ[k]) * p[k]) + (λ[k] * η * η / m * total);
            }
        }

        return (losses[steps], byRate, byBatch);
    }

    static double Kept(double η, double m, double λ) => ((1 - (η * λ)) * (1 - (η * λ))) + (η * η * λ * λ / m);
}
