using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Simulation;

namespace Anneal.Theory;

/// <summary>
/// One-pass SGD with momentum on a random-feature model, v ← μ_t v + g, x ← x − α_t g − β_t v: the exact mean of the loss, and its
/// gradient in all three schedules. α = 0 is the heavy ball; α = η, β = ημ is Nesterov's method; β = 0 is plain SGD.
/// </summary>
/// <remarks>
/// With A = E x², B = E xv, C = E v² of each mode, L = Σ λ A and G = E g² = λ² A (1 + 1/m) + λ (L + σ²)/m:
/// <code>
/// C′ = μ² C + 2μλ B + G
/// A′ = A − 2αλ A − 2β (μB + λA) + α² G + 2αβ (μλB + G) + β² C′
/// B′ = (μB + λA) − α (μλB + G) − β C′
/// </code>
/// closed and exact for Gaussian features. Every moment is held multiplied by n λ (n directions a node), so that L is a plain sum.
/// O(T · nodes) for the value; the gradient costs about three times that and holds 3 T · nodes doubles. Four lanes of fixed order:
/// the same bits on every machine. Not thread-safe: an instance holds its workspace, and nothing is allocated per call or step.
/// Source: the second moments of the model of Bordelon and Mori 2026, arXiv:2602.04774; for plain SGD they are its mean dynamics.
/// </remarks>
public sealed class MomentumDynamics
{
    readonly RandomFeatureModel model;
    readonly int vectors;
    readonly double[] eigenvalues, noises, energies, state, costate;
    readonly double[] losses;
    double[] history = [];

    /// <summary>Makes room for runs of one length.</summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">T ≥ 1.</param>
    public MomentumDynamics(RandomFeatureModel model, int steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        Steps = Require.Positive(steps);
        var spectrum = model.Spectrum;
        vectors = (spectrum.Eigenvalues.Length + Vector256<double>.Count - 1) / Vector256<double>.Count;
        var count = vectors * Vector256<double>.Count;
        (eigenvalues, noises, energies) = (new double[count], new double[count], new double[count]);
        (state, costate, losses) = (new double[3 * count], new double[3 * count], new double[steps + 1]);
        for (var k = 0; k < spectrum.Eigenvalues.Length; k++)
        {
            var (λ, n) = (spectrum.Eigenvalues[k], spectrum.Directions[k]);
            (eigenvalues[k], noises[k], energies[k]) = (λ, n * λ * λ, n * spectrum.TargetEnergies[k]);
        }
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>E[L] after the last update.</summary>
    /// <param name="direct">α_t, the rate of the gradient itself; T places, as the two others.</param>
    /// <param name="velocity">β_t, the rate of the velocity.</param>
    /// <param name="momentum">μ_t, what the velocity keeps.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <returns>The loss; +∞ once an unstable schedule has overflowed.</returns>
    public double FinalLoss(
        ReadOnlySpan<double> direct, ReadOnlySpan<double> velocity, ReadOnlySpan<double> momentum, CancellationToken cancellation = default) =>
        Forward(direct, velocity, momentum, keep: false, cancellation);

    /// <summary>E[L] after each update.</summary>
    /// <param name="direct">α_t.</param>
    /// <param name="velocity">β_t.</param>
    /// <param name="momentum">μ_t.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <returns>T losses; +∞ from where an unstable schedule has overflowed.</returns>
    public double[] MeanLoss(
        ReadOnlySpan<double> direct, ReadOnlySpan<double> velocity, ReadOnlySpan<double> momentum, CancellationToken cancellation = default)
    {
        Forward(direct, velocity, momentum, keep: false, cancellation);
        return losses[1..];
    }

    /// <summary>E[L] after the last update, and its derivatives in every rate of every step, by the adjoint recursion.</summary>
    /// <param name="direct">α_t.</param>
    /// <param name="velocity">β_t.</param>
    /// <param name="momentum">μ_t.</param>
    /// <param name="byDirect">∂L/∂α_t on return; T places, as the two others.</param>
    /// <param name="byVelocity">∂L/∂β_t on return.</param>
    /// <param name="byMomentum">∂L/∂μ_t on return.</param>
    /// <param name="cancellation">Looked at once a step.</param>
    /// <returns>The loss; +∞, with gradients of 0, where the schedule is so unstable that it overflows.</returns>
    public double Gradient(
        ReadOnlySpan<double> direct, ReadOnlySpan<double> velocity, ReadOnlySpan<double> momentum,
        Span<double> byDirect, Span<double> byVelocity, Span<double> byMomentum, CancellationToken cancellation = default)
    {
        Require.SameLength(byDirect.Length, Steps, nameof(byDirect), "a run");
        Require.SameLength(byVelocity.Length, Steps, nameof(byVelocity), "a run");
        Require.SameLength(byMomentum.Length, Steps, nameof(byMomentum), "a run");
        if (history.Length == 0) history = new double[Steps * state.Length];
        var loss = Forward(direct, velocity, momentum, keep: true, cancellation);
        if (double.IsPositiveInfinity(loss))
        {
            byDirect.Clear();
            byVelocity.Clear();
            byMomentum.Clear();
            return loss;
        }

        costate.AsSpan().Clear();
        costate.AsSpan(0, costate.Length / 3).Fill(1);
        var shift = 0.0;
        for (var t = Steps - 1; t >= 0; t--)
        {
            cancellation.ThrowIfCancellationRequested();
            shift = Retreat(t, direct[t], velocity[t], momentum[t], shift, out byDirect[t], out byVelocity[t], out byMomentum[t]);
        }

        return loss;
    }

    double Forward(
        ReadOnlySpan<double> direct, ReadOnlySpan<double> velocity, ReadOnlySpan<double> momentum, bool keep, CancellationToken cancellation)
    {
        Require.SameLength(direct.Length, Steps, nameof(direct), "a run");
        Require.SameLength(velocity.Length, Steps, nameof(velocity), "a run");
        Require.SameLength(momentum.Length, Steps, nameof(momentum), "a run");
        energies.CopyTo(state, 0);
        state.AsSpan(energies.Length).Clear();
        losses[0] = model.InitialLoss;
        for (var t = 0; t < Steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (keep) state.CopyTo(history, t * state.Length);
            losses[t + 1] = Advance(direct[t], velocity[t], momentum[t], losses[t]);
            if (double.IsFinite(losses[t + 1])) continue;
            losses.AsSpan(t + 1).Fill(double.PositiveInfinity);
            break;
        }

        return losses[Steps];
    }

    double Advance(double direct, double velocity, double momentum, double loss)
    {
        var λs = Vectors(eigenvalues);
        var ns = Vectors(noises);
        var moments = MemoryMarshal.Cast<double, Vector256<double>>(state.AsSpan());
        var a = moments[..vectors];
        var b = moments[vectors..(2 * vectors)];
        var c = moments[(2 * vectors)..];
        var (α, β, μ) = (Vector256.Create(direct), Vector256.Create(velocity), Vector256.Create(momentum));
        var squares = Vector256.Create(1 + (1 / model.Batch));
        var noise = Vector256.Create((loss + model.NoiseVariance) / model.Batch);
        var two = Vector256.Create(2.0);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < vectors; i++)
        {
            var λ = λs[i];
            var (xg, vg) = (λ * a[i], μ * λ * b[i]);
            var gg = (squares * λ * xg) + (noise * ns[i]);
            var (xv, gv) = ((μ * b[i]) + xg, vg + gg);
            var vv = (μ * μ * c[i]) + vg + gv;
            a[i] = a[i] - (two * ((α * xg) + (β * xv))) + (α * ((α * gg) + (two * β * gv))) + (β * β * vv);
            b[i] = xv - (α * gv) - (β * vv);
            c[i] = vv;
            sum += a[i];
        }

        return Sum(sum);
    }

