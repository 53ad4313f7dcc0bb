using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

public sealed class TrainingFolderTests : IDisposable
{
    readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_and_two_threads_write_the_same_bytes()
    {
        folder.Train("one", RunFolder.Read(), threads: 1);
        folder.Train("two", RunFolder.Read(), threads: 2);

        Assert.Equal(folder.Log("one"), folder.Log("two"));
        Assert.Equal(folder.Latest("one"), folder.Latest("two"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(19)]
    public void A_resumed_run_writes_the_bytes_of_an_uninterrupted_one(int after)
    {
        folder.Train("whole", RunFolder.Read());
        folder.Interrupt("parts", RunFolder.Read(), after);

        folder.Resume("parts", RunFolder.Read(), threads: 2);

        Assert.Equal(folder.Log("whole"), folder.Log("parts"));
        Assert.Equal(folder.Latest("whole"), folder.Latest("parts"));
    }

    public static TheoryData<string> Optimizers => [.. Anneal.Training.Optimizers.OptimizerCatalog.All];

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_optimizer_resumes_to_the_same_bytes(string name)
    {
        var config = RunFolder.Read($"{RunFolder.Config}\noptimizer: {name}\nsteps: 12");
        folder.Train("whole", config, threads: 2);
        folder.Interrupt("parts", config, 7);

        folder.Resume("parts", config);

        Assert.Equal(folder.Log("whole"), folder.Log("parts"));
        Assert.Equal(folder.Latest("whole"), folder.Latest("parts"));
    }

    [Theory]
    [InlineData("{kind: greedy, initial: 1e-3, patience: 0, window: 2, warmup: 0, factor: 0.7}")]
    [InlineData("{kind: gap-warmup, peak: 1e-2, final_loss: 1}")]
    public void A_rule_that_finds_the_rates_resumes_to_the_same_bytes(string rule)
    {
        var config = RunFolder.Read(RunFolder.Config.Replace("schedule: wsd(1e-2, 1e-3, 4, 20, 6, linear)", $"rate_rule: {rule}\nsteps: 20", StringComparison.Ordinal));
        folder.Train("whole", config);
        folder.Interrupt("parts", config, 9);

        folder.Resume("parts", config);

        Assert.Equal(folder.Log("whole"), folder.Log("parts"));
        Assert.Equal(folder.Latest("whole"), folder.Latest("parts"));
        Assert.True(folder.Log("whole").Trim().Split('\n')[1..].Select(row => row.Split(',')[1]).Distinct(StringComparer.Ordinal).Count() > 2, folder.Log("whole"));
        Assert.Equal(config, RunFolder.Read(ConfigFile.ToYaml(config)));
        Assert.Throws<InputException>(() => config.Branch(3, new Constant(1, 2)));
    }

    [Theory]
    [InlineData("mlp", "digits")]
    [InlineData("{kind: convolutional, channels: [4], hidden: 8}", "{kind: digits, side: 8}")]
    [InlineData("linear", "{kind: teacher, features: 20}")]
    [InlineData("transformer-tiny", "text:rhyme.txt")]
    [InlineData("{kind: transformer, width: 16, heads: 2, depth: 1, context: 4}", "{kind: text, path: rhyme.txt, vocabulary: 260}")]
    public void Every_kind_of_data_trains_and_resumes(string model, string data)
    {
        File.WriteAllText(folder["rhyme.txt"], string.Concat(Enumerable.Repeat("one, two, three, four, five; once I caught a fish alive. ", 40)));
        File.WriteAllText(folder["run.yaml"], $"model: {model}\ndata: {data}\nschedule: constant(1e-3, 6)\nbatch: 2\ncheckpoint: 2\nevaluate: {{every: 3, samples: 4}}");
        var config = ConfigFile.Read(folder["run.yaml"]);
        folder.Train("whole", config, threads: 2);
        folder.Interrupt("parts", config, 3);

        folder.Resume("parts", config);

        Assert.Equal(folder.Latest("whole"), folder.Latest("parts"));
        Assert.Equal(folder.Log("whole"), folder.Log("parts"));
        using var job = new TrainingJob(config, 1);
        Assert.Equal(config.Model.ParameterCount(job.Source.Shape), job.Model.ParameterCount);
    }

    [Fact]
    public void Rows_after_the_checkpoint_are_dropped_and_written_again()
    {
        folder.Train("whole", RunFolder.Read());
        folder.Interrupt("parts", RunFolder.Read(), 8);
        File.AppendAllText(Path.Combine(folder["parts"], "log.csv"), "9,0.01,1.0,\n10,0.0");

        folder.Resume("parts", RunFolder.Read());

        Assert.Equal(folder.Log("whole"), folder.Log("parts"));
    }

    [Fact]
    public void A_branch_is_the_run_that_had_its_rates_from_the_start()
    {
        var trunk = RunFolder.Read() with { Schedule = new Constant(1e-2, 20) };
        folder.Train("trunk", trunk);
        var rest = new Linear(1e-2, 0, 5);
        var config = trunk.Branch(10, rest);
        folder.Train("whole", config);
        using (var job = new TrainingJob(config, 1))
        using (var run = TrainingFolder.Branch(folder["branch"], job, Checkpoint.Read(TrainingFolder.Kept(folder["trunk"], 10))))
            run.Train();

        Assert.Equal(15, config.Steps);
        Assert.Equal(folder.Log("whole"), folder.Log("branch"));
        Assert.Equal(folder.Latest("whole"), folder.Latest("branch"));
    }

    [Fact]
    public void The_log_reads_back_as_a_run_with_its_rates()
    {
        folder.Train("run", RunFolder.Read());

        var run = Anneal.Formats.Runs.Read([Path.Combine(folder["run"], "log.csv")]).Runs.Single();

        Assert.Equal("val_loss", run.Metric);
        Assert.Equal([0, 4, 9, 14, 19], run.Curve.Steps.ToArray());
        var schedule = RunFolder.Read().Schedule;
        Assert.All(run.Curve.Steps.ToArray(), step => Assert.Equal(schedule[step], run.Schedule[step], 1e-12));
        Assert.Equal("step,lr,train_loss,val_loss", folder.Log("run").Split('\n')[0]);
        Assert.Equal([0, 2, 4, 5, 8, 9, 11, 14, 17, 19], folder.Log("run").Trim().Split('\n')[1..].Select(row => int.Parse(row.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_folder_holds_what_trains_the_run_again()
    {
        folder.Train("run", RunFolder.Read());

        var config = ConfigFile.Read(Path.Combine(folder["run"], "config.yaml"));
        folder.Train("again", config);

        Assert.Equal(folder.Latest("run"), folder.Latest("again"));
        var record = File.ReadAllText(Path.Combine(folder["run"], "run.json"));
        Assert.Contains("\"tokens\": 640", record, StringComparison.Ordinal);
        using var job = new TrainingJob(config, 1);
        Assert.Contains($"\"parameters\": {job.Model.ParameterCount}", record, StringComparison.Ordinal);
        Assert.Equal(config.Model.ParameterCount(job.Source.Shape), job.Model.ParameterCount);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        folder.Train("run", RunFolder.Read());
        var before = folder.Latest("run");

        Assert.Throws<InputException>(() => folder.Train("run", RunFolder.Read() with { Seed = 2 }));

        Assert.Equal(before, folder.Latest("run"));
    }

    [Fact]
    public void A_folder_with_a_log_and_no_checkpoint_is_not_told_to_go_on()
    {
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(Path.Combine(folder["run"], "log.csv"), "step,lr\n");

        var error = Assert.Throws<InputException>(() => folder.Train("run", RunFolder.Read()));

        Assert.Contains("no checkpoint", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", error.Message, StringComparison.Ordinal);
        Assert.Equal("step,lr\n", folder.Log("run"));
    }

    [Fact]
    public void Another_seed_is_another_run_on_the_same_held_out_samples()
    {
        folder.Train("one", RunFolder.Read());
        folder.Train("two", RunFolder.Read() with { Seed = 2 });

        Assert.NotEqual(folder.Log("one"), folder.Log("two"));
        var (a, b) = (Held("one"), Held("two"));
        Assert.InRange(Math.Abs(a - b), 1e-9, 0.2);

        double Held(string name) => double.Parse(folder.Log(name).Trim().Split('\n')[^1].Split(',')[3], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_run_that_diverges_stops_and_keeps_the_last_good_checkpoint()
    {
        var config = RunFolder.Read() with { Schedule = new Constant(1e-2, 10).Then(new Constant(1e38, 10)) };

        var error = Assert.Throws<DivergenceException>(() => folder.Train("run", config));

        Assert.InRange(error.Step, 10, 12);
        Assert.Equal(1e38, error.Rate);
        Assert.Contains("1e38", error.Message, StringComparison.Ordinal);
        Assert.Equal(8, Checkpoint.Read(TrainingFolder.Latest(folder["run"])).Step);
    }
}
