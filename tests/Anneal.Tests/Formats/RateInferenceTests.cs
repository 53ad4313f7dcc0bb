using Anneal.Formats;
using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Formats;

public sealed class RateInferenceTests
{
    // Logs a schedule every few steps and infers it again.
    static Schedule Infer(Schedule truth, int every, JumpPlacement placement = JumpPlacement.LaterRow, int from = 0, int warmup = 0)
    {
        int[] steps = [.. Enumerable.Range(0, truth.Steps).Where(step => step >= from && (step - from) % every == 0 || step == truth.Steps - 1)];
        return new RateInference(steps, Array.ConvertAll(steps, step => truth[step]), placement).Infer(truth.Steps, warmup, null);
    }

    static double WorstError(Schedule truth, Schedule inferred)
    {
        Assert.Equal(truth.Steps, inferred.Steps);
        return truth.ToArray().Zip(inferred.ToArray(), (a, b) => Math.Abs(a - b)).Max();
    }

    [Fact]
    public void A_constant_rate_is_a_constant() => Assert.Equal(new Constant(3e-4, 1000), Infer(new Constant(3e-4, 1000), 100));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    public void Warm_up_plateau_and_linear_decay_are_found_exactly(int every)
    {
        var truth = new Linear(0, 3e-4, 215).Then(new Constant(3e-4, 1111)).Then(new Linear(3e-4, 0, 700));

        Assert.InRange(WorstError(truth, Infer(truth, every)), 0, 1e-15);
    }

    // |error| ≤ h² max|η''| / 8, with η'' = (peak − floor) π² / (2 T²).
    [Theory]
    [InlineData(10)]
    [InlineData(128)]
    [InlineData(500)]
    public void A_cosine_errs_by_less_than_the_bound_of_linear_interpolation(int every)
    {
        var truth = new Cosine(3e-4, 3e-5, 20000);
        var bound = 2.7e-4 * Math.PI * Math.PI / (2.0 * 20000 * 20000) * every * every / 8;

        Assert.InRange(WorstError(truth, Infer(truth, every)), 0, bound * 1.000001);
    }

    [Theory]
    [InlineData(JumpPlacement.LaterRow, 1100)]
    [InlineData(JumpPlacement.EarlierRow, 1001)]
    [InlineData(JumpPlacement.Middle, 1050)]
    public void A_jump_is_placed_as_asked(JumpPlacement placement, int at)
    {
        var truth = new Constant(3e-4, 1040).Then(new Constant(3e-5, 960));
        var inferred = Infer(truth, 100, placement);

        Assert.Equal(new Constant(3e-4, at).Then(new Constant(3e-5, 2000 - at)).ToArray(), inferred.ToArray());
    }

    [Fact]
    public void A_jump_up_and_a_restart_of_a_cosine_are_jumps()
    {
        var truth = new Cosine(3e-4, 3e-6, 1000).Then(new Cosine(3e-4, 3e-6, 1000));
        var inferred = Infer(truth, 20);

        Assert.InRange(inferred[999], 0, 5e-6);
        Assert.Equal(truth[1000], inferred[1000]);
    }

    [Fact]
    public void A_jump_is_said_with_its_doubt()
    {
        int[] steps = [0, 100, 200, 300];
        var inference = new RateInference(steps, new[] { 3e-4, 3e-4, 1e-4, 1e-4 }, JumpPlacement.LaterRow);
        inference.Infer(301, 0, null);

        Assert.Equal(
            "the rate jumps from 0.0003 to 0.0001 somewhere in steps 101 to 200, 100 of them; it is placed at 200, the later row (jump: later, earlier or middle says otherwise)",
            Assert.Single(inference.Notes));
    }

    // warmup: N is linear(0, p, N − 1) then constant(p, 1), with sum p N / 2.
    [Fact]
    public void A_warm_up_before_the_log_reaches_the_peak_at_its_last_step()
    {
        var truth = new Linear(0, 3e-4, 2159).Then(new Constant(3e-4, 841));
        var inferred = Infer(truth, 128, from: 2176, warmup: 2160);

        Assert.Equal(truth.ToArray(), inferred.ToArray());
        Assert.Equal(3e-4 * 2160 / 2, inferred[..2160].ToArray().Sum(), 1e-15);
    }

