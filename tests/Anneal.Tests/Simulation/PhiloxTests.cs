using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class PhiloxTests
{
    // The known answers that the authors of Random123 publish with philox4x32-10; words in the order c0, c1, c2, c3.
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xE169C58D6627E8D5UL, 0x9B00DBD8BC57AC4CUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41C83B0E408F276DUL, 0x6D5451FDA20BC7C6UL)]
    [InlineData(0x85A308D3243F6A88UL, 0x0370734413198A2EUL, 0x299F31D0A4093822UL, 0x94FDCCEBD16CFE09UL, 0x24126EA15001E420UL)]
    public void Gives_the_published_answers(ulong counterLow, ulong counterHigh, ulong key, ulong low, ulong high) =>
        Assert.Equal((low, high), Philox.Block(counterLow, counterHigh, key));
}
