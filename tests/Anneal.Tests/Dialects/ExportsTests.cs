using Anneal.Dialects;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Dialects;

public sealed class ExportsTests
{
    public static TheoryData<string> Stock => [.. Exports.Targets.Where(target => target.Forms.Contains(ExportForm.Stock)).Select(target => target.Name)];

    public static TheoryData<string> All => [.. Exports.Targets.Select(target => target.Name)];

    public static TheoryData<string, string> Exact => new()
    {
        { "pytorch", "linear(3e-5, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "pytorch", "constant(1e-3, 10) then linear(5e-4, 0, 40)" },
        { "optax", "linear(0, 3e-4, 100) then constant(3e-4, 300) then linear(3e-4, 0, 100)" },
        { "optax", "linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "huggingface", "linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "huggingface", "linear(0, 3e-4, 100) then linear(3e-4, 0, 900)" },
        { "huggingface", "linear(3e-5, 3e-4, 100) then constant(3e-4, 500) then one-minus-sqrt(3e-4, 3e-5, 400)" },
        { "timm", "linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "megatron", "linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "megatron", "linear(0, 3e-4, 100) then constant(3e-4, 500) then one-minus-sqrt(3e-4, 0, 400)" },
        { "megatron", "linear(0, 3e-4, 100) then inverse-sqrt(3e-4, 100, 900)" },
        { "keras", "linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)" },
        { "keras", "multi-stage([3e-4, 1e-4, 3e-5], [10, 20, 30])" },
        { "torchtitan", "linear(0, 3e-4, 100)[1..] then constant(3e-4, 502) then linear(3e-4, 0, 400)[1..]" },
        { "olmo-core", "linear(0, 3e-4, 100)[1..] then constant(3e-4, 501) then linear(3e-4, 3e-5, 400)[1..] then constant(3e-5, 1)" },
        { "nanogpt", "linear(0, 3e-4, 101)[1..] then cosine(3e-4, 3e-5, 900)" },
        { "deepspeed", "constant(0, 1) then linear(0, 3e-4, 100) then linear(3e-4, 0, 900)[..899]" },
        { "composer", "constant(0, 1) then linear(0, 3e-4, 100) then cosine(3e-4, 3e-5, 900)[..899]" },
        { "nanochat", "linear(0, 1, 100)[1..] then constant(1, 501) then linear(1, 0.05, 400)" },
        { "llm-c", "linear(0, 3e-4, 100)[1..] then constant(3e-4, 1) then cosine(3e-4, 3e-5, 900)" },
    };

    [Theory, MemberData(nameof(Exact))]
    public void A_schedule_that_the_framework_has_is_written_in_its_own_arguments(string target, string spec)
    {
        var schedule = ScheduleNotation.Parse(spec);

        var export = Exports.Write(schedule, target, new ExportOptions { Form = ExportForm.Stock });

        Assert.Equal(0, export.MaxError);
        var (ours, theirs) = (schedule.ToArray(), Exports.Read(export.Text, target, new ImportOptions { Steps = schedule.Steps }).ToArray());
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-12 * Math.Max(pair.First, 1e-3 * ours.Max())));
    }

    [Theory]
    [InlineData("pytorch")]
    [InlineData("optax")]
    public void A_plateau_is_kept_where_the_decay_cannot_be_said(string target)
    {
        // A line in place of 1 − √x errs by at most ¼ of the fall, where √x = ½.
        var export = Exports.Write(new Wsd(1, 0.1, 20, 1000, 200, DecayShape.OneMinusSqrt), target, new ExportOptions { Form = ExportForm.Stock });
        Assert.InRange(export.MaxError, 0.2, 0.26);
    }

    [Fact]
    public void Rates_of_zero_are_not_given_a_rate_of_one()
    {
        foreach (var target in Stock)
        {
            try
            {
                Assert.Equal(0, Exports.Write(new Constant(0, 100), target, new ExportOptions { Form = ExportForm.Stock }).MaxError);
            }
            catch (InputException refused)
            {
                Assert.Contains("no arguments near this schedule", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(Stock))]
    public void What_a_framework_cannot_say_comes_with_its_error(string target)
    {
        var schedule = ScheduleNotation.Parse("linear(0, 3e-4, 100) then constant(3e-4, 300) then square(3e-4, 1e-5, 600)");

        var export = Exports.Write(schedule, target, new ExportOptions { Form = ExportForm.Stock });

        var read = Exports.Read(export.Text, target, new ImportOptions { Steps = schedule.Steps, Rate = 3e-4 });
        var error = schedule.ToArray().Select((rate, t) => Math.Abs(rate - read[t])).ToArray();
        Assert.True(export.MaxError > 0);
        Assert.Equal(error.Max(), export.MaxError);
        Assert.Equal(error[export.At], export.MaxError);
        Assert.Contains("NOT EXACT", export.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void A_file_says_how_it_is_used(string target)
    {
        var export = Exports.Write(ScheduleNotation.Parse("warmup-cosine(3e-4, 3e-5, 10, 100)"), target);

        Assert.NotEmpty(export.Usage);
        if (target == "csv") return;
        Assert.Contains("Usage:", export.Text, StringComparison.Ordinal);
        Assert.Contains(export.MaxError == 0 ? "Exact" : "NOT EXACT", export.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public void Tables_are_read_back_to_the_bit(string target)
    {
        var schedule = ScheduleNotation.Parse("warmup-cosine(3e-4, 3e-5, 10, 100) then tabulated([5e-324, 0.1, 0])");

        Assert.Equal(schedule.ToArray(), Exports.Read(Exports.Write(schedule, target).Text, target).ToArray());
    }

    [Fact]
    public void Points_say_what_straight_lines_between_them_miss()
    {
        var schedule = ScheduleNotation.Parse("cosine(1, 0, 10000)");

        var export = Exports.Write(schedule, "csv", new ExportOptions { Points = 256 });

        // The sag of a chord of the cosine: (π h)²/16 with h the spacing, at its steepest bend.
        var h = 9999 / 255.0 / 10000;
        Assert.InRange(export.MaxError, 0.9 * Math.Pow(Math.PI * h, 2) / 16, 1.1 * Math.Pow(Math.PI * h, 2) / 16);
        var read = ScheduleFile.ReadText(export.Text, "points").ToArray();
        Assert.Equal(10000, read.Length);
        Assert.InRange(schedule.ToArray().Select((rate, t) => Math.Abs(rate - read[t])).Max(), 0, 1.0001 * export.MaxError);
    }

    [Fact]
    public void Every_target_has_its_row_in_the_documentation()
    {
        var rows = File.ReadLines(Path.Combine(ArchitectureTests.Root, "docs", "exports.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).ToArray();

        Assert.Equal(Exports.Targets.Select(target => target.Name), rows);
    }

    [Fact]
    public void A_target_is_found_by_its_other_names() =>
        Assert.Equal("huggingface", Exports.Write(new Constant(1, 2), "HF").Target);

    [Fact]
    public void A_form_that_a_target_lacks_is_refused() =>
        Assert.Throws<InputException>(() => Exports.Write(new Constant(1, 2), "nanochat", new ExportOptions { Form = ExportForm.Code }));
}
