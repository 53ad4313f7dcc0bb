using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

/// <summary>Logs as tools wrote them, beside the public curves; skipped where they are not.</summary>
public sealed class OriginalLogTests
{
    [Fact]
    public void The_source_at_the_top_of_a_modded_nanogpt_log_is_read_over()
    {
        var set = Read("moddednanogpt_adam.txt", new() { Metric = "val_loss", Schedule = new Constant(1e-3, 5100) });

        Assert.Equal("modded-nanogpt", set.Reports[0].Format);
        Assert.Equal(1, set.Reports[0].BeforeFirstUpdate);
        // Every 125 updates, and after the last.
        Assert.Equal([.. Enumerable.Range(1, 40).Select(k => (125 * k) - 1), 5099], set.Steps());
        Assert.Equal(3.3406, set.Loss()[^1]);
    }

    [Fact]
    public void Training_lines_of_a_modded_nanogpt_log_are_one_an_update()
    {
        var set = Read("moddednanogpt_adam.txt", new() { Metric = "train_loss", Schedule = new Constant(1e-3, 5100) });

        Assert.Equal(Enumerable.Range(0, 5100), set.Steps());
        Assert.Equal(3.3302, set.Loss()[^1]);
    }

    [Fact]
    public void An_export_of_OLMo_has_the_labels_of_OLMo()
    {
        var set = Read("wandb_export_olmo_ladder_190M-1xC.csv", new() { Metric = "eval/pile-validation/CrossEntropyLoss" });

        Assert.Equal(("CSV", "OLMo", -1), (set.Reports[0].Format, set.Reports[0].Tool, set.Reports[0].Offset));
        Assert.Equal(199, set.Steps()[0]);
        Assert.Equal((6.404236793518066, 3.0059151649475098), (set.Loss()[0], set.Loss()[^1]));
    }

    [Fact]
    public void A_run_dump_has_its_rates_one_update_ahead()
    {
        var set = Read("schaipp_wsd_cooldown.json", new() { Metric = "train_loss" });

        // A linear decay from 10,000 to 12,500 steps: at label 10,050 the rate is that of index 10,050.
        Assert.Equal("run dump", set.Reports[0].Format);
        Assert.Equal(0.00098, set.Runs[0].Schedule[10050], 1e-12);
        Assert.Equal((10049, 12499), (set.Steps()[0], set.Steps()[^1]));
    }

    [Fact]
    public void A_table_of_the_multi_power_paper_is_read_as_it_is()
    {
        var set = Read("mpl_wsdcon_3.csv", new());

        Assert.Equal((0, 2176), (set.Reports[0].Offset, set.Steps()[0]));
        Assert.Equal(3.0000000000000004e-05, set.Runs[0].Schedule[8000]);
    }

    static RunSet Read(string name, RunSettings settings)
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var path = Path.Combine(SharedCurves.Folder!, "..", "raw", name);
        Assert.SkipUnless(File.Exists(path), "The original log is not beside this checkout.");
        return Runs.Read([path], new() { Settings = settings });
    }
}