    // One step of the adjoint. The derivative in L reaches every A alike; it is carried as a number and added where A's is read next.
    double Retreat(
        int t, double direct, double velocity, double momentum, double shift,
        out double byDirect, out double byVelocity, out double byMomentum)
    {
        var λs = Vectors(eigenvalues);
        var ns = Vectors(noises);
        var moments = Vectors(history.AsSpan(t * state.Length, state.Length));
        var a = moments[..vectors];
        var b = moments[vectors..(2 * vectors)];
        var c = moments[(2 * vectors)..];
        var costates = MemoryMarshal.Cast<double, Vector256<double>>(costate.AsSpan());
        var pa = costates[..vectors];
        var pb = costates[vectors..(2 * vectors)];
        var pc = costates[(2 * vectors)..];
        var (α, β, μ) = (Vector256.Create(direct), Vector256.Create(velocity), Vector256.Create(momentum));
        var squares = Vector256.Create(1 + (1 / model.Batch));
        var noise = Vector256.Create((losses[t] + model.NoiseVariance) / model.Batch);
        var two = Vector256.Create(2.0);
        var carried = Vector256.Create(shift);
        var (sumα, sumβ, sumμ, sumL) =
            (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < vectors; i++)
        {
            var (λ, bi) = (λs[i], b[i]);
            var (xg, λb) = (λ * a[i], λ * bi);
            var vg = μ * λb;
            var gg = (squares * λ * xg) + (noise * ns[i]);
            var (xv, gv) = ((μ * bi) + xg, vg + gg);
            var vv = (μ * μ * c[i]) + vg + gv;

            var (p, q) = (pa[i] + carried, pb[i]);
            var qc = pc[i] + (β * ((β * p) - q));
            var qx = q - (two * β * p);
            var qg = α * ((two * β * p) - q);
            var qgg = (α * α * p) + qg + qc;
            sumα += (two * p * ((α * gg) + (β * gv) - xg)) - (q * gv);
            sumβ += (two * p * ((α * gv) + (β * vv) - xv)) - (q * vv);
            sumμ += (two * qc * ((μ * c[i]) + λb)) + (qx * bi) + (qg * λb);
            sumL += ns[i] * qgg;
            pa[i] = p + (λ * (qx - (two * α * p) + (squares * λ * qgg)));
            pb[i] = μ * (qx + (λ * (qg + (two * qc))));
            pc[i] = μ * μ * qc;
        }

        (byDirect, byVelocity, byMomentum) = (Sum(sumα), Sum(sumβ), Sum(sumμ));
        return Sum(sumL) / model.Batch;
    }

    static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);

    static ReadOnlySpan<Vector256<double>> Vectors(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);
}
