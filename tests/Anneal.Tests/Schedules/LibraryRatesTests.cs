using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

/// <summary>
/// What the schedulers of other libraries give updates 1 … 10, to four decimals: peak 1, ten updates, a warm-up of 3,
/// a decay of 4 where there is a plateau, floor 0.1. Those of PyTorch are of version 1.13; for Megatron-LM, timm, DeepSpeed
/// and OLMo-core the class that computes the rate was run.
/// </summary>
public sealed class LibraryRatesTests
{
    [Theory]
    [InlineData("linear(0, 1, 3) then linear(1, 0, 7)", // Hugging Face linear
        new[] { 0, .3333, .6667, 1, .8571, .7143, .5714, .4286, .2857, .1429 })]
    [InlineData("linear(1/3, 1, 3) then cosine(1, 0.1, 7)", // SequentialLR(LinearLR(1/3, 1, 3), CosineAnnealingLR(7, 0.1))
        new[] { .3333, .5556, .7778, 1, .9554, .8306, .6501, .4499, .2694, .1446 })]
    [InlineData("cosine(0.04, 1, 2) then cosine(1, 4e-6, 7) then constant(4e-6, 1)", // OneCycleLR(1, total_steps = 10)
        new[] { .04, .52, 1, .9505, .8117, .6113, .3887, .1883, .0495, 0 })]
    [InlineData("0.1 * step-decay(1, 0.9, 1, 3) then step-decay(1, 0.9, 1, 10)[3..]", // Chained(Constant(.1, 3), Exponential(.9))
        new[] { .1, .09, .081, .729, .6561, .5905, .5314, .4783, .4305, .3874 })]
    [InlineData("linear(0, 1, 3) then cosine(1, 0.1, 7)", // Megatron-LM cosine
        new[] { 0, .3333, .6667, 1, .9554, .8306, .6501, .4499, .2694, .1446 })]
    [InlineData("linear(0, 1, 3) then inverse-sqrt(1, 3, 7)", // Megatron-LM inverse-square-root
        new[] { 0, .3333, .6667, 1, .8660, .7746, .7071, .6547, .6124, .5774 })]
    [InlineData("wsd(1, 0.1, 4, 10, 4, linear)", // Megatron-LM WSD linear
        new[] { 0, .3333, .6667, 1, 1, 1, 1, .7750, .5500, .3250 })]
    [InlineData("wsd(1, 0.1, 4, 10, 4, cosine)", // Megatron-LM WSD cosine
        new[] { 0, .3333, .6667, 1, 1, 1, 1, .8682, .5500, .2318 })]
    [InlineData("wsd(1, 0.1, 4, 10, 4, one-minus-sqrt)", // Megatron-LM WSD minus_sqrt
        new[] { 0, .3333, .6667, 1, 1, 1, 1, .5500, .3636, .2206 })]
    [InlineData("constant(0, 2) then linear(1/3, 1, 2) then linear(1, 0, 7)[..6]", // DeepSpeed WarmupDecayLR linear
        new[] { 0, 0, .3333, .6667, 1, .8571, .7143, .5714, .4286, .2857 })]
    [InlineData("linear(0, 1, 3) then cosine(1, 0.1, 10)[3..]", // timm cosine, warmup_prefix = False
        new[] { 0, .3333, .6667, .8145, .6891, .5500, .4109, .2855, .1859, .1220 })]
    [InlineData("linear(0, 1, 3) then cosine(1, 0.1, 10)[..7]", // timm cosine, warmup_prefix = True
        new[] { 0, .3333, .6667, 1, .9780, .9141, .8145, .6891, .5500, .4109 })]
    [InlineData("linear(1/3, 1, 2) then constant(1, 4) then linear(1, 0.1, 4)[1..] then constant(0.1, 1)", // OLMo-core WSD
        new[] { .3333, .6667, 1, 1, 1, 1, .7750, .5500, .3250, .1 })]
    public void The_notation_gives_the_same_rates(string notation, double[] rates)
    {
        var ours = ScheduleNotation.Parse(notation.Replace("1/3", "0.33333333333333333")).ToArray();

        Assert.Equal(rates.Length, ours.Length);
        Assert.All(rates.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 5.001e-5));
    }
}
