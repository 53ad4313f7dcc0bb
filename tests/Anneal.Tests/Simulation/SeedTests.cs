using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class SeedTests
{
    [Fact]
    public void Children_are_distinct()
    {
        var seed = new Seed(1);

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(i => seed[i].Key).Distinct().Count());
        Assert.NotEqual(seed["a"], seed["b"]);
    }
}
