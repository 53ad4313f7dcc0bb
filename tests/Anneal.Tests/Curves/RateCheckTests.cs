using System.Globalization;
using Anneal.Cli;
using Anneal.Curves;
using Anneal.Schedules;
using Anneal.Tests.Cli;

namespace Anneal.Tests.Curves;

/// <summary>Logs of schedulers that were used wrongly, each made by doing so.</summary>
public sealed class RateCheckTests
{
    const int Steps = 4000;
    const double Peak = 3e-4;
    const double Floor = 3e-5;
    const string Cosine = "linear(0, 3e-4, 400) then cosine(3e-4, 3e-5, 3600)";
    const string Plateau = "linear(0, 3e-4, 400) then constant(3e-4, 2400) then linear(3e-4, 3e-5, 1200)";

    public static TheoryData<string, string, RateFault, double> Faults
    {
        get
        {
            var rows = new TheoryData<string, string, RateFault, double>();
            foreach (var digits in (string[])["R", "G9", "G5"])
            {
                foreach (var every in (int[])[1, 10, 25])
                {
                    Add("follows", RateFault.None, 0);
                    // Rates of few digits far apart cannot tell a shift.
                    if (digits != "G5") Add("ahead", RateFault.Shifted, 1);
                    if (digits != "G5") Add("behind", RateFault.Shifted, -2);
                    Add("process", RateFault.SteppedPerProcess, 8);
                    Add("epoch", RateFault.SteppedPerEpoch, 250);
                    Add("checkpoint", RateFault.Restarted, 1500);
                    Add("accumulation", RateFault.Accumulation, 4);
                    Add("horizon", RateFault.Horizon, 3000);
                    Add("warmup", RateFault.WarmupUnit, 100);
                    Add("floor", RateFault.FloorIgnored, Floor);
                    Add("scaled", RateFault.Scaled, 0.1);

                    void Add(string fault, RateFault expected, double amount) => rows.Add(fault, $"{digits}/{every.ToString(CultureInfo.InvariantCulture)}", expected, amount);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_is_named(string fault, string written, RateFault expected, double amount)
    {
        var (digits, every) = written.Split('/') is [var format, var step] ? (format, int.Parse(step, CultureInfo.InvariantCulture)) : default;

        foreach (var spec in (string[])[Cosine, Plateau])
        {
            var (steps, rates) = Log(fault, spec, digits, every);
            var verdict = RateCheck.Of(steps, rates, ScheduleNotation.Parse(spec));

            Assert.True(verdict.Fault == expected, $"{spec}: {verdict.Fault}: {verdict.Sentence}");
            Assert.InRange(Math.Abs(verdict.Amount - amount), 0, fault switch
            {
                // Where it happened lies between two rows; lengths and floors are found from rounded rates.
                "checkpoint" => every,
                "horizon" or "warmup" or "floor" or "epoch" => 0.01 * amount,
                _ => 1e-4,
            });
        }
    }

    [Theory]
    [InlineData(21840, 69840)]
    [InlineData(69840, 21840)]
    public void A_horizon_is_found_where_the_warm_up_reaches_the_peak_at_its_last_step(int trained, int planned)
    {
        var log = ScheduleNotation.Parse($"warmup(3e-4, 2160) then cosine(3e-4, 3e-5, {trained})");
        int[] steps = [.. Enumerable.Range(17, 160).Select(i => 128 * i).Where(t => t < log.Steps)];
        double[] rates = [.. steps.Select(t => log[t])];

        var verdict = RateCheck.Of(steps, rates, ScheduleNotation.Parse($"warmup(3e-4, 2160) then cosine(3e-4, 3e-5, {planned})"));

        Assert.Equal(RateFault.Horizon, verdict.Fault);
        // The log's beginning leaves a few updates open.
        Assert.InRange(verdict.Amount, trained + 2150, trained + 2170);
    }

    [Fact]
    public void A_horizon_that_was_extended_is_found_while_the_rate_falls_and_bounded_before()
    {
        var (steps, rates) = Log("extended", Cosine, "G9", 10);
        var falling = RateCheck.Of(steps, rates, ScheduleNotation.Parse(Cosine));
        Assert.Equal(RateFault.Horizon, falling.Fault);
        Assert.InRange(falling.Amount, 5990, 6010);

        (steps, rates) = Log("extended", Plateau, "G9", 10);
        var flat = RateCheck.Of(steps, rates, ScheduleNotation.Parse(Plateau));
        Assert.Equal(RateFault.Horizon, flat.Fault);
        Assert.InRange(flat.Amount, Steps, 6000);
    }

    [Fact]
    public void A_log_of_something_else_is_unknown()
    {
        var steps = Enumerable.Range(0, 100).ToArray();
        var verdict = RateCheck.Of(steps, Array.ConvertAll(steps, t => 1e-4 * (2 + Math.Sin(t))), ScheduleNotation.Parse(Cosine));

        Assert.Equal(RateFault.Unknown, verdict.Fault);
        Assert.Equal(0, verdict.FirstBad);
    }

    [Fact]
    public void Rows_that_cannot_tell_a_shift_say_so()
    {
        var verdict = RateCheck.Of([1000, 1001, 1500], [Peak, Peak, Peak], ScheduleNotation.Parse(Plateau));

        Assert.Equal(RateFault.None, verdict.Fault);
        Assert.Single(verdict.Others);
        Assert.All(verdict.Shifts, shift => Assert.Equal(3, shift.Rows));
    }

    [Theory]
    [InlineData("follows", 0, "follows")]
    [InlineData("ahead", 7, "off by 1")]
    [InlineData("process", 7, "8 times too fast")]
    [InlineData("epoch", 7, "epoch")]
    [InlineData("checkpoint", 7, "checkpoint")]
    [InlineData("accumulation", 7, "accumulation")]
    [InlineData("horizon", 7, "horizon")]
    [InlineData("warmup", 7, "warm-up")]
    [InlineData("floor", 7, "floor")]
    public void The_command_names_it_and_ends_with_seven(string fault, int exit, string word)
    {
        using var scratch = new Scratch();
        var (steps, rates) = Log(fault, Cosine, "R", 10);
        File.WriteAllLines(scratch["log.csv"], steps.Zip(rates, (t, rate) => FormattableString.Invariant($"{t},{rate:R},{3 + (1.0 / (t + 1)):F4}")).Prepend("step,lr,loss"));

        var run = Invocation.Of("verify-lr", scratch["log.csv"], "--schedule", Cosine, "--plot", scratch["lr.svg"]);
        var json = Invocation.Of("verify-lr", scratch["log.csv"], "--schedule", Cosine, "--json");

        Assert.Equal(exit, (int)run.Exit);
        Assert.Contains(word, run.Output, StringComparison.Ordinal);
        Assert.Equal(exit, (int)json.Exit);
        Assert.Contains(word, json.Output, StringComparison.Ordinal);
        Assert.Contains("logged", File.ReadAllText(scratch["lr.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_rates_is_unusable_input()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["log.csv"], "step,loss\n0,3\n1,2\n");

        var run = Invocation.Of("verify-lr", scratch["log.csv"], "--schedule", Cosine);

        Assert.Equal(ExitCode.InvalidInput, run.Exit);
        Assert.Contains("no column of rates", run.Errors, StringComparison.Ordinal);
    }

    static (int[] Steps, double[] Rates) Log(string fault, string spec, string digits, int every)
    {
        var isCosine = spec == Cosine;
        var rate = fault switch
        {
            "follows" => (Func<int, double>)(t => Rate(t)),
            "ahead" => t => Rate(t + 1),
            "behind" => t => Rate(t - 2),
            "process" => t => Rate(8 * t),
            "epoch" => t => Rate(t / 250),
            "accumulation" => t => Rate(t / 4),
            "checkpoint" => t => Rate(t < 1500 ? t : t - 1500),
            "horizon" => t => Rate(t, total: 3000),
            "extended" => t => Rate(t, total: 6000),
            "warmup" => t => Rate(t, warmup: 100),
            "floor" => t => Rate(t, floor: 0),
            _ => t => 0.1 * Rate(t),
        };
        var steps = Enumerable.Range(0, Steps).Where(t => t % every == 0 || t == Steps - 1).ToArray();
        return (steps, Array.ConvertAll(steps, t => double.Parse(rate(t).ToString(digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));

        double Rate(int t, int total = Steps, int warmup = 400, double floor = Floor)
        {
            t = Math.Clamp(t, 0, total - 1);
            if (t < warmup) return Peak * t / warmup;
            var start = isCosine ? warmup : total - 1200;
            if (t < start) return Peak;
            var x = (double)(t - start) / (total - start);
            return floor + ((Peak - floor) * (isCosine ? (1 + Math.Cos(Math.PI * x)) / 2 : 1 - x));
        }
    }
}
