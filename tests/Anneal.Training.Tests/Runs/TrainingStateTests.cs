using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

public sealed class TrainingStateTests
{
    [Fact]
    public void A_run_that_goes_on_from_it_is_the_uninterrupted_run_to_the_bit_however_often()
    {
        var config = RunFolder.Read();
        using var whole = new TrainingJob(config, 1);
        while (whole.Step < 3) whole.Next();
        var state = TrainingState.Of(whole);
        while (!whole.IsDone) whole.Next();
        for (var time = 0; time < 2; time++)
        {
            using var rest = new TrainingJob(config, 1);

            state.CopyTo(rest);
            Assert.Equal(3, rest.Step);
            while (!rest.IsDone) rest.Next();

            Assert.Equal(whole.Model.Parameters.SelectMany(p => p.Values), rest.Model.Parameters.SelectMany(p => p.Values));
            Assert.Equal(whole.Evaluate(), rest.Evaluate());
        }
    }

    [Fact]
    public void A_run_of_another_seed_is_refused()
    {
        using var job = new TrainingJob(RunFolder.Read(), 1);
        using var other = new TrainingJob(RunFolder.Read() with { Seed = 99 }, 1);

        Assert.Throws<ArgumentException>(() => TrainingState.Of(job).CopyTo(other));
    }
}
