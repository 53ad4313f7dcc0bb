using System.Runtime.CompilerServices;

namespace Anneal.Training.Tensors;

/// <summary>Arrays for the engine: pinned, so that their addresses stay, and made once.</summary>
static class Floats
{
    /// <summary>Zeros.</summary>
    public static float[] New(long count) => GC.AllocateArray<float>(checked((int)count), pinned: true);

    /// <summary>Zeros that begin at a multiple of 64 bytes (a cache line and the widest vector) within their array.</summary>
    public static unsafe Aligned NewAligned(int count)
    {
        var array = New(count + 16);
        var address = (nuint)Unsafe.AsPointer(ref array[0]);
        return new(array, (float*)((address + 63) & ~(nuint)63));
    }

    /// <summary>An address in a pinned array, which it keeps alive.</summary>
    internal readonly unsafe struct Aligned(float[] array, float* pointer)
    {
        public int Length => array.Length - 16;

        public float* Pointer => pointer;
    }
}
