using System.Runtime.Intrinsics;
using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>Turns the pairs (i, i + half) of a head's numbers at position t by the angle t·10000^(−i/half).</summary>
/// <remarks>Source: Su et al. 2021, "RoFormer: enhanced transformer with rotary position embedding"; pairs are half a head apart.</remarks>
sealed unsafe class Rotary
{
    const double Longest = 10000;

    readonly float[] cosine;
    readonly float[] sine;
    readonly int half;

    /// <summary>Angles for positions 0 … context − 1 of heads of an even width.</summary>
    public Rotary(int context, int headWidth)
    {
        half = headWidth / 2;
        (cosine, sine) = (Floats.New((long)context * half), Floats.New((long)context * half));
        for (var t = 0; t < context; t++)
        {
            for (var i = 0; i < half; i++)
            {
                var (s, c) = Math.SinCos(t * Math.Pow(Longest, -i / (double)half));
                (sine[(t * half) + i], cosine[(t * half) + i]) = ((float)s, (float)c);
            }
        }
    }

    /// <summary>Turns rows 0 … count − 1 of a head, forward for direction 1 and back for −1, which is also the way of gradients.</summary>
    public void Turn(float* x, nint stride, int count, float direction)
    {
        var sign = Vector256.Create(direction);
        fixed (float* cosines = cosine, sines = sine)
        {
            for (var t = 0; t < count; t++, x += stride)
            {
                for (var i = 0; i < half; i += Lanes.Width)
                {
                    var left = half - i;
                    var (c, s) = (Lanes.Load(cosines + (t * half) + i, left), Lanes.Load(sines + (t * half) + i, left) * sign);
                    var (a, b) = (Lanes.Load(x + i, left), Lanes.Load(x + half + i, left));
                    Lanes.Store((a * c) - (b * s), x + i, left);
                    Lanes.Store((a * s) + (b * c), x + half + i, left);
                }
            }
        }
    }
}
