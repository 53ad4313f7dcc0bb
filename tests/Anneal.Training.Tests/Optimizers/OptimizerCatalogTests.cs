using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Optimizers;

/// <summary>What every optimiser must do, on a small perceptron.</summary>
public sealed class OptimizerCatalogTests
{
    static readonly SampleShape Shape = new(SampleKind.Values, 24, 1);

    public static TheoryData<string> Names() => [.. OptimizerCatalog.All];

    [Fact]
    public void The_catalogue_holds_what_is_documented() => Assert.Equal(
        [
            "adamw", "heavy-ball", "lion", "muon", "nesterov", "polyak-schedule-free", "polyak-schedule-free-adam", "schedule-free-adamw",
            "schedule-free-plus", "schedule-free-sgd", "sgd", "sign-sgd",
        ],
        OptimizerCatalog.All);

    [Theory]
    [MemberData(nameof(Names))]
    public void One_and_three_threads_reach_the_same_bits(string name)
    {
        var ends = new[] { 1, 3 }.Select(threads =>
        {
            using var team = new WorkerTeam(threads);
            var run = new Run(name, team);
            run.Train(6);
            return run.Values();
        }).ToList();
        Assert.Equal(ends[0], ends[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_optimiser_goes_on_as_the_uninterrupted_one_does(string name)
    {
        using var team = new WorkerTeam(2);
        var whole = new Run(name, team);
        whole.Train(9);
        var first = new Run(name, team);
        first.Train(4);
        var second = new Run(name, team);
        foreach (var (to, from) in second.Model.Parameters.Zip(first.Model.Parameters)) from.Values.CopyTo(to.Values, 0);
        foreach (var (to, from) in second.Optimizer.State.Zip(first.Optimizer.State))
        {
            Assert.Equal(from.Name, to.Name);
            from.Values.CopyTo(to.Values, 0);
        }

        first.Optimizer.Numbers.CopyTo(second.Optimizer.Numbers);
        second.Optimizer.Resume(first.Optimizer.Steps);
        second.Train(5);
        Assert.Equal(9, second.Optimizer.Steps);
        Assert.Equal(whole.Values(), second.Values());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluation_gives_the_point_of_training_back_to_the_bit(string name)
    {
        using var team = new WorkerTeam(2);
        var run = new Run(name, team);
        run.Train(3);
        var before = run.Values();
        run.Optimizer.BeginEvaluation();
        run.Optimizer.EndEvaluation();
        Assert.Equal(before, run.Values());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_falls_and_nothing_is_allocated(string name)
    {
        using var team = new WorkerTeam(1);
        var run = new Run(name, team);
        // What the runtime itself makes while it warms up falls in some of the windows, not in all.
        Assert.Contains(0, Enumerable.Range(0, 20).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run.Train(12);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ToList());
        run.Optimizer.BeginEvaluation();
        Assert.InRange(run.Model.Loss(run.Batch), 0, 0.8 * run.FirstLoss);
    }

    [Fact]
    public void Names_and_settings_that_are_not_there_are_answered_with_those_that_are()
    {
        using var team = new WorkerTeam(1);
        InputException Fault(string name, string setting, string value) => Assert.Throws<InputException>(
            () => OptimizerCatalog.Create(name, new Dictionary<string, string> { [setting] = value }, [new("p", 2, 2, ParameterKind.Matrix)], team));
        Assert.StartsWith("No optimizer is called 'muno'; did you mean 'muon'? There are: adamw,", Fault("muno", "decay", "1").Message);
        Assert.Contains("optimizer 'muon' has no setting 'iteration'; did you mean 'iterations'?", Fault("muon", "iteration", "3").Message);
        Assert.Equal("optimizer 'muon': iterations is 'many'; it must be a whole number.", Fault("muon", "iterations", "many").Message);
        Assert.Equal("optimizer 'muon': iterations is 21; it must be from 0 to 20.", Fault("muon", "iterations", "21").Message);
        Assert.Equal("optimizer 'lion': beta2 is 1; it must be at least 0 and below 1.", Fault("lion", "beta2", "1").Message);
        Assert.Contains("must be one of highest-rate, uniform, rate, squared-rate", Fault("schedule_free_sgd", "averaging", "cubic").Message);
        Assert.Contains("matrix-rate is -1", Fault("sgd", "matrix_rate", "-1").Message);
        Assert.True(OptimizerCatalog.FindsRate("schedule-free-plus"));
        Assert.False(OptimizerCatalog.FindsRate("muon"));
    }

    sealed class Run
    {
        readonly double rate;

        public Run(string name, WorkerTeam team)
        {
            Model = FeedForward.Perceptron(Shape, [16, 8], 32, new Seed(3), team);
            Optimizer = OptimizerCatalog.Create(name, Settings.None, Model.Parameters, team);
            Batch = new(32, Shape);
            Numbers.Fill(Batch, "values");
            FirstLoss = Model.Loss(Batch);
            rate = OptimizerCatalog.FindsRate(name) ? 0.3 : name switch { "sgd" or "schedule-free-sgd" => 0.05, _ => 0.005 };
        }

        public FeedForward Model { get; }

        public Optimizer Optimizer { get; }

        public Batch Batch { get; }

        public double FirstLoss { get; }

        public void Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                Model.ClearGradient();
                var loss = Model.LossAndGradient(Batch);
                Optimizer.Step(new(rate / (1 + (0.01 * Optimizer.Steps)), Loss: loss));
            }
        }

        public List<float> Values() => [.. Model.Parameters.SelectMany(parameter => parameter.Values)];
    }
}
