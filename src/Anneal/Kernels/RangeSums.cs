using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Anneal.Numerics;

namespace Anneal.Kernels;

/// <summary>Sums a kernel over ranges of events for one observation at a time, four events at a time.</summary>
/// <remarks>
/// Ranges are short, and a logarithm and an exponential in a row are one long chain of dependent operations: the events of many
/// ranges are gathered in a block, and the block is swept for the logarithms first and then for the exponentials.
/// </remarks>
sealed class RangeSums
{
    const int Block = 256;

    readonly double[] gathered = new double[8 * Block];
    Vector256<double> value, logC, beta, gamma, clock, weight1, weight2;

    enum Lane { X, Weight, LogKernel, Slope, Weight1, Weight2, Log, Share }

    /// <summary>D and, if wanted, its derivatives, with R_i = max(0, now − clock_i).</summary>
    public KernelSum Sum(
        in KernelInput input, ReadOnlySpan<(int Start, int Count)> ranges, Response kind, double now, double nowSlope, bool derivatives)
    {
        (value, logC, beta, gamma) = (default, default, default, default);
        (clock, weight1, weight2) = (default, default, default);
        var filled = 0;
        foreach (var (start, count) in ranges)
        {
            for (var done = 0; done < count;)
            {
                var take = Math.Min(count - done, Block - filled);
                Gather(input, start + done, take, filled, now, nowSlope, derivatives);
                (done, filled) = (done + take, filled + take);
                if (filled < Block) continue;
                Sweep(input, filled, kind, derivatives);
                filled = 0;
            }
        }

        Sweep(input, filled, kind, derivatives);
        return new()
        {
            Value = Vector256.Sum(value),
            LogC = kind.Factor * Vector256.Sum(logC),
            Beta = Vector256.Sum(beta),
            Gamma = -kind.Factor * Vector256.Sum(gamma),
            Clock = kind.Factor * Vector256.Sum(clock),
            Weight1 = Vector256.Sum(weight1),
            Weight2 = Vector256.Sum(weight2),
        };
    }

    // c R and what else belongs to each event, from where it is to where the block is filled.
    void Gather(in KernelInput input, int from, int count, int to, double now, double nowSlope, bool derivatives)
    {
        ref var c = ref MemoryMarshal.GetReference(input.C);
        ref var clocks = ref MemoryMarshal.GetReference(input.Clock);
        ref var weights = ref MemoryMarshal.GetReference(input.Weight);
        var vNow = Vector256.Create(now);
        for (nuint i = (nuint)from, b = (nuint)to; i < (nuint)(from + count); i += 4, b += 4)
        {
            var r = Vector256.Max(Vector256<double>.Zero, vNow - Vector256.LoadUnsafe(ref clocks, i));
            (Vector256.LoadUnsafe(ref c, i) * r).StoreUnsafe(ref At(Lane.X), b);
            Vector256.LoadUnsafe(ref weights, i).StoreUnsafe(ref At(Lane.Weight), b);
        }

        if (!derivatives) return;
        Copy(input.LogKernel, Lane.LogKernel);
        if (!input.Weight1.IsEmpty) Copy(input.Weight1, Lane.Weight1);
        if (!input.Weight2.IsEmpty) Copy(input.Weight2, Lane.Weight2);
        if (input.ClockSlope.IsEmpty) return;
        ref var slopes = ref MemoryMarshal.GetReference(input.ClockSlope);
        var vSlope = Vector256.Create(nowSlope);
        for (nuint i = (nuint)from, b = (nuint)to; i < (nuint)(from + count); i += 4, b += 4)
        {
            var runs = Vector256.GreaterThan(vNow, Vector256.LoadUnsafe(ref clocks, i));
            var slope = (vSlope - Vector256.LoadUnsafe(ref slopes, i)) & runs;
            (Vector256.LoadUnsafe(ref c, i) * slope).StoreUnsafe(ref At(Lane.Slope), b);
        }

        void Copy(ReadOnlySpan<double> source, Lane lane)
        {
            ref var first = ref MemoryMarshal.GetReference(source);
            for (nuint i = (nuint)from, b = (nuint)to; i < (nuint)(from + count); i += 4, b += 4)
                Vector256.LoadUnsafe(ref first, i).StoreUnsafe(ref At(lane), b);
        }
    }

    void Sweep(in KernelInput input, int count, Response kind, bool derivatives)
    {
        if (kind.IsPower) Logarithms((nuint)count);
        var (hasSlope, has1, has2) = (!input.ClockSlope.IsEmpty, !input.Weight1.IsEmpty, !input.Weight2.IsEmpty);
        var exponent = Vector256.Create(kind.IsPower ? -kind.Beta : -1);
        // e^{−β ln(1 + cR)} or e^{−CR}; and x/(1 + x) of it, or x of it, is what a change of ln c moves.
        var (argument, share) = kind.IsPower ? (Lane.Log, Lane.Share) : (Lane.X, Lane.X);
        var (sum, sumLogC, sumBeta, sumGamma) = (value, logC, beta, gamma);
        var (sumClock, sum1, sum2) = (clock, weight1, weight2);
        for (nuint b = 0; b < (nuint)count; b += 4)
        {
            var log = Load(argument, b);
            var e = VectorExp.Value(exponent * log);
            if (kind.IsPower) e &= Vector256.LessThan(Load(Lane.X, b), Vector256.Create(Response.Complete));
            var k = Vector256<double>.One - e;
            var w = Load(Lane.Weight, b);
            sum = Vector256.FusedMultiplyAdd(w, k, sum);
            if (!derivatives) continue;
            var we = w * e;
            var moved = we * Load(share, b);
            sumBeta = Vector256.FusedMultiplyAdd(we, log, sumBeta);
            sumLogC += moved;
            sumGamma = Vector256.FusedMultiplyAdd(moved, Load(Lane.LogKernel, b), sumGamma);
            if (has1) sum1 = Vector256.FusedMultiplyAdd(k, Load(Lane.Weight1, b), sum1);
            if (has2) sum2 = Vector256.FusedMultiplyAdd(k, Load(Lane.Weight2, b), sum2);
            if (!hasSlope) continue;
            var perClock = kind.IsPower ? we / (Vector256<double>.One + Load(Lane.X, b)) : we;
            sumClock = Vector256.FusedMultiplyAdd(perClock, Load(Lane.Slope, b), sumClock);
        }

        (value, logC, beta, gamma) = (sum, sumLogC, sumBeta, sumGamma);
        (clock, weight1, weight2) = (sumClock, sum1, sum2);
    }

    void Logarithms(nuint count)
    {
        for (nuint b = 0; b < count; b += 4)
        {
            var x = Load(Lane.X, b);
            VectorLog.AtLeastOne(Vector256<double>.One + x, out var inverse).StoreUnsafe(ref At(Lane.Log), b);
            (x * inverse).StoreUnsafe(ref At(Lane.Share), b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector256<double> Load(Lane lane, nuint b) => Vector256.LoadUnsafe(ref At(lane), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref double At(Lane lane) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(gathered), (int)lane * Block);
}
