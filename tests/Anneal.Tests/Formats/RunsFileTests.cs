using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Formats;

public sealed class RunsFileTests
{
    const string Log = "step,lr,loss\n200,3e-4,3.5\n400,3e-4,3.25\n";

    static IReadOnlyList<RunRequest> Parse(string text) => RunsFile.Read(new StringReader(text), "dir/runs.yaml");

    [Fact]
    public void Every_key_is_read()
    {
        var run = Assert.Single(Parse(
            """
            # two kinds of style
            runs:
              - log: logs/a.csv
                schedule: "constant(3e-4, 100) then cosine(3e-4, 3e-5, 300)"
                warmup: 100
                warmup-sum: 1.5e-2
                name: a run
                weight: 0.5
                branch_step: 8_000
                window: 50
                metric: val_loss
                batch_size: 512
                tokens_per_step: 524288
                optimizer: adamw
                loss_unit: nats/token
                jump: earlier
            """));

        Assert.Equal(Path.Combine("dir", "logs/a.csv"), run.Log);
        Assert.Equal(
            new RunSettings
            {
                Schedule = new Constant(3e-4, 100).Then(new Cosine(3e-4, 3e-5, 300)),
                Warmup = 100,
                WarmupSum = 1.5e-2,
                Name = "a run",
                Weight = 0.5,
                BranchStep = 8000,
                Window = 50,
                Metric = "val_loss",
                BatchSize = 512,
                TokensPerStep = 524288,
                Optimizer = "adamw",
                LossUnit = "nats/token",
                Jump = JumpPlacement.EarlierRow,
            },
            run.Settings);
        Assert.Equal(("dir/runs.yaml", 3), (run.ListedIn, run.Line));
    }

    [Fact]
    public void Defaults_fill_what_an_entry_leaves_out()
    {
        var runs = Parse("defaults: { warmup: 10, metric: loss }\nruns:\n- { log: a.csv }\n- { log: b.csv, warmup: 20 }\n");

        Assert.Equal([10, 20], runs.Select(run => run.Settings.Warmup));
        Assert.All(runs, run => Assert.Equal("loss", run.Settings.Metric));
    }

    [Fact]
    public void A_single_entry_needs_no_list() => Assert.Equal(7, Assert.Single(Parse("log: a.csv\nwarmup: 7\n")).Settings.Warmup);

    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("runs: []\n", 1, "no run is listed")]
    [InlineData("- log: a.csv\n", 1, "here 'key: value' lines are expected, but there is a list")]
    [InlineData("runs:\n  - log: a.csv\n    wramup: 5\n", 3, "a run has no key 'wramup'; did you mean 'warmup'")]
    [InlineData("run:\n  - log: a.csv\n", 1, "a run has no key 'run'; did you mean 'runs'")]
    [InlineData("runs:\n  - name: x\n", 2, "the run has no 'log'")]
    [InlineData("runs:\n  - log: a.csv\n    warmup: 2.5\n", 3, "warmup is '2.5'; it must be a whole number from 0 to 200 million")]
    [InlineData("runs:\n  - log: a.csv\n    weight: 0\n", 3, "weight is '0'; it must be a number above 0")]
    [InlineData("runs:\n  - log: a.csv\n    weight: 1,5\n", 3, "weight is '1,5'; it must be a number above 0")]
    [InlineData("runs:\n  - log: a.csv\n    jump: sideways\n", 3, "jump is 'sideways'; it must be later, earlier or middle")]
    [InlineData("runs:\n  - log: a.csv\n    log: b.csv\n", 3, "the key 'log' stands twice")]
    [InlineData("runs:\n  - log: [a.csv]\n", 2, "'log' takes one value, but there is a list")]
    [InlineData("runs:\n  - &x { log: a.csv }\n  - *x\n", 3, "here 'key: value' lines are expected, but there is an alias")]
    [InlineData("runs:\n  - log: a.csv\n   bad indent\n", 3, "this is not YAML")]
    [InlineData("runs:\n  - log: a.csv\n    schedule: cosin(3e-4, 3e-5, 100)\n", 3, "")]
    [InlineData("defaults: { log: a.csv }\nruns:\n  - log: b.csv\n", 1, "'log' belongs to a run")]
    [InlineData("log: a.csv\nruns:\n  - log: b.csv\n", 1, "a runs file has either a list 'runs:' or the keys of one run")]
    public void A_bad_runs_file_is_one_sentence_with_a_place(string text, int line, string message)
    {
        var error = Assert.Throws<InputException>(() => Parse(text));

        Assert.StartsWith($"dir/runs.yaml:{line}: {message}", error.Message);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void A_warm_up_comes_before_the_given_schedule()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Log);
        var runs = folder.Add("runs.yaml", "runs:\n  - log: a.csv\n    warmup: 100\n    schedule: linear(3e-4, 0, 400)\n");
        var run = Runs.Read([runs]).Runs[0];

        var spec = new Linear(3e-4, 0, 400);
        Assert.Equal(500, run.Schedule.Steps);
        Assert.Equal(new Linear(0, 3e-4, 99).Then(new Constant(3e-4, 1)).Then(spec).ToArray(), run.Schedule.ToArray());
        Assert.Equal(100, run.WarmupSteps);
        // The log's constant rate is another than the schedule's, which is worth a word.
        Assert.Contains(run.Notes, note => note.StartsWith("the logged rate differs from the given schedule, most at step 400", StringComparison.Ordinal));
    }

    [Fact]
    public void A_warm_up_sum_alone_comes_before_step_0()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Log);
        var run = Runs.Read([folder.Add("runs.yaml", "log: a.csv\nwarmup_sum: 0.324\nschedule: constant(3e-4, 401)\n")]).Runs[0];

        Assert.Equal((0.324, 401, 0), (run.PriorSum, run.Schedule.Steps, run.Path.WarmupSteps));
    }

    [Fact]
    public void A_schedule_shorter_than_the_log_is_an_error_at_its_entry()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a.csv", Log);
        var runs = folder.Add("runs.yaml", "runs:\n  - log: a.csv\n    schedule: constant(3e-4, 400)\n");

        Assert.Equal(
            $"{runs}:2: the log goes on to step 400, but its schedule has 400 steps, 0 to 399.",
            Assert.Throws<InputException>(() => Runs.Read([runs])).Message);
    }

    [Fact]
    public void A_schedule_makes_the_rate_column_unnecessary()
    {
        var run = Logs.Read("step,loss\n0,3\n9,2\n", new RunSettings { Schedule = new Constant(0.1, 10) }).Runs[0];

        Assert.Equal(new Constant(0.1, 10), run.Schedule);
    }
}
