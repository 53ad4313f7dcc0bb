using Anneal.Control;
using Anneal.Laws;

namespace Anneal.Tests.Control;

public sealed class ScheduleConstraintsTests
{
    static readonly CalibratedLaw Law = new(new Momentum(), [3, 0.525, 0.508, 380, 0.999]);

    static readonly ScheduleConstraints Ten = new(10, 1e-3);

    public static TheoryData<ScheduleConstraints, string> Contradictions => new()
    {
        { Ten with { Floor = 2e-3 }, "The floor 0.002 lies above the peak 0.001." },
        { Ten with { Warmup = 10 }, "The warm-up of 10 steps leaves no step of the 10." },
        { Ten with { Warmup = 2, WarmupSum = 1 }, "The warm-up is told twice, by its steps and by its sum." },
        { Ten with { Prefix = [.. new double[10]] }, "The fixed beginning of 10 steps leaves no step of the 10." },
        { Ten with { Prefix = [0, 1e-3], Warmup = 4 }, "The fixed beginning of 2 steps ends inside the warm-up of 4." },
        { Ten with { Prefix = [2e-3] }, "The fixed beginning reaches 0.002, above the peak 0.001." },
        { Ten with { Prefix = [double.NaN] }, "The fixed beginning holds the rate NaN." },
        {
            Ten with { Prefix = [1e-4], Floor = 2e-4 },
            "The fixed beginning ends at 0.0001, below the floor 0.0002, and the rate may not rise."
        },
        {
            Ten with { Prefix = [1e-4], Floor = 2e-4, MayRise = true, MaxSlope = 1e-5 },
            "From 0.0001 no step of at most 1E-05 reaches the floor 0.0002."
        },
    };

    [Theory, MemberData(nameof(Contradictions))]
    public void A_contradiction_is_told_in_one_sentence(ScheduleConstraints constraints, string sentence)
    {
        Assert.Equal(sentence, Assert.Throws<InfeasibleException>(() => ScheduleOptimizer.Minimize(Law, constraints)).Message);
        Assert.Equal(sentence, Assert.Throws<InfeasibleException>(() => Baselines.Under(Law, constraints)).Message);
    }

    [Fact]
    public void A_form_that_the_slope_forbids_is_infeasible()
    {
        var gentle = Ten with { MaxSlope = 1e-5 };

        Assert.Throws<InfeasibleException>(() => ScheduleOptimizer.Minimize(Law, gentle, ScheduleForm.Pieces(2)));
        Assert.Throws<InfeasibleException>(
            () => ScheduleOptimizer.Minimize(Law, gentle with { Prefix = [1e-4], MayRise = true }, ScheduleForm.Power));
    }

    [Theory]
    [InlineData("free")]
    [InlineData("literal")]
    [InlineData("wsd")]
    [InlineData("power")]
    [InlineData("pieces:3")]
    public void A_form_reads_what_it_writes(string text) => Assert.Equal(text, ScheduleForm.Parse(text.ToUpperInvariant()).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("pieces")]
    [InlineData("pieces:0")]
    [InlineData("pieces:-1")]
    [InlineData("pieces:99")]
    [InlineData("3")]
    [InlineData("cosine")]
    public void No_other_form_is_read(string text) => Assert.Throws<InputException>(() => ScheduleForm.Parse(text));
}
