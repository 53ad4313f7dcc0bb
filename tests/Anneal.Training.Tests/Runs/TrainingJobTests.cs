using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Training.Tests.Runs;

public sealed class TrainingJobTests
{
    [Fact]
    public void An_update_allocates_nothing_once_the_first_are_done()
    {
        using var job = new TrainingJob(RunFolder.Read(), 2);
        for (var i = 0; i < 5; i++) job.Next();
        job.Evaluate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) job.Next();
        job.Evaluate();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_batch_in_parts_gives_the_update_of_the_whole()
    {
        using var whole = new TrainingJob(RunFolder.Read(), 1);
        using var parts = new TrainingJob(RunFolder.Read() with { Accumulate = 4 }, 1);
        for (var i = 0; i < 3; i++)
        {
            var (a, b) = (whole.Next(), parts.Next());
            // Only the order of the sums differs, and Adam's first updates magnify that of tiny gradients.
            Assert.Equal(a.Loss, b.Loss, 1e-5);
            Assert.Equal(a.GradientNorm, b.GradientNorm, 1e-4);
        }

        Assert.Equal(whole.Evaluate(), parts.Evaluate(), 1e-4);
    }

    [Fact]
    public void No_sample_is_seen_twice_and_batches_grow_as_the_configuration_says()
    {
        var source = new Watched();
        var config = RunFolder.Read() with { Model = new PerceptronModel([]), Batch = new([new(2, 2), new(int.MaxValue, 6)]), Accumulate = 2 };
        using var job = new TrainingJob(config, source, 1);
        for (var i = 0; i < 4; i++) job.Next();

        Assert.Equal(2 + 2 + 6 + 6, job.Samples);
        Assert.Equal(job.Samples, source.Seen.Count);
        Assert.Equal(job.Samples, source.Seen.Distinct().Count());
        Assert.Equal(job.Samples - 1, source.Seen.Max() - source.Seen.Min());
    }

    [Fact]
    public void The_held_out_loss_is_the_mean_over_all_samples_whatever_the_batch()
    {
        using var small = new TrainingJob(RunFolder.Read() with { Batch = BatchSizes.Constant(4), HeldOut = 7 }, 1);
        using var large = new TrainingJob(RunFolder.Read() with { Batch = BatchSizes.Constant(7), HeldOut = 7 }, 1);

        Assert.Equal(large.Evaluate(), small.Evaluate(), 1e-5);
    }

    [Fact]
    public void A_linear_model_learns()
    {
        var config = RunFolder.Read() with { Model = new PerceptronModel([]), Schedule = new Anneal.Schedules.Constant(0.05, 200), Steps = 200 };
        using var job = new TrainingJob(config, new Watched(), 1);
        var before = job.Evaluate();
        while (!job.IsDone) job.Next();

        Assert.InRange(job.Evaluate(), 0, before / 20);
        Assert.Throws<InvalidOperationException>(() => job.Next());
    }

    [Fact]
    public void A_Polyak_step_takes_the_mean_of_the_bounds_of_the_parts()
    {
        var config = RunFolder.Read() with
        {
            Model = new PerceptronModel([]),
            Optimizer = new("polyak-schedule-free"),
            Schedule = new Anneal.Schedules.Constant(1, 2),
            Steps = 2,
            Accumulate = 2,
            Clip = null,
        };
        var bounds = new Queue<double>([0.01, 0.03, 1000, 1000]);
        using var job = new TrainingJob(config, new Watched(), 1) { LowerBound = batch => batch.Count == 2 ? bounds.Dequeue() : double.NaN };

        var first = job.Next();
        var second = job.Next();

        // z and y are one before the first update.
        Assert.Equal((first.Loss - 0.02) / (first.GradientNorm * first.GradientNorm), first.Rate, 1e-6 * first.Rate);
        Assert.Equal(0, second.Rate);
        Assert.Empty(bounds);
    }

    [Fact]
    public void An_optimiser_with_a_rate_of_its_own_asks_for_no_bound()
    {
        using var job = new TrainingJob(RunFolder.Read(), 1) { LowerBound = _ => throw new InvalidOperationException() };

        Assert.True(double.IsFinite(job.Next().Loss));
    }

    /// <summary>y = 2 x₀ − x₁ + 0.5 at points that a sample's number gives.</summary>
    sealed class Watched : SampleSource
    {
        public List<long> Seen { get; } = [];

        public override SampleShape Shape => new(SampleKind.Values, 2, 1);

        public override void Fill(long first, Batch batch)
        {
            for (var i = 0; i < batch.Count; i++) Seen.Add(first + i);
            FillHeldOut(first, batch);
        }

        public override void FillHeldOut(long first, Batch batch)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var (x, y) = (MathF.Sin((first + i) % 1000), MathF.Cos(3 * ((first + i) % 1000)));
                (batch.Features[2 * i], batch.Features[(2 * i) + 1], batch.Values[i]) = (x, y, (2 * x) - y + 0.5f);
            }
        }
    }
}
