using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Kernels;

/// <summary>One observation's annealing sum D = Σ w_i K(c_i, R_i) and its derivatives.</summary>
record struct KernelSum
{
    /// <summary>D.</summary>
    public double Value;

    /// <summary>∂D/∂ln C.</summary>
    public double LogC;

    /// <summary>∂D/∂β (power kernel only).</summary>
    public double Beta;

    /// <summary>∂D/∂γ (power kernel only).</summary>
    public double Gamma;

    /// <summary>∂D/∂p, through R.</summary>
    public double Clock;

    /// <summary>∂D/∂ of the first parameter in the weights.</summary>
    public double Weight1;

    /// <summary>∂D/∂ of the second parameter in the weights.</summary>
    public double Weight2;
}

/// <summary>The arrays a kernel runs over; all as long as the nodes.</summary>
readonly ref struct KernelInput
{
    public required ReadOnlySpan<double> Weight { get; init; }
    public required ReadOnlySpan<double> Weight1 { get; init; }
    public required ReadOnlySpan<double> Weight2 { get; init; }
    public required ReadOnlySpan<double> C { get; init; }
    public required ReadOnlySpan<double> LogKernel { get; init; }

    /// <summary>The clock just before (or at) each event.</summary>
    public required ReadOnlySpan<double> Clock { get; init; }

    /// <summary>Its derivative in p; empty if p is held.</summary>
    public required ReadOnlySpan<double> ClockSlope { get; init; }
}

/// <summary>The inner loops, four nodes at a time.</summary>
static class KernelSums
{
    /// <summary>K = 1 − (1 + c R)^−β, R = max(0, now − clock_i).</summary>
    public static void AddPower(
        in KernelInput input, int start, int count, double now, double nowSlope, double beta, bool derivatives, ref KernelSum sum)
    {
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        var (value, logC, dBeta, dGamma) = (zero, zero, zero, zero);
        var (dClock, weight1, weight2) = (zero, zero, zero);
        var (vNow, vSlope, vBeta) = (Vector256.Create(now), Vector256.Create(nowSlope), Vector256.Create(-beta));
        for (var i = start; i < start + count; i += 4)
        {
            var w = Load(input.Weight, i);
            var c = Load(input.C, i);
            var r = Vector256.Max(zero, vNow - Load(input.Clock, i));
            var y = one + (c * r);
            var log = Vector256.Log(y);
            var e = Vector256.Exp(vBeta * log);
            var k = one - e;
            value += w * k;
            if (!derivatives) continue;
            var we = w * e;
            dBeta += we * log;
            var common = we * c / y;
            var dLogC = common * r;
            logC += dLogC;
            dGamma += dLogC * Load(input.LogKernel, i);
            if (!input.ClockSlope.IsEmpty)
            {
                var slope = vSlope - Load(input.ClockSlope, i);
                dClock += Vector256.ConditionalSelect(Vector256.GreaterThan(r, zero), common * slope, zero);
            }

            if (!input.Weight1.IsEmpty) weight1 += Load(input.Weight1, i) * k;
            if (!input.Weight2.IsEmpty) weight2 += Load(input.Weight2, i) * k;
        }

        sum.Value += Vector256.Sum(value);
        sum.LogC += beta * Vector256.Sum(logC);
        sum.Beta += Vector256.Sum(dBeta);
        sum.Gamma -= beta * Vector256.Sum(dGamma);
        sum.Clock += beta * Vector256.Sum(dClock);
        sum.Weight1 += Vector256.Sum(weight1);
        sum.Weight2 += Vector256.Sum(weight2);
    }

    /// <summary>K = 1 − e^{−c R}, R = max(0, now − clock_i).</summary>
    public static void AddExponential(
        in KernelInput input, int start, int count, double now, double nowSlope, bool derivatives, ref KernelSum sum)
    {
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        var (value, logC, dClock, weight1) = (zero, zero, zero, zero);
        var (vNow, vSlope) = (Vector256.Create(now), Vector256.Create(nowSlope));
        for (var i = start; i < start + count; i += 4)
        {
            var w = Load(input.Weight, i);
            var c = Load(input.C, i);
            var r = Vector256.Max(zero, vNow - Load(input.Clock, i));
            var e = Vector256.Exp(zero - (c * r));
            var k = one - e;
            value += w * k;
            if (!derivatives) continue;
            var wec = w * e * c;
            logC += wec * r;
            if (!input.ClockSlope.IsEmpty)
            {
                var slope = vSlope - Load(input.ClockSlope, i);
                dClock += Vector256.ConditionalSelect(Vector256.GreaterThan(r, zero), wec * slope, zero);
            }

            if (!input.Weight1.IsEmpty) weight1 += Load(input.Weight1, i) * k;
        }

        sum.Value += Vector256.Sum(value);
        sum.LogC += Vector256.Sum(logC);
        sum.Clock += Vector256.Sum(dClock);
        sum.Weight1 += Vector256.Sum(weight1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Load(ReadOnlySpan<double> values, int i) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
}
