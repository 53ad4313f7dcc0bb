using Anneal.Control;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Control;

public sealed class BaselinesTests
{
    static CalibratedLaw Literal(string name)
    {
        var s = PublishedShapes.Of(name);
        return new(new MultiPower(), [s.L0, s.A, s.Alpha, s.B, s.C, s.Beta, s.Gamma]);
    }

    static ScheduleConstraints Constraints =>
        new(24000 - PublishedShapes.Warmup, PublishedShapes.Peak) { WarmupSum = PublishedShapes.WarmupSum };

    // Losses of the law as written by an independent program; its decays start half a step earlier, worth less than 1e-5.
    [Theory]
    [InlineData("25M", 3.207204, 3.149973, 3.150766, 3.150052)]
    [InlineData("100M", 2.859769, 2.794374, 2.795384, 2.794528)]
    [InlineData("400M", 2.601643, 2.533567, 2.534748, 2.533705)]
    public void Customary_schedules_have_their_known_losses(string name, double cosine, double sqrtCube, double line, double oneMinusSqrt)
    {
        var found = Baselines.Under(Literal(name), Constraints, cancellation: TestContext.Current.CancellationToken)
            .ToDictionary(baseline => baseline.Name, baseline => baseline.Loss);

        Assert.Equal(cosine, found["cosine"], 1e-5);
        Assert.Equal(sqrtCube, found["sqrt-cube"], 1.2e-5);
        Assert.Equal(line, found["linear-to-zero"], 1.2e-5);
        Assert.Equal(oneMinusSqrt, found["one-minus-sqrt"], 1.2e-5);
    }

    [Theory]
    [InlineData(3e-4, 3e-5)]
    [InlineData(6e-4, 6e-5)]
    [InlineData(1.2e-3, 1.2e-4)]
    public void A_tenth_of_the_peak_is_the_decimal_number_that_is_meant(double peak, double tenth)
    {
        var constraints = new ScheduleConstraints(2000, peak);
        var cosine = Baselines.Under(Literal("25M"), constraints, cancellation: TestContext.Current.CancellationToken)
            .Single(baseline => baseline.Name == "cosine");

        Assert.NotEqual(tenth, 0.1 * peak);
        Assert.Equal(new Constant(peak, 1).Then(new Cosine(peak, tenth, 1999)), cosine.Schedule);
    }

    // WSD decays of the published runs: from step 20,000 of 24,000 to a tenth of the peak.
    [Theory]
    [InlineData("25M", 3.158006, 3.157115)]
    [InlineData("100M", 2.804670, 2.803579)]
    [InlineData("400M", 2.544004, 2.543519)]
    public void A_tuned_decay_is_no_worse_than_the_published_one(string name, double exponential, double linear)
    {
        var law = Literal(name);
        var found = Baselines.Under(law, Constraints, cancellation: TestContext.Current.CancellationToken)
            .ToDictionary(baseline => baseline.Name, baseline => baseline.Loss);
        var held = new Constant(3e-4, 20000 - 2160);

        Assert.Equal(exponential, law.FinalLoss(new(held.Then(new Exponential(3e-4, 3e-5, 4000)), PublishedShapes.WarmupSum)), 1e-6);
        Assert.Equal(linear, law.FinalLoss(new(held.Then(new Linear(3e-4, 3e-5, 4000)), PublishedShapes.WarmupSum)), 1e-6);
        Assert.InRange(found["wsd"], 0, exponential);
        Assert.InRange(found["wsd-linear"], 0, linear);
    }

    [Fact]
    public void The_best_length_is_that_of_a_search_over_every_length()
    {
        var law = Literal("25M");
        var c = new ScheduleConstraints(400, 3e-4) { Warmup = 100, Floor = 1e-6 };
        var line = Baselines.Under(law, c, cancellation: TestContext.Current.CancellationToken).Single(baseline => baseline.Name == "linear-to-zero");

        var every = Enumerable.Range(1, 300).MinBy(Loss);

        Assert.Equal(Loss(every), line.Loss, 1e-12);
        double Loss(int decay) => law.FinalLoss(new(new Wsd(3e-4, 1e-6, 100, 400, decay, DecayShape.Linear)));
    }
}
