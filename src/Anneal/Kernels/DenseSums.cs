using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Numerics;

namespace Anneal.Kernels;

/// <summary>
/// The sums of <see cref="RangeSums"/> at every observed step in one pass over the schedule, O((T + sources) · nodes): the
/// kernel as a sum of exponentials, each of which forgets at its own rate.
/// </summary>
/// <remarks>
/// With (1 + cR)^−β = c^−β Σ_j ω_j e^{−v_j (1/c + R)}, what is still to come of the response is Σ_j M_j, where M_j falls by
/// e^{−v_j a} when the clock advances by a, and gains w c^−β ω_j e^{−v_j/c} from a source. Derivatives in R need
/// U_j = Σ (…) R, for which U_j ← e^{−v_j a} (U_j + a M_j): ∂/∂ln C, ∂/∂γ and ∂/∂p are of that kind, ∂/∂β is in ω.
/// </remarks>
sealed class DenseSums
{
    // Keeps what has been forgotten from becoming denormal.
    const double Dust = 1e-250;

    readonly DensePlan plan;
    readonly SumOfExponentials kernel = new();
    readonly double[] inverse, share, shareLog, share1, share2;
    double[] states = [], decay = [], response = [];
    bool uniform, derivatives, hasGamma, hasSlope, has1, has2;
    double lastAdvance;
    Totals totals;

    public DenseSums(DensePlan plan, int sources)
    {
        this.plan = plan;
        (inverse, share, shareLog) = (new double[sources], new double[sources], new double[sources]);
        (share1, share2) = (new double[sources], new double[sources]);
    }

