using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>A run at one rate whose batches change: what takes fewest steps among all runs of the same loss and data.</summary>
/// <remarks>
/// In intrinsic time S = Σ η the loss, and the data Σ m = ∫ r dS, know rate and batch only by r = m/η as long as η λ₁ is small: every
/// pair of schedules with the same r(S) is equally good, and only the number of steps prefers the largest rate. At given data
/// r(S) ∝ [K(S_T − S) (L + σ²)]^½ with K(R) = Σ λ² e^(−2λR), so that at a constant rate the last batches grow as
/// (1 − t/T)^(1/(2b) − 1). Source: after Bordelon and Mori 2026, arXiv:2602.04774, whose exponent it is; the degeneracy is derived here.
/// </remarks>
/// <param name="Rate">η of every step.</param>
/// <param name="Batches">m_t; not whole numbers, as in the mean recursion.</param>
public sealed record RisingBatches(double Rate, double[] Batches)
{
    /// <summary>D = Σ m.</summary>
    public double Samples => Batches.Sum();

    /// <summary>The ramp that spends the same r(S), and so the same data, as a run of changing rates and one batch.</summary>
    /// <param name="rates">η_t of that run, at least 0, one above.</param>
    /// <param name="batch">Its m &gt; 0.</param>
    /// <param name="rate">The rate of the ramp, from which it deviates so that a whole number of steps has the same Σ η.</param>
    public static RisingBatches Matching(ReadOnlySpan<double> rates, double batch, double rate)
    {
        Require.PositiveRate(batch);
        Require.PositiveRate(rate);
        var time = 0.0;
        foreach (var η in rates) time += Require.Rate(η, nameof(rates));
        if (time == 0) throw new ArgumentException("A rate must be above 0.", nameof(rates));
        var steps = (int)Math.Ceiling(time / rate);
        var (step, batches) = (time / steps, new double[steps]);
        // ∫ dS/r is the noise that a step of the ramp leaves; rates are walked through once.
        var (t, left) = (0, rates[0]);
        for (var i = 0; i < steps; i++)
        {
            var (wanted, noise) = (step, 0.0);
            while (wanted > 1e-12 * step)
            {
                while (left <= 0 && t + 1 < rates.Length) left = rates[++t];
                var taken = t + 1 < rates.Length ? Math.Min(wanted, left) : wanted;
                noise += taken * rates[t] / batch;
                (wanted, left) = (wanted - taken, left - taken);
            }

            batches[i] = step * step / noise;
        }

        return new(step, batches);
    }

    /// <summary>The ramp of least mean final loss among those of so many steps and samples at a rate.</summary>
    /// <param name="model">The model; its own batch is not used.</param>
    /// <param name="rate">η &gt; 0, stable at the average batch.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="samples">D = Σ m &gt; 0.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <remarks>Projected L-BFGS on ln L over ln m, rescaled to D, by the adjoint gradient ∂L/∂m.</remarks>
    public static RisingBatches Best(RandomFeatureModel model, double rate, int steps, double samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.PositiveRate(rate);
        Require.PositiveRate(samples);
        var gradient = new RandomFeatureGradient(model, steps);
        var (rates, batches, byRate, byBatch) = (new double[steps], new double[steps], new double[steps], new double[steps]);
        var (logs, lower, upper) = (new double[steps], new double[steps], new double[steps]);
        rates.AsSpan().Fill(rate);
        // Far beyond any ratio between the first batch and the last.
        lower.AsSpan().Fill(-40);
        upper.AsSpan().Fill(40);
        var search = new BoxMinimizer { MaxEvaluations = 1000, Tolerance = 1e-11 };
        search.Minimize(LogLoss, logs, lower, upper, cancellation);
        Scale(logs);
        return new(rate, batches);

        double LogLoss(ReadOnlySpan<double> x, Span<double> byLog)
        {
            Scale(x);
            var loss = gradient.Evaluate(rates, batches, byRate, byBatch, cancellation);
            var mean = 0.0;
            for (var t = 0; t < steps; t++) mean += byBatch[t] * batches[t] / samples;
            for (var t = 0; t < steps; t++) byLog[t] = batches[t] * (byBatch[t] - mean) / loss;
            return double.IsFinite(loss) ? Math.Log(loss) : 1e3;
        }

        void Scale(ReadOnlySpan<double> x)
        {
            var sum = 0.0;
            for (var t = 0; t < steps; t++) sum += batches[t] = Math.Exp(x[t]);
            for (var t = 0; t < steps; t++) batches[t] *= samples / sum;
        }
    }
}
