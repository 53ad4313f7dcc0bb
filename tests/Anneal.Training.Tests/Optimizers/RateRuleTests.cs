using Anneal.Schedules;
using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;

namespace Anneal.Training.Tests.Optimizers;

public sealed class RateRuleTests
{
    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(3, 4, 60)]
    public void The_greedy_rule_is_the_librarys_also_when_restored_halfway(int patience, int window, int reset)
    {
        var options = new GreedyOptions { Patience = patience, Window = window, Reset = reset, Factor = 0.5, Cooldown = 2, Warmup = 1 };
        var (reference, rule) = (new GreedyRate(options), new GreedyRateRule(options));
        var noise = Numbers.Normal(150, "losses");
        Assert.Equal(reference.Rate, rule.Next(0, double.NaN));
        var seen = new HashSet<double>();
        for (var t = 1; t <= 150; t++)
        {
            if (t == 80)
            {
                var restored = new GreedyRateRule(options);
                rule.Numbers.CopyTo(restored.Numbers);
                rule = restored;
            }

            var loss = (3 / (1 + (0.1 * t))) + (0.1 * noise[t - 1]);
            Assert.Equal(reference.Next(loss), rule.Next(t, loss));
            seen.Add(reference.Rate);
        }

        Assert.True(seen.Count > 3);
    }

    [Fact]
    public void The_gap_rule_warms_up_along_the_librarys_curve_and_then_decays_to_the_end()
    {
        var options = new GapWarmupOptions { Peak = 0.01, Divisor = 50, FinalLoss = 3, Memory = 0, Last = 0.001 };
        var (rule, restored) = (new GapWarmupRule(options, 100, 1000), new GapWarmupRule(options, 100, 1000));
        var constants = GapWarmup.Automatic(0.01, 50, 3, 1000);
        Assert.Equal(0.0002, rule.Next(0, double.NaN), 1e-15);
        var rates = new List<double>();
        for (var t = 1; t < 100; t++)
        {
            var loss = 3 + (3 / (1 + (0.1 * (t - 1))));
            if (t == 10) rule.Numbers.CopyTo(restored.Numbers);
            rates.Add((t < 10 ? rule : restored).Next(t, loss));
            if (loss - 3 > constants.PeakGap) Assert.Equal(Math.Max(0.0002, constants.Rate(loss - 3)), rates[^1], 1e-12);
        }

        var peak = rates.IndexOf(rates.Max());
        Assert.Equal(0.01, rates[peak], 1e-12);
        Assert.Equal(rates[..peak].Order(), rates[..peak]);
        Assert.Equal(rates[peak..].OrderDescending(), rates[peak..]);
        Assert.InRange(rates[^1], 0.001, 0.0011);
    }

    [Fact]
    public void A_hope_above_the_first_loss_is_refused()
    {
        var rule = new GapWarmupRule(new() { FinalLoss = 4 }, 10, 100);
        rule.Next(0, double.NaN);
        Assert.Contains("give the loss that you hope to end at", Assert.Throws<InputException>(() => rule.Next(1, 3.5)).Message);
    }

    [Theory]
    [InlineData(-1e308, 3.5)]
    [InlineData(0, 1e18)]
    public void A_gap_out_of_all_proportion_is_refused(double hope, double loss)
    {
        var rule = new GapWarmupRule(new() { FinalLoss = hope }, 10, 100);
        rule.Next(0, double.NaN);
        Assert.Contains("final-loss", Assert.Throws<InputException>(() => rule.Next(1, loss)).Message);
    }

    [Fact]
    public void The_size_of_a_model_counts_its_matrices()
    {
        var parameters = new[] { new Parameter("a", 3, 5, ParameterKind.Matrix), new Parameter("b", 4, 2, ParameterKind.Matrix), new Parameter("c", 9, 9, ParameterKind.Head) };
        Assert.Equal(5, GapWarmupRule.SizeFor(parameters, isSpectral: true));
        Assert.Equal(23, GapWarmupRule.SizeFor(parameters, isSpectral: false));
    }

    [Fact]
    public void Rules_are_made_by_name_with_settings()
    {
        Parameter[] parameters = [new("a", 3, 5, ParameterKind.Matrix)];
        IRateRule Made(string name, string setting, string value) =>
            RateRuleCatalog.Create(name, new Dictionary<string, string> { [setting] = value }, 10, parameters, isSpectral: false);
        Assert.Equal(0.0005, Made("greedy", "initial", "5e-4").Next(0, double.NaN));
        var warmup = Made("gap_warmup", "decay", "power(1.5)");
        Assert.Equal(1e-5, warmup.Next(0, double.NaN), 1e-18);
        warmup.Next(1, 3);
        Assert.Equal(1e-3, warmup.Next(2, -30), 1e-15);
        Assert.Equal(1e-3 * Math.Pow(0.5, 1.5), warmup.Next(6, 1), 1e-15);
        Assert.StartsWith("No rate rule is called 'greed'; did you mean 'greedy'?", Assert.Throws<InputException>(() => Made("greed", "factor", "1")).Message);
        Assert.Contains("rate rule 'greedy'", Assert.Throws<InputException>(() => Made("greedy", "factor", "2")).Message);
        Assert.Contains("window is 2147483647", Assert.Throws<InputException>(() => Made("greedy", "window", "2147483647")).Message);
        Assert.Contains("rate rule 'gap-warmup' has no setting 'peek'; did you mean 'peak'?", Assert.Throws<InputException>(() => Made("gap-warmup", "peek", "1")).Message);
    }

    [Fact]
    public void A_schedule_is_a_rule_that_does_not_listen()
    {
        var rule = new ScheduledRate(new Linear(1, 0, 4));
        Assert.Equal([1, 0.75, 0.5, 0.25], Enumerable.Range(0, 4).Select(t => rule.Next(t, 100 * t)));
        Assert.Equal(0, rule.Numbers.Length);
    }
}