    /// <summary>Fills <paramref name="sums"/>, one per observed step.</summary>
    /// <param name="input">The sources; their clock is the plan's.</param>
    /// <param name="kind">The kernel.</param>
    /// <param name="pace">By stretch, what the clock advances in one step.</param>
    /// <param name="drift">By stretch, its derivative in p; empty if p is held.</param>
    /// <param name="withDerivatives">Whether derivatives are wanted.</param>
    /// <param name="sums">The results.</param>
    public void Fill(
        in KernelInput input, Response kind, ReadOnlySpan<double> pace, ReadOnlySpan<double> drift, bool withDerivatives,
        Span<KernelSum> sums)
    {
        derivatives = withDerivatives;
        (hasGamma, hasSlope) = (derivatives && kind.HasGamma, derivatives && !drift.IsEmpty);
        (has1, has2) = (derivatives && !input.Weight1.IsEmpty, derivatives && !input.Weight2.IsEmpty);
        uniform = kind.Gamma == 0;
        Divide(input, kind);
        var (cutoff, atOnce) = (Nodes(kind, pace), kind.IsPower ? 1 / Response.Complete : -1);
        var (source, now, awake, awake1, awake2, shares, lump) = (0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (ref readonly var move in plan.Moves.AsSpan())
        {
            var advance = pace[move.Stretch] * move.Steps;
            if (Moves(ref now, advance))
            {
                var first = source;
                for (; source < move.Sources; source++)
                {
                    var never = inverse[source] > cutoff;
                    if (never || inverse[source] < atOnce)
                        (share[source], shareLog[source], share1[source], share2[source]) = (0, 0, 0, 0);
                    if (never) continue;
                    awake += input.Weight[source];
                    shares += share[source];
                    lump += share[source] * inverse[source];
                    if (has1) awake1 += input.Weight1[source];
                    if (has2) awake2 += input.Weight2[source];
                }

                lump += advance * shares;
                Advance(first, source, advance, hasSlope ? drift[move.Stretch] * move.Steps : 0);
            }

            if (move.Row < 0) continue;
            ref var sum = ref sums[move.Row];
            var rest = Vector256.Sum(totals.Value);
            sum.Value = awake - rest;
            if (!derivatives) continue;
            sum.LogC = Vector256.Sum(totals.LogC);
            sum.Gamma = -Vector256.Sum(totals.Gamma);
            sum.Beta = (kernel.LumpShift * lump) - Vector256.Sum(totals.Beta) + (Math.Log(kind.C) * rest)
                - (kind.Gamma * Vector256.Sum(totals.Log));
            sum.Clock = Vector256.Sum(totals.Clock);
            sum.Weight1 = awake1 - Vector256.Sum(totals.Weight1);
            sum.Weight2 = awake2 - Vector256.Sum(totals.Weight2);
        }
    }

    // A rate of 0 may have a power that is not quite 0; the clock does not feel it.
    static bool Moves(ref double now, double advance)
    {
        var before = now;
        now += advance;
        return now > before;
    }

    // Each source's 1/c and its weight times c^−β.
    void Divide(in KernelInput input, Response kind)
    {
        if (!kind.IsPower)
        {
            Array.Clear(inverse);
            Array.Fill(share, 1);
        }
        else
        {
            var logC = Math.Log(kind.C);
            TensorPrimitives.Multiply(input.LogKernel, -kind.Gamma, inverse);
            TensorPrimitives.Add(inverse, logC, inverse);
            TensorPrimitives.Multiply(inverse, -kind.Beta, share);
            TensorPrimitives.Exp<double>(share, share);
            TensorPrimitives.Negate<double>(inverse, inverse);
            TensorPrimitives.Exp<double>(inverse, inverse);
        }

        if (has1) TensorPrimitives.Multiply(share, input.Weight1, share1);
        if (has2) TensorPrimitives.Multiply(share, input.Weight2, share2);
        TensorPrimitives.Multiply(share, input.Weight, share);
        if (!hasGamma) return;
        TensorPrimitives.Multiply(share, input.LogKernel, shareLog);
    }

    // The exponentials for all 1/c + R there are, and how slow a source may be before it counts as not answering at all.
    double Nodes(Response kind, ReadOnlySpan<double> pace)
    {
        var (source, now, clock, shortest, slowest) = (0, 0.0, 0.0, double.PositiveInfinity, 0.0);
        foreach (ref readonly var move in plan.Moves.AsSpan()) clock += pace[move.Stretch] * move.Steps;
        var cutoff = kind.IsPower ? 1e14 * kind.Beta * clock : double.PositiveInfinity;
        foreach (ref readonly var move in plan.Moves.AsSpan())
        {
            var advance = pace[move.Stretch] * move.Steps;
            if (!Moves(ref now, advance)) continue;
            for (; source < move.Sources; source++)
            {
                if (inverse[source] > cutoff) continue;
                shortest = Math.Min(shortest, inverse[source] + advance);
                slowest = Math.Max(slowest, inverse[source]);
            }
        }

        if (!kind.IsPower) kernel.UseExponential(kind.C);
        else if (shortest < double.PositiveInfinity) kernel.UsePower(kind.Beta, shortest, slowest + clock);
        var nodes = kernel.Rates.Length;
        if (decay.Length < nodes) (states, decay, response) = (new double[14 * nodes], new double[2 * nodes], new double[2 * nodes]);
        Array.Clear(states);
        totals = default;
        lastAdvance = double.NaN;
        if (!uniform || inverse.Length == 0) return cutoff;
        for (var j = 0; j < nodes; j++) response[j] = kernel.Weights[j] * Math.Exp(-kernel.Rates[j] * inverse[0]);
        return cutoff;
    }

    // Wakes the sources first … last − 1 and lets the clock advance.
    void Advance(int first, int last, double advance, double slope)
    {
        var (value, logC, beta, log, gamma, clock) = (
            Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero,
            Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (weight1, weight2, dust) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256.Create(Dust));
        var (nodes, stride) = ((nuint)kernel.Rates.Length, (nuint)decay.Length);
        ref var v = ref MemoryMarshal.GetReference(kernel.Rates);
        ref var omega = ref MemoryMarshal.GetReference(kernel.Weights);
        ref var slopes = ref MemoryMarshal.GetReference(kernel.Slopes);
        ref var state = ref MemoryMarshal.GetArrayDataReference(states);
        ref var kept = ref MemoryMarshal.GetArrayDataReference(decay);
        ref var wake = ref MemoryMarshal.GetArrayDataReference(response);
        var fresh = advance != lastAdvance;
        lastAdvance = advance;
        var (gain, gainLog, gain1, gain2) = (0.0, 0.0, 0.0, 0.0);
        for (var i = first; uniform && i < last; i++)
        {
            gain += share[i];
            gainLog += shareLog[i];
            gain1 += share1[i];
            gain2 += share2[i];
        }

        var isWaking = uniform && last > first;
        if (uniform) first = last;
        for (nuint j = 0; j < nodes; j += 4)
        {
            var rate = Vector256.LoadUnsafe(ref v, j);
            var m = Vector256.LoadUnsafe(ref state, j) + dust;
            var (g, e1, e2) = (m, m, m);
            if (hasGamma) g = Vector256.LoadUnsafe(ref state, (2 * stride) + j) + dust;
            if (has1) e1 = Vector256.LoadUnsafe(ref state, (5 * stride) + j) + dust;
            if (has2) e2 = Vector256.LoadUnsafe(ref state, (6 * stride) + j) + dust;
            if (isWaking)
            {
                var w = Vector256.LoadUnsafe(ref wake, j);
                m = Vector256.FusedMultiplyAdd(w, Vector256.Create(gain), m);
                g = Vector256.FusedMultiplyAdd(w, Vector256.Create(gainLog), g);
                e1 = Vector256.FusedMultiplyAdd(w, Vector256.Create(gain1), e1);
                e2 = Vector256.FusedMultiplyAdd(w, Vector256.Create(gain2), e2);
            }

            for (var i = first; i < last; i++)
            {
                var w = VectorExp.Value(-(rate * Vector256.Create(inverse[i]))) * Vector256.LoadUnsafe(ref omega, j);
                m = Vector256.FusedMultiplyAdd(w, Vector256.Create(share[i]), m);
                if (hasGamma) g = Vector256.FusedMultiplyAdd(w, Vector256.Create(shareLog[i]), g);
                if (has1) e1 = Vector256.FusedMultiplyAdd(w, Vector256.Create(share1[i]), e1);
                if (has2) e2 = Vector256.FusedMultiplyAdd(w, Vector256.Create(share2[i]), e2);
            }

            var e = fresh ? VectorExp.Value(-(rate * Vector256.Create(advance))) : Vector256.LoadUnsafe(ref kept, j);
            if (fresh) e.StoreUnsafe(ref kept, j);
            if (derivatives)
            {
                var u = e * Vector256.FusedMultiplyAdd(m, Vector256.Create(advance), Vector256.LoadUnsafe(ref state, stride + j));
                u.StoreUnsafe(ref state, stride + j);
                logC = Vector256.FusedMultiplyAdd(rate, u, logC);
            }

            if (hasGamma)
            {
                var u = e * Vector256.FusedMultiplyAdd(g, Vector256.Create(advance), Vector256.LoadUnsafe(ref state, (3 * stride) + j));
                u.StoreUnsafe(ref state, (3 * stride) + j);
                gamma = Vector256.FusedMultiplyAdd(rate, u, gamma);
                g *= e;
                g.StoreUnsafe(ref state, (2 * stride) + j);
                log += g;
            }

            if (hasSlope)
            {
                var u = e * Vector256.FusedMultiplyAdd(m, Vector256.Create(slope), Vector256.LoadUnsafe(ref state, (4 * stride) + j));
                u.StoreUnsafe(ref state, (4 * stride) + j);
                clock = Vector256.FusedMultiplyAdd(rate, u, clock);
            }

            if (has1)
            {
                e1 *= e;
                e1.StoreUnsafe(ref state, (5 * stride) + j);
                weight1 += e1;
            }

            if (has2)
            {
                e2 *= e;
                e2.StoreUnsafe(ref state, (6 * stride) + j);
                weight2 += e2;
            }

            m *= e;
            m.StoreUnsafe(ref state, j);
            value += m;
            if (derivatives) beta = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref slopes, j), m, beta);
        }

        totals = new() { Value = value, LogC = logC, Beta = beta, Log = log, Gamma = gamma, Clock = clock, Weight1 = weight1, Weight2 = weight2 };
    }

    struct Totals
    {
        public Vector256<double> Value, LogC, Beta, Log, Gamma, Clock, Weight1, Weight2;
    }
}
