using System.Runtime.Intrinsics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>
/// The mean loss of a random-feature model after T updates with any rates and batches, and its gradient in all of them, by the adjoint
/// of the mean recursion: O(T · nodes) for value and gradient together, nothing allocated per evaluation.
/// </summary>
/// <remarks>
/// With energies e_k = n_k λ_k E[(w_k − w*_k)²], L = Σ e_k and κ = 1 + 1/m, an update is
/// e_k ← (1 − 2ηλ_k + κη²λ_k²) e_k + (η²/m) n_k λ_k² (L + σ²). Costates q_k = ∂L(T)/∂e_k start from 1 at T and go back by
/// q_k ← (1 − 2ηλ_k + κη²λ_k²) q_k + (η²/m) Σ_j q_j n_j λ_j²; on their way
/// ∂L(T)/∂η_t = Σ q (−2λ + 2κηλ²) e + (2η/m)(L + σ²) Σ q n λ² and
/// ∂L(T)/∂m_t = −(η/m)² [Σ q λ² e + (L + σ²) Σ q n λ²].
/// The states that the way back needs are kept for one segment at a time and computed again from the segment's first state: with
/// segments of √T updates the memory is O(√T · nodes), and the results are the same to the last bit whatever the segment.
/// Sums run in four lanes of fixed order. Source: Bordelon and Mori 2026, arXiv:2602.04774, for the model; the adjoint is derived here.
/// One instance serves one thread.
/// </remarks>
public sealed class RandomFeatureGradient
{
    // Two megabytes of states at 64 nodes: as much as stays in a processor's cache.
    const int LongestKept = 4096;

    readonly RandomFeatureModel model;
    readonly Vector256<double>[] eigenvalues;
    readonly Vector256<double>[] noises;
    readonly Vector256<double>[] beginning;
    readonly Vector256<double>[] checkpoints;
    readonly Vector256<double>[] states;
    readonly Vector256<double>[] costates;
    readonly double[] losses;
    readonly int segment;

    /// <summary>Takes the memory that evaluations need.</summary>
    /// <param name="model">The model; its batch holds where no batches are given.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <param name="segment">Updates whose states are kept at once, 1 … T; null for T up to 4,096 and √T beyond.</param>
    public RandomFeatureGradient(RandomFeatureModel model, int steps, int? segment = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        Steps = Require.Positive(steps);
        this.segment = Math.Min(steps, Require.Positive(segment ?? (steps <= LongestKept ? steps : (int)Math.Ceiling(Math.Sqrt(steps)))));
        var spectrum = model.Spectrum;
        eigenvalues = InLanes(k => spectrum.Eigenvalues[k]);
        noises = InLanes(k => spectrum.Directions[k] * spectrum.Eigenvalues[k] * spectrum.Eigenvalues[k]);
        beginning = InLanes(k => spectrum.Directions[k] * spectrum.TargetEnergies[k]);
        costates = new Vector256<double>[beginning.Length];
        checkpoints = new Vector256<double>[beginning.Length * (((steps - 1) / this.segment) + 1)];
        states = new Vector256<double>[beginning.Length * (this.segment + 1)];
        losses = new double[steps + 1];

        Vector256<double>[] InLanes(Func<int, double> value)
        {
            var count = spectrum.Eigenvalues.Length;
            var lanes = new Vector256<double>[(count + 3) / 4];
            for (var k = 0; k < count; k++) lanes[k / 4] = lanes[k / 4].WithElement(k % 4, value(k));
            return lanes;
        }
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>L after 0, 1, …, T updates, as of the last evaluation.</summary>
    public ReadOnlySpan<double> Losses => losses;

    /// <summary>L(T); infinite or NaN where the rates are unstable.</summary>
    /// <param name="rates">η_0 … η_{T−1}.</param>
    /// <param name="batches">m_0 … m_{T−1}, above 0; empty for the model's own.</param>
    public double Loss(ReadOnlySpan<double> rates, ReadOnlySpan<double> batches = default)
    {
        Check(rates, batches);
        beginning.CopyTo(states, 0);
        losses[0] = Sum(beginning);
        for (var t = 0; t < Steps; t++) Advance(States(0), States(0), rates, batches, t);
        return losses[^1];
    }

    /// <summary>L(T) and its gradient.</summary>
    /// <param name="rates">η_0 … η_{T−1}.</param>
    /// <param name="batches">m_0 … m_{T−1}, above 0; empty for the model's own.</param>
    /// <param name="byRate">Is filled with ∂L(T)/∂η_t.</param>
    /// <param name="byBatch">Is filled with ∂L(T)/∂m_t; may be empty.</param>
    /// <param name="cancellation">Looked at once a segment.</param>
    public double Evaluate(
        ReadOnlySpan<double> rates, ReadOnlySpan<double> batches, Span<double> byRate, Span<double> byBatch = default,
        CancellationToken cancellation = default)
    {
        Check(rates, batches);
        Require.SameLength(byRate.Length, Steps, nameof(byRate), "the horizon");
        if (!byBatch.IsEmpty) Require.SameLength(byBatch.Length, Steps, nameof(byBatch), "the horizon");

        var last = (Steps - 1) / segment;
        beginning.CopyTo(states, 0);
        losses[0] = Sum(beginning);
        for (var s = 0; s < last; s++)
        {
            cancellation.ThrowIfCancellationRequested();
            States(0).CopyTo(Checkpoint(s));
            for (var t = s * segment; t < (s + 1) * segment; t++) Advance(States(0), States(0), rates, batches, t);
        }

        Array.Fill(costates, Vector256<double>.One);
        var weight = Sum(noises);
        for (var s = last; s >= 0; s--)
        {
            cancellation.ThrowIfCancellationRequested();
            if (s < last) Checkpoint(s).CopyTo(States(0));
            var (from, to) = (s * segment, Math.Min(Steps, (s + 1) * segment));
            for (var t = from; t < to; t++) Advance(States(t - from), States(t - from + 1), rates, batches, t);
            for (var t = to - 1; t >= from; t--) weight = Retreat(States(t - from), rates[t], Batch(batches, t), t, weight, byRate, byBatch);
        }

        return losses[^1];
    }

    void Advance(
        ReadOnlySpan<Vector256<double>> before, Span<Vector256<double>> after, ReadOnlySpan<double> rates, ReadOnlySpan<double> batches, int t)
    {
        var (η, m) = (rates[t], Batch(batches, t));
        var slope = Vector256.Create(-2 * η);
        var bend = Vector256.Create(η * η * (1 + (1 / m)));
        var noise = Vector256.Create(η * η / m * (losses[t] + model.NoiseVariance));
        ReadOnlySpan<Vector256<double>> λ = eigenvalues, n = noises;
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i < before.Length - 1; i += 2)
        {
            after[i] = Vector256.FusedMultiplyAdd(Kept(λ[i], slope, bend), before[i], noise * n[i]);
            after[i + 1] = Vector256.FusedMultiplyAdd(Kept(λ[i + 1], slope, bend), before[i + 1], noise * n[i + 1]);
            even += after[i];
            odd += after[i + 1];
        }

        if (i < before.Length)
        {
            after[i] = Vector256.FusedMultiplyAdd(Kept(λ[i], slope, bend), before[i], noise * n[i]);
            even += after[i];
        }

        losses[t + 1] = Sum(even + odd);
    }

