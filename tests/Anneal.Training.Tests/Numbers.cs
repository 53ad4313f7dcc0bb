using Anneal.Simulation;
using Anneal.Training.Data;

namespace Anneal.Training.Tests;

/// <summary>Drawn inputs.</summary>
static class Numbers
{
    public static float[] Normal(int count, string purpose)
    {
        var numbers = new RandomNumbers(new Seed(11)[purpose]);
        return [.. Enumerable.Range(0, count).Select(_ => (float)numbers.NextNormal())];
    }

    public static void Fill(Batch batch, string purpose)
    {
        var numbers = new RandomNumbers(new Seed(12)[purpose]);
        foreach (var array in new[] { batch.Tokens, batch.Targets })
        {
            for (var i = 0; i < array.Length; i++) array[i] = (int)(numbers.NextUniform() * batch.Shape.Classes);
        }

        for (var i = 0; i < batch.Features.Length; i++) batch.Features[i] = (float)numbers.NextNormal();
        for (var i = 0; i < batch.Values.Length; i++) batch.Values[i] = (float)numbers.NextNormal();
    }

    /// <summary>The largest difference over the largest number.</summary>
    public static double Error(IEnumerable<float> actual, IEnumerable<double> expected)
    {
        var (worst, largest) = (0.0, 0.0);
        foreach (var (x, y) in actual.Zip(expected))
        {
            worst = Math.Max(worst, double.IsFinite(x) ? Math.Abs(x - y) : double.PositiveInfinity);
            largest = Math.Max(largest, Math.Abs(y));
        }

        return largest == 0 ? worst : worst / largest;
    }
}
