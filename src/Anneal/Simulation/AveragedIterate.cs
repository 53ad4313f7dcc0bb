using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Schedules;

namespace Anneal.Simulation;

/// <summary>The mean of the weights over the last updates of a <see cref="RandomFeatureModel"/>, as Polyak and Ruppert use it.</summary>
public static class AveragedIterate
{
    /// <summary>E[L] of the mean of the weights after updates <paramref name="from"/> … T − 1, over all batches and labels.</summary>
    /// <param name="model">The model.</param>
    /// <param name="schedule">η_t in units of 1/λ₁.</param>
    /// <param name="from">The first update that counts, 0 … T − 1.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <remarks>
    /// With A = Σ x the sum so far, x = w − w*: given the past, the next x has the mean (1 − ηλ) x in each direction, so
    /// E[x A] ← (1 − ηλ) E[x A] + E[x²] and E[A²] ← E[A²] + 2 (1 − ηλ) E[x A] + E[x²] beside the model's own recursion for E[x²].
    /// </remarks>
    public static double MeanLoss(RandomFeatureModel model, Schedule schedule, int from, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, schedule.Steps);
        var spectrum = model.Spectrum;
        var moments = new Moments(spectrum.Eigenvalues.Length);
        for (var k = 0; k < spectrum.Eigenvalues.Length; k++)
        {
            var (λ, n) = (spectrum.Eigenvalues[k], spectrum.Directions[k]);
            (moments.Eigenvalues[k], moments.Noises[k], moments.Energies[k]) = (λ, n * λ * λ, n * spectrum.TargetEnergies[k]);
        }

        var (loss, rates) = (model.InitialLoss, schedule.ToArray());
        for (var t = 0; t < rates.Length; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            loss = moments.Advance(rates[t], model.Batch, loss + model.NoiseVariance, counts: t >= from);
        }

        var count = (double)(rates.Length - from);
        return moments.Squares.Sum() / (count * count);
    }

    // λ, n λ², and n λ E of x², xA and A², padded to whole vectors.
    sealed class Moments
    {
        public Moments(int nodes)
        {
            var lanes = Vector256<double>.Count;
            var count = (nodes + lanes - 1) / lanes * lanes;
            (Eigenvalues, Noises, Energies, Products, Squares) =
                (new double[count], new double[count], new double[count], new double[count], new double[count]);
        }

        public double[] Eigenvalues { get; }

        public double[] Noises { get; }

        public double[] Energies { get; }

        public double[] Products { get; }

        public double[] Squares { get; }

        public double Advance(double rate, double batch, double noise, bool counts)
        {
            var λ = Vectors(Eigenvalues);
            var n = Vectors(Noises);
            var e = Vectors(Energies);
            var p = Vectors(Products);
            var a = Vectors(Squares);
            var (η, perMode, total) = (Vector256.Create(rate), Vector256.Create(rate * rate / batch), Vector256.Create(rate * rate / batch * noise));
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < e.Length; i++)
            {
                var kept = Vector256<double>.One - (η * λ[i]);
                e[i] = (((kept * kept) + (perMode * λ[i] * λ[i])) * e[i]) + (total * n[i]);
                sum += e[i];
                if (!counts) continue;
                var carried = kept * p[i];
                a[i] += carried + carried + e[i];
                p[i] = carried + e[i];
            }

            return sum[0] + sum[1] + sum[2] + sum[3];
        }

        static Span<Vector256<double>> Vectors(double[] values) => MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());
    }
}
