using Anneal.Simulation;
using Anneal.Training.Data;

namespace Anneal.Training.Tests.Data;

public sealed class SampleOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1025)]
    public void Every_number_stands_at_one_place(int count)
    {
        var order = new SampleOrder(count, new Seed(6));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Enumerable.Range(0, count).Select(i => order[i]).Order());
    }

    [Fact]
    public void Orders_look_random()
    {
        // The number of fixed points of a random permutation is Poisson of mean 1: over 400 permutations their sum is 400 ± 20.
        var fixedPoints = Enumerable.Range(0, 400).Sum(seed =>
        {
            var order = new SampleOrder(300, new Seed((ulong)seed));
            return Enumerable.Range(0, 300).Count(i => order[i] == i);
        });
        Assert.InRange(fixedPoints, 300, 500);
        var first = new SampleOrder(1L << 40, new Seed(1));
        Assert.InRange(Enumerable.Range(0, 1000).Average(i => (double)first[i]) / (1L << 40), 0.46, 0.54);
    }
}
