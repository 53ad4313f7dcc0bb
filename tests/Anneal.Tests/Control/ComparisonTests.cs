using Anneal.Control;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Numerics;
using Anneal.Schedules;
using MathNet.Numerics.Distributions;

namespace Anneal.Tests.Control;

public sealed class ComparisonTests
{
    const double Peak = 3e-4;

    // Intervals of 90 %: 95 % one-sided, with as many degrees of freedom as forecasts have.
    static readonly double Quantile = StudentT.InvCDF(0, 1, Forecaster.Freedom, 0.95);
    static readonly RatePath Wsd = new(new Warmup(Peak, 200).Then(new Constant(Peak, 3000)).Then(new Linear(Peak, 3e-5, 800)));
    static readonly RatePath Cosine = new(new Warmup(Peak, 200).Then(new Cosine(Peak, 3e-5, 3800)));

    [Fact]
    public void A_schedule_is_tied_with_itself()
    {
        var same = Comparison.Of(Fit(modelError: 0.001), Wsd, Wsd);

        Assert.Equal(0, same.Difference);
        Assert.Equal(-same.Lower!.Value, same.Upper!.Value, 1e-15);
        Assert.Equal(Verdict.Tied, same.Verdict);
    }

    [Fact]
    public void The_two_ways_round_are_mirror_images()
    {
        var (forth, back) = (Comparison.Of(Fit(0.001), Wsd, Cosine), Comparison.Of(Fit(0.001), Cosine, Wsd));

        Assert.Equal(forth.Difference, -back.Difference, 1e-12);
        Assert.Equal(forth.Lower!.Value, -back.Upper!.Value, 1e-12);
        Assert.Equal(forth.Upper!.Value, -back.Lower!.Value, 1e-12);
    }

    [Fact]
    public void The_laws_own_error_counts_once_where_both_schedules_are_within_what_was_seen()
    {
        // s_A = s_B = 1 and ρ = 0.5: s_A² + s_B² − 2ρ s_A s_B = 1.
        var fit = Fit(modelError: 0.002);

        var compared = Comparison.Of(fit, Wsd, Cosine);

        var losses = Math.Sqrt(fit.Law.FinalLoss(Wsd) * fit.Law.FinalLoss(Cosine));
        Assert.Equal(Quantile * 0.002 * losses, compared.Upper!.Value - compared.Difference, 1e-7);
    }

    [Fact]
    public void What_is_not_known_of_the_base_does_not_blur_a_difference()
    {
        // L₀ is 0.5 off, one way or the other: both schedules move alike.
        var compared = Comparison.Of(Fit(modelError: 0, ("L0", 0.5)), Wsd, Cosine);

        Assert.Equal(0, compared.Upper!.Value - compared.Lower!.Value, 1e-12);
    }

    [Fact]
    public void What_is_not_known_of_annealing_blurs_a_difference_by_its_share()
    {
        // L is linear in B and z = ln b, so ∂L/∂z is what annealing has taken off; a standard deviation of 10 % of it.
        var fit = Fit(modelError: 0, ("B", 0.1));
        var none = fit.Law with { Theta = fit.Law.Theta.SetItem(fit.Law.Law.IndexOf("B"), 0) };
        double Annealed(RatePath path) => none.FinalLoss(path) - fit.Law.FinalLoss(path);

        var compared = Comparison.Of(fit, Wsd, Cosine);

        var expected = Quantile * 0.1 * Math.Abs(Annealed(Wsd) - Annealed(Cosine));
        Assert.Equal(expected, compared.Upper!.Value - compared.Difference, 1e-8);
    }

    [Fact]
    public void Better_and_worse_are_said_only_where_the_interval_excludes_zero()
    {
        var sure = Comparison.Of(Fit(modelError: 1e-5), Wsd, Cosine);
        var unsure = Comparison.Of(Fit(modelError: 0.1), Wsd, Cosine);

        Assert.True(sure.Difference > 0);
        Assert.Equal(Verdict.Better, sure.Verdict);
        Assert.Equal(Verdict.Worse, Comparison.Of(Fit(modelError: 1e-5), Cosine, Wsd).Verdict);
        Assert.Equal(Verdict.Tied, unsure.Verdict);
    }

    [Fact]
    public void Without_a_covariance_there_is_a_difference_but_no_interval()
    {
        var compared = Comparison.Of(Fit(0.001) with { Covariance = [] }, Wsd, Cosine);

        Assert.NotEqual(0, compared.Difference);
        Assert.Null(compared.Lower);
        Assert.Null(compared.Upper);
        Assert.Equal(Verdict.Tied, compared.Verdict);
    }

    static Fit Fit(double modelError, params (string Parameter, double Deviation)[] known)
    {
        // The published parameters of the 25M model (Luo et al. 2025, arXiv:2503.12811).
        var law = new CalibratedLaw(
            new MultiPower(), [3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257]);
        var p = law.Theta.Length;
        var covariance = new double[p * p];
        foreach (var (parameter, deviation) in known)
        {
            var j = law.Law.IndexOf(parameter);
            covariance[(j * p) + j] = deviation * deviation;
        }

        return new Fit
        {
            Law = law,
            Reference = new ReferenceScale(Peak, 4000),
            Covariance = [.. covariance],
            StandardErrors = [.. new double[p]],
            Objective = 0,
            Iterations = 1,
            Stop = StopReason.Converged,
            Unidentified = [],
            Runs = [],
            Seen = new SeenRange(1e-6, Peak, Peak, 4000, 1e-3, false),
            Noise = 0.01,
            ModelError = new ModelError(modelError, 3),
        };
    }
}
