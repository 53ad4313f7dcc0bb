using System.Globalization;
using System.Text.Json;
using Anneal.Cli;
using Anneal.Tests.Formats;

namespace Anneal.Tests.Cli;

public sealed class ForecastTests
{
    const string Spec = "warmup(3e-4, 2000) then cosine(3e-4, 3e-5, 30000)";

    static readonly string[] Power = ["--law", "one-power", "--parameters", "L0=3,A=0.5,alpha=0.5"];

    [Fact]
    public void The_final_loss_lies_inside_its_interval_and_a_longer_horizon_is_a_warning()
    {
        var run = Invocation.Of("forecast", DemoFit.File, "--schedule", Spec, "--json");

        Assert.Equal(ExitCode.Ok, run.Exit);
        using var json = JsonDocument.Parse(run.Output);
        var final = json.RootElement.GetProperty("final");
        Assert.Equal(["step", "loss", "lower", "upper", "level"], final.EnumerateObject().Select(field => field.Name));
        Assert.InRange(Number(final, "loss"), Number(final, "lower"), Number(final, "upper"));
        Assert.Equal(0.9, Number(final, "level"));
        var warning = Assert.Single(json.RootElement.GetProperty("warnings").EnumerateArray().Select(x => x.GetString()));
        Assert.Contains("horizon of 32000 steps", warning, StringComparison.Ordinal);
        Assert.Contains(warning!, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_higher_level_is_a_wider_interval()
    {
        double Width(string level)
        {
            using var json = JsonDocument.Parse(Invocation.Of("forecast", DemoFit.File, "--schedule", Spec, "--json", "--level", level).Output);
            return Number(json.RootElement.GetProperty("final"), "upper") - Number(json.RootElement.GetProperty("final"), "lower");
        }

        Assert.True(Width("0.5") < Width("0.9"));
        Assert.True(Width("0.9") < Width("0.99"));
    }

    [Fact]
    public void Given_values_forecast_without_data_interval_or_warning()
    {
        // One-power law, constant rate 1e-3 over 1000 steps after a warm-up of sum 3: L = 3 + ½ (3 + 1)^−½.
        var run = Invocation.Of(["forecast", .. Power, "--warmup-sum", "3", "--schedule", "constant(1e-3, 1000)", "--json"]);

        Assert.Equal(ExitCode.Ok, run.Exit);
        using var json = JsonDocument.Parse(run.Output);
        var final = json.RootElement.GetProperty("final");
        Assert.Equal(3.25, Number(final, "loss"), 1e-12);
        Assert.Equal(JsonValueKind.Null, final.GetProperty("lower").ValueKind);
        Assert.Equal(JsonValueKind.Null, final.GetProperty("upper").ValueKind);
        Assert.Empty(json.RootElement.GetProperty("warnings").EnumerateArray());
    }

    // Published parameters of the 25M runs and the losses of the paper's own schedules under them, warm-up excluded, its sum
    // 0.324 given: recomputed with numpy by the direct sum.
    [Theory]
    [InlineData("cosine(3e-4, 3e-5, 21840)", 3.207204)]
    [InlineData("constant(3e-4, 17840) then exponential(3e-4, 3e-5, 4000)", 3.158006)]
    [InlineData("constant(3e-4, 17840) then linear(3e-4, 3e-5, 4000)", 3.157115)]
    public void Published_parameters_give_their_published_losses(string schedule, double loss)
    {
        const string Parameters = "L0=3.04045406,A=0.52468604,alpha=0.50786857,B=363.78751622,C=2.06560812,beta=0.58279013,gamma=0.64142257";

        var run = Invocation.Of(
            "forecast", "--law", "multi-power", "--parameters", Parameters, "--warmup-sum", "0.324", "--schedule", schedule, "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(loss, Number(json.RootElement.GetProperty("final"), "loss"), 1e-6);
    }

    [Fact]
    public void The_table_and_the_picture_are_written()
    {
        using var folder = new TemporaryFolder();
        var (table, picture) = (Path.Combine(folder.Path, "c.csv"), Path.Combine(folder.Path, "c.svg"));

        var run = Invocation.Of("forecast", DemoFit.File, "--schedule", Spec, "--out", table, "--plot", picture);

        Assert.Equal(ExitCode.Ok, run.Exit);
        Assert.DoesNotContain('\e', run.Output + run.Errors);
        var rows = File.ReadAllLines(table);
        Assert.Equal("step,lr,loss,lower,upper", rows[0]);
        var last = rows[^1].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(31_999, last[0]);
        Assert.InRange(last[2], last[3], last[4]);
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_rates_and_a_text_say_the_same_as_the_notation()
    {
        using var folder = new TemporaryFolder();
        var table = Path.Combine(folder.Path, "rates.csv");
        Invocation.Of("schedule", "show", Spec, "--out", table);

        var spelled = Final(Spec);

        Assert.Equal(spelled, Final(table), 1e-12);
        Assert.Equal(spelled, Final(folder.Add("rates.txt", Spec + "\n")));
    }

    [Fact]
    public void The_steps_asked_for_are_listed_and_the_last()
    {
        var run = Invocation.Of("forecast", DemoFit.File, "--schedule", Spec, "--steps", "1e4,5000,10000", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal([5000, 10_000, 31_999], json.RootElement.GetProperty("curve").EnumerateArray().Select(x => x.GetProperty("step").GetInt32()));
    }

    [Fact]
    public void The_same_line_gives_the_same_bytes() => Assert.Equal(
        Invocation.Of("forecast", DemoFit.File, "--schedule", Spec).Output,
        Invocation.Of("forecast", DemoFit.File, "--schedule", Spec).Output);

    [Theory]
    [InlineData(2, "", "'--schedule' is required")]
    [InlineData(2, "--schedule constant(1e-3,10) --level 1", "--level wants a number from 0.01 to 0.999, not '1'.")]
    [InlineData(2, "--schedule constant(1e-3,10) --steps 3,10", "--steps wants whole numbers from 0 to 9")]
    [InlineData(3, "--schedule cosin(1e-3,0,10)", "cosin")]
    [InlineData(3, "--schedule nowhere.csv", "'nowhere.csv' is neither a file nor a schedule")]
    [InlineData(3, "--schedule constant(0,10)", "rates are all 0")]
    public void A_wrong_line_is_explained(int exit, string line, string message)
    {
        var run = Invocation.Of(["forecast", .. Power, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(exit, (int)run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_counts_the_warm_up_takes_no_sum_of_one()
    {
        var run = Invocation.Of("forecast", DemoFit.File, "--schedule", Spec, "--warmup-sum", "0.3");

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains("was fitted with the warm-up's response included", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_given_values_exclude_each_other()
    {
        var run = Invocation.Of(["forecast", DemoFit.File, .. Power, "--schedule", Spec]);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains("give one of them", run.Errors, StringComparison.Ordinal);
    }

    static double Final(string schedule)
    {
        using var json = JsonDocument.Parse(Invocation.Of("forecast", DemoFit.File, "--schedule", schedule, "--json").Output);
        return Number(json.RootElement.GetProperty("final"), "loss");
    }

    static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