    [Fact]
    public void A_warm_up_that_ends_at_the_first_row_is_the_same_ramp()
    {
        var truth = new Linear(0, 3e-4, 2159).Then(new Constant(3e-4, 841));

        Assert.Equal(truth.ToArray(), Infer(truth, 128, from: 2159, warmup: 2160).ToArray());
    }

    [Fact]
    public void A_log_that_begins_inside_its_warm_up_is_continued_back_along_it()
    {
        var truth = new Linear(0, 3e-4, 1000).Then(new Constant(3e-4, 1000));

        Assert.InRange(WorstError(truth, Infer(truth, 100, from: 150)), 0, 1e-15);
        Assert.InRange(WorstError(truth, Infer(truth, 100, from: 150, warmup: 1000)), 0, 1e-15);
    }

    [Fact]
    public void Without_a_warm_up_the_first_rate_is_held_before_the_first_row() =>
        Assert.Equal(new Constant(3e-4, 500), Infer(new Constant(3e-4, 500), 100, from: 200));

    [Fact]
    public void A_warm_up_sum_replaces_the_ramp()
    {
        int[] steps = [20, 30];
        var inferred = new RateInference(steps, new[] { 0.5, 0.5 }, JumpPlacement.LaterRow).Infer(31, 10, 3);

        Assert.Equal([.. Enumerable.Repeat(0.3, 10), .. Enumerable.Repeat(0.5, 21)], inferred.ToArray());
    }

    [Fact]
    public void Logged_rates_are_kept_to_the_bit_and_none_is_negative()
    {
        var rows =
            from gaps in Gen.Choose(1, 40).NonEmptyListOf()
            from rates in Gen.OneOf(Gen.Elements(0.0, 1e-4, 3e-4), Gen.Choose(0, 1000).Select(k => k * 1e-6)).ListOf(gaps.Count)
            from placement in Gen.Elements(Enum.GetValues<JumpPlacement>())
            select (gaps, rates, placement);
        Prop.ForAll(rows.ToArbitrary(), row =>
        {
            var steps = new int[row.gaps.Count];
            for (var i = 0; i < steps.Length; i++) steps[i] = row.gaps[i] + (i > 0 ? steps[i - 1] : 0);
            double[] rates = [.. row.rates];
            var inferred = new RateInference(steps, rates, row.placement).Infer(steps[^1] + 5, 0, null).ToArray();
            return steps.Select(step => inferred[step]).SequenceEqual(rates) && inferred.All(rate => rate >= 0) && inferred.Length == steps[^1] + 5;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1UL, 1UL));
    }

    [Theory]
    [InlineData("constant_24000")]
    [InlineData("cosine_24000")]
    [InlineData("cosine_72000")]
    [InlineData("wsd_20000_24000")]
    [InlineData("wsdld_20000_24000")]
    [InlineData("wsdcon_3")]
    [InlineData("wsdcon_9")]
    [InlineData("wsdcon_18")]
    public void The_schedules_of_public_runs_are_found_from_their_logs(string run)
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var read = Runs.Read([Path.Combine(SharedCurves.Folder!, "mpl_100", run + ".csv")], new() { Settings = new() { Warmup = 2160 } }).Runs[0];
        var truth = SharedCurves.MultiPowerRates(run)[..read.Schedule.Steps];

        // Nine digits were logged, and a cosine between rows 128 steps apart is taken to be straight; at the bend of the
        // exponential decay the tangents miss by a little more.
        var worst = truth.Zip(read.Schedule.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(worst, 0, 3e-4 * 2e-3);
        Assert.InRange(read.Schedule.ToArray().Sum() / truth.Sum(), 1 - 1e-4, 1 + 1e-4);
        Assert.Equal(2160, read.WarmupSteps);
    }
}
