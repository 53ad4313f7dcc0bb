using Anneal.Curves;
using Anneal.Formats;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Curves;

public sealed class CurveHygieneTests
{
    static readonly Schedule Rates = new Constant(3e-4, 20_000);

    // L = 2 + 3 (1 + s / 500)^(−1/2), times exp(σ ε).
    static double[] Smooth(int count, double noise, ulong seed = 1)
    {
        var random = new RandomNumbers(new Seed(seed)["noise"]);
        var loss = new double[count];
        for (var i = 0; i < count; i++)
            loss[i] = (2 + (3 / Math.Sqrt(1 + (50.0 * i / 500)))) * Math.Exp(noise * random.NextNormal());
        return loss;
    }

    static TrainingRun Run(double[] loss, string name = "run", Schedule? schedule = null) =>
        new(name, schedule ?? Rates, new LossCurve([.. Enumerable.Range(0, loss.Length).Select(i => 50 * i)], loss));

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-3)]
    [InlineData(1e-2)]
    public void The_noise_level_is_that_of_the_noise(double noise)
    {
        // The median of 200 half-normal draws, correlated from row to row, scatters by about 8 %.
        Assert.InRange(NoiseLevel.Of(Run(Smooth(400, noise)).Curve) / noise, 0.75, 1.3);
    }

    [Fact]
    public void Uneven_spacing_and_outliers_do_not_change_the_noise_level()
    {
        var loss = Smooth(400, 1e-3);
        for (var i = 200; i < 400; i += 20) loss[i] *= 1.5;
        var random = new RandomNumbers(new Seed(5));
        int[] rows = [.. Enumerable.Range(0, 400).Where(_ => random.NextUniform() < 0.6)];
        var curve = new LossCurve(Array.ConvertAll(rows, i => 50 * i), Array.ConvertAll(rows, i => loss[i]));

        Assert.InRange(NoiseLevel.Of(curve) / 1e-3, 0.65, 1.6);
    }

    [Fact]
    public void Rounding_is_the_least_noise_there_is()
    {
        var flat = Enumerable.Repeat(3.25, 50).Append(3.2501).ToArray();

        Assert.Equal(1e-4, NoiseLevel.Rounding(Run(flat).Curve), 1e-18);
        Assert.Equal(1e-4 / Math.Sqrt(12) / 3.2501, NoiseLevel.Of(Run(flat).Curve), 1e-18);
        Assert.Equal(0, NoiseLevel.Rounding(Run([Math.PI, Math.E, 3]).Curve));
        Assert.Equal(1, NoiseLevel.Rounding(Run([3, 2, 1]).Curve));
    }

    [Fact]
    public void Clean_curves_have_no_spikes_and_have_not_diverged()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var found = CurveHygiene.Inspect([Run(Smooth(300, 2e-3, seed))]);
            Assert.Empty(found.Sentences);
            Assert.Same(found.Runs[0].Run, found.Runs[0].Kept);
        }
    }

    [Fact]
    public void Spikes_are_left_out_and_named_with_the_rule()
    {
        var loss = Smooth(300, 1e-3);
        (loss[100], loss[101], loss[200]) = (loss[100] * 1.2, loss[101] * 1.1, loss[200] * 1.05);
        var found = CurveHygiene.Inspect([Run(loss)]);

        Assert.Equal([5000, 5050, 10_000], found.Runs[0].SpikeSteps);
        Assert.Equal(297, found.Kept[0].Curve.Count);
        Assert.Equal(["run: spikes are left out at steps 5000, 5050, 10000", $"rule: {Spikes.Rule}"], found.Sentences);
    }

    [Fact]
    public void A_loss_that_rises_with_the_rate_is_no_spike_and_no_divergence()
    {
        // The rate is raised for four rows, and the loss with it.
        var schedule = new Constant(1e-4, 7500).Then(new Constant(1e-3, 200)).Then(new Constant(1e-4, 12_300));
        var loss = Smooth(300, 1e-3);
        for (var i = 150; i < 154; i++) loss[i] *= 1.1;

        Assert.Empty(CurveHygiene.Inspect([Run(loss, schedule: schedule)]).Sentences);
        Assert.NotEmpty(CurveHygiene.Inspect([Run(loss)]).Sentences);

        var ends = Smooth(300, 1e-3);
        for (var i = 200; i < 300; i++) ends[i] *= 1.2;
        Assert.NotEmpty(CurveHygiene.Inspect([Run(ends, schedule: new Constant(1e-4, 10_000).Then(new Constant(1e-3, 5000)))]).Kept);
        Assert.Empty(CurveHygiene.Inspect([Run(ends)]).Kept);
    }

    [Fact]
    public void A_run_that_ends_far_above_its_lowest_loss_is_left_out_and_named()
    {
        var loss = Smooth(300, 1e-3);
        for (var i = 250; i < 300; i++) loss[i] *= 3;
        var found = CurveHygiene.Inspect([Run(loss), Run(Smooth(300, 1e-3, 7), "sound")]);

        Assert.Equal(["sound"], found.Kept.Select(run => run.Name));
        Assert.StartsWith("its loss ends at 7.", found.Runs[0].LeftOut);
        Assert.StartsWith("run is left out: its loss ends at 7.", found.Sentences[0]);
        Assert.Equal($"rule: {Divergence.Rule}", found.Sentences[1]);
    }

    [Fact]
    public void A_log_without_finite_losses_at_its_end_is_left_out()
    {
        var found = CurveHygiene.Inspect([Run(Smooth(300, 1e-3)) with { DivergedAt = 15_000 }]);

        Assert.Equal("its loss is not finite from step 15000 on", found.Runs[0].LeftOut);
    }

    [Fact]
    public void A_shared_trunk_counts_once_in_the_first_run()
    {
        var trunk = Smooth(300, 1e-3);
        double[] Branch(int from, ulong seed) => [.. trunk[..from], .. Smooth(300, 1e-3, seed)[from..]];
        var found = CurveHygiene.Inspect([Run(trunk, "a"), Run(Branch(100, 2), "b"), Run(Branch(200, 3), "c"), Run(Smooth(300, 1e-3, 9), "d")]);

        Assert.Equal([300, 200, 100, 300], found.Kept.Select(run => run.Curve.Count));
        Assert.Equal([null, 4950, 9950, null], found.Runs.Select(run => run.CopiedThrough));
        Assert.Equal([null, "a", "a", null], found.Runs.Select(run => run.CopyOf));
        Assert.Equal([9950, -1, -1, -1], found.Kept.Select(run => run.SharedThrough));
        Assert.Equal(
            [
                "3 runs share steps ≤ 4950 (a, b, c); these 100 rows count once",
                "2 runs share steps ≤ 9950 (a, c); these 200 rows count once",
                $"rule: {SharedTrunks.Rule}",
            ],
            found.Sentences);
        // Every row is in exactly one run.
        Assert.Equal(700 + 200, found.Kept.Sum(run => run.Curve.Count));
    }

    [Fact]
    public void A_trunk_logged_with_fewer_digits_is_the_same_trunk()
    {
        var loss = Array.ConvertAll(Smooth(100, 1e-3), value => Math.Round(value, 5));
        var rounded = Array.ConvertAll(loss, value => Math.Round(value, 3));

        Assert.Equal(100, SharedTrunks.SharedPoints(Run(loss), Run(rounded)));
        // With as many digits, one that differs is another run's.
        rounded[1] += 0.001;
        Assert.Equal(0, SharedTrunks.SharedPoints(Run(rounded), Run(Array.ConvertAll(loss, value => Math.Round(value, 3)))));
    }

    [Fact]
    public void Other_rates_or_another_metric_are_no_trunk()
    {
        var loss = Smooth(100, 1e-3);

        Assert.Equal(100, SharedTrunks.SharedPoints(Run(loss), Run(loss)));
        Assert.Equal(0, SharedTrunks.SharedPoints(Run(loss), Run(loss, schedule: new Constant(2e-4, 20_000))));
        Assert.Equal(0, SharedTrunks.SharedPoints(Run(loss), Run(loss) with { Metric = "train_loss" }));
    }

    [Fact]
    public void A_copy_of_a_whole_run_is_left_out()
    {
        var loss = Smooth(100, 1e-3);
        var found = CurveHygiene.Inspect([Run(loss, "a"), Run(loss[..50], "b")]);

        Assert.Equal("all its rows are those of a", found.Runs[1].LeftOut);
        // Told with the rule about copies, not with that about divergence.
        Assert.Equal(["b is left out: all its rows are those of a", $"rule: {SharedTrunks.Rule}"], [found.Sentences[0], found.Sentences[^1]]);
        Assert.DoesNotContain($"rule: {Divergence.Rule}", found.Sentences);
    }

    [Fact]
    public void A_running_average_is_suspected_and_plain_noise_is_not()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var loss = Smooth(400, 5e-3, seed);
            Assert.InRange(Smoothing.Correlation(Run(loss)), -0.6, 0.1);
            // The running mean that trackers draw, with factor 0.9.
            for (var i = 1; i < loss.Length; i++) loss[i] = (0.9 * loss[i - 1]) + (0.1 * loss[i]);
            Assert.InRange(Smoothing.Correlation(Run(loss)), Smoothing.Suspicious, 1);
        }
    }

    // Facts of the published files: which of their rows are copies.
    [Theory]
    [InlineData("mpl_100", "constant_24000", 7936, 19968)]
    [InlineData("mpl_25", "constant_72000", 7936, 19840)]
    public void The_trunks_of_the_public_branches_are_found(string set, string trunk, int early, int late)
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var found = CurveHygiene.Inspect(Runs.Read([Path.Combine(SharedCurves.Folder!, set)]).Runs);

        Assert.Equal([(early, 6), (late, 3)], found.Trunks.Select(shared => (shared.LastStep, shared.Runs.Length)));
        Assert.All(found.Trunks, shared => Assert.Equal(trunk, shared.Runs[0]));
        Assert.All(found.Runs, run => Assert.Equal(run.Run.Name.StartsWith("wsd", StringComparison.Ordinal) ? trunk : null, run.CopyOf));
    }

    [Fact]
    public void No_public_curve_has_spikes_or_diverged_or_was_smoothed()
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var found = CurveHygiene.Inspect(Runs.Read([SharedCurves.Folder!]).Runs);

        Assert.All(found.Runs, run => Assert.Null(run.LeftOut));
        Assert.All(found.Runs, run => Assert.Empty(run.SpikeSteps));
        Assert.All(found.Runs, run => Assert.False(run.Correlation >= Smoothing.Suspicious));
    }
}