    // Returns Σ q n λ² of the costates one update earlier.
    double Retreat(
        ReadOnlySpan<Vector256<double>> energies, double η, double m, int t, double weight, Span<double> byRate, Span<double> byBatch)
    {
        var slope = Vector256.Create(-2 * η);
        var bend = Vector256.Create(η * η * (1 + (1 / m)));
        var noise = Vector256.Create(η * η / m * weight);
        ReadOnlySpan<Vector256<double>> λ = eigenvalues, n = noises;
        Span<Vector256<double>> q = costates;
        var (first, second, next) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < q.Length; i++)
        {
            var λqe = λ[i] * q[i] * energies[i];
            first += λqe;
            second = Vector256.FusedMultiplyAdd(λ[i], λqe, second);
            q[i] = Vector256.FusedMultiplyAdd(Kept(λ[i], slope, bend), q[i], noise);
            next = Vector256.FusedMultiplyAdd(q[i], n[i], next);
        }

        var (signal, curvature, total) = (Sum(first), Sum(second), weight * (losses[t] + model.NoiseVariance));
        byRate[t] = (-2 * signal) + (2 * η * (((1 + (1 / m)) * curvature) + (total / m)));
        if (!byBatch.IsEmpty) byBatch[t] = -(η / m) * (η / m) * (curvature + total);
        return Sum(next);
    }

    static Vector256<double> Kept(Vector256<double> λ, Vector256<double> slope, Vector256<double> bend) =>
        Vector256.FusedMultiplyAdd(λ, Vector256.FusedMultiplyAdd(λ, bend, slope), Vector256<double>.One);

    Span<Vector256<double>> States(int place) => states.AsSpan(place * beginning.Length, beginning.Length);

    Span<Vector256<double>> Checkpoint(int place) => checkpoints.AsSpan(place * beginning.Length, beginning.Length);

    double Batch(ReadOnlySpan<double> batches, int t) => batches.IsEmpty ? model.Batch : batches[t];

    void Check(ReadOnlySpan<double> rates, ReadOnlySpan<double> batches)
    {
        Require.SameLength(rates.Length, Steps, nameof(rates), "the horizon");
        if (batches.IsEmpty) return;
        Require.SameLength(batches.Length, Steps, nameof(batches), "the horizon");
        foreach (var batch in batches) Require.PositiveRate(batch, nameof(batches));
    }

    static double Sum(ReadOnlySpan<Vector256<double>> lanes)
    {
        var sum = Vector256<double>.Zero;
        foreach (var lane in lanes) sum += lane;
        return Sum(sum);
    }

    static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
