using Anneal.Control;
using Anneal.Fitting;
using Anneal.Laws;

namespace Anneal.Tests.Control;

public sealed class RecommendationTests
{
    static readonly ScheduleConstraints free = new(6000, 3e-4) { Warmup = 500, Floor = 3e-5 };

    [Fact]
    public void It_ends_no_higher_than_any_customary_schedule_under_the_functional_scaling_law()
    {
        var law = new CalibratedLaw(new FunctionalScaling(), [3, 0.5, 0.5, 80, 0.5, 40, 0.8], WarmupResponse.Included);

        var found = Recommendation.Of(Fit.Given(law), free);

        Assert.True(double.IsFinite(found.Best.KktResidual));
        Assert.All(found.Compared, compared => Assert.True(compared.Gain.Difference > -1e-6, compared.Baseline.Name));
    }

    [Fact]
    public void Where_abrupt_drops_do_not_pay_the_literal_optimum_is_the_smooth_one()
    {
        // A response that is slower at lower rates: valued at the rate after it, a large drop loses.
        var law = new CalibratedLaw(new MultiPower(), [3, 0.5, 0.5, 370, 6000, 0.8, -0.4], WarmupResponse.Included);

        var literal = ScheduleOptimizer.Minimize(law, free, ScheduleForm.Literal);
        var smooth = ScheduleOptimizer.Minimize(law, free);

        Assert.True(literal.Loss <= smooth.LossLiteral + 1e-12);
        Assert.Contains(literal.Notes, note => note.Contains("do not pay", StringComparison.Ordinal));
    }

    [Fact]
    public void A_law_that_does_not_know_the_rate_is_refused()
    {
        var law = new CalibratedLaw(new DataLaw(), [1.7, 400, 0.3]);

        var error = Assert.Throws<InputException>(() => Recommendation.Of(Fit.Given(law), free));

        Assert.Contains("alike", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_values_have_no_seen_range_to_leave() => Assert.Null(
        Recommendation.Of(Fit.Given(new CalibratedLaw(new PathMultiPower(), [3, 0.5, 0.5, 370, 2, 0.6, 0.6])), free with { Floor = 0 }).GainOutsideSeen);
}
