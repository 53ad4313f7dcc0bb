using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Models;

public sealed class TransformerTests
{
    static readonly Seed Seed = new(5);

    public static TheoryData<MlpKind, bool> Forms() =>
        new() { { MlpKind.Gelu, false }, { MlpKind.Gelu, true }, { MlpKind.SwiGlu, false }, { MlpKind.SwiGlu, true } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_gradient_is_the_central_difference_of_the_formulas_in_double(MlpKind mlp, bool tied)
    {
        var config = new TransformerConfig(7, 5, 8, 2, 2) { Mlp = mlp, Tied = tied, Deviation = 0.5, MlpRatio = 2 };
        CompareGradients(config, sequences: 2, probes: 16);
    }

    [Fact]
    public void Gradients_are_right_across_the_blocks_of_rows_of_attention() =>
        CompareGradients(new TransformerConfig(5, 53, 4, 1, 1) { Deviation = 0.7, MlpRatio = 2 }, sequences: 1, probes: 6);

    [Theory]
    [MemberData(nameof(Forms))]
    public void One_and_three_threads_train_to_the_same_bits(MlpKind mlp, bool tied)
    {
        var config = new TransformerConfig(50, 70, 64, 2, 2) { Mlp = mlp, Tied = tied };
        var (one, three) = (Train(config, 1, null), Train(config, 3, null));
        Assert.Equal(one.Losses, three.Losses);
        foreach (var (x, y) in one.Model.Parameters.Zip(three.Model.Parameters)) Assert.Equal(x.Values, y.Values);
    }

    [Fact]
    public void Kernels_train_alike()
    {
        var config = new TransformerConfig(50, 40, 32, 2, 2);
        var runs = MicroKernel.Available().Select(kernel => Train(config, 2, kernel).Losses).ToList();
        foreach (var losses in runs)
        {
            foreach (var (x, y) in losses.Zip(runs[0])) Assert.Equal(y, x, 1e-5 * y);
        }
    }

    [Fact]
    public void Training_lowers_the_loss_of_what_it_sees()
    {
        var losses = Train(new TransformerConfig(50, 40, 32, 2, 2), 2, null).Losses;
        Assert.InRange(losses[0], Math.Log(50) - 0.2, Math.Log(50) + 0.2);
        Assert.InRange(losses[^1], 0, losses[0] - 0.5);
    }

    [Fact]
    public void A_step_allocates_nothing_once_warm()
    {
        using var team = new WorkerTeam(2);
        var config = new TransformerConfig(50, 40, 32, 2, 2);
        var model = new Transformer(config, 3, Seed, team);
        var optimizer = new AdamW(model.Parameters, team);
        var batch = Batch(model, 3);
        for (var i = 0; i < 3; i++) Step(model, optimizer, batch);
        var (bytes, here) = (new long[2], 0);
        // What each of two threads has allocated since it began; the wait brings both to work.
        Action<int, int> count = (_, worker) =>
        {
            Interlocked.Increment(ref here);
            while (Volatile.Read(ref here) < 2) Thread.Yield();
            bytes[worker] = GC.GetAllocatedBytesForCurrentThread();
        };
        team.Run(2, count);
        var (mine, theirs) = (bytes[0], bytes[1]);
        here = 0;
        for (var i = 0; i < 20; i++) Step(model, optimizer, batch);
        team.Run(2, count);
        Assert.Equal((mine, theirs), (bytes[0], bytes[1]));
    }

    [Fact]
    public void A_smaller_batch_is_as_if_it_were_alone()
    {
        using var team = new WorkerTeam(2);
        var config = new TransformerConfig(20, 17, 16, 1, 2);
        var (small, large) = (new Transformer(config, 1, Seed, team), new Transformer(config, 4, Seed, team));
        var (one, four) = (Batch(small, 1), Batch(large, 4));
        four.Count = 1;
        one.Tokens.CopyTo(four.Tokens, 0);
        one.Targets.CopyTo(four.Targets, 0);
        Assert.Equal(small.LossAndGradient(one), large.LossAndGradient(four));
        Assert.Equal(small.Loss(one), large.Loss(four));
        foreach (var (x, y) in small.Parameters.Zip(large.Parameters)) Assert.Equal(x.Gradient, y.Gradient);
    }

    [Fact]
    public void Weighted_batches_add_up_to_the_gradient_of_both()
    {
        using var team = new WorkerTeam(2);
        var config = new TransformerConfig(20, 16, 16, 1, 2) { Deviation = 0.3 };
        var model = new Transformer(config, 2, Seed, team);
        var both = Batch(model, 2);
        var whole = model.LossAndGradient(both);
        var expected = model.Parameters.SelectMany(p => p.Gradient).Select(g => (double)g).ToList();
        model.ClearGradient();
        var sum = 0.0;
        foreach (var half in new[] { 0, 1 })
        {
            var one = new Batch(1, model.Shape);
            both.Tokens.AsSpan(half * 16, 16).CopyTo(one.Tokens);
            both.Targets.AsSpan(half * 16, 16).CopyTo(one.Targets);
            sum += model.LossAndGradient(one, 0.5f) / 2;
        }

        Assert.Equal(whole, sum, 1e-6);
        Assert.InRange(Numbers.Error(model.Parameters.SelectMany(p => p.Gradient), expected), 0, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_count_of_parameters_is_known_before_the_model_is_made(MlpKind mlp, bool tied)
    {
        using var team = new WorkerTeam(1);
        var config = new TransformerConfig(30, 8, 24, 3, 2) { Mlp = mlp, Tied = tied };
        Assert.Equal(config.ParameterCount, new Transformer(config, 1, Seed, team).ParameterCount);
    }

    [Fact]
    public void Shapes_and_batches_out_of_range_are_refused()
    {
        using var team = new WorkerTeam(1);
        Assert.Throws<ArgumentException>(() => new Transformer(new(10, 8, 30, 1, 4), 1, Seed, team));
        Assert.Throws<ArgumentException>(() => new Transformer(new(1, 8, 32, 1, 4), 1, Seed, team));
        var model = new Transformer(new(10, 8, 32, 1, 4), 1, Seed, team);
        Assert.Throws<ArgumentException>(() => model.Loss(new Batch(2, model.Shape)));
        Assert.Throws<ArgumentException>(() => model.Loss(new Batch(1, model.Shape with { Width = 9 })));
        var batch = new Batch(1, model.Shape);
        batch.Tokens[3] = 10;
        Assert.Throws<ArgumentException>(() => model.Loss(batch));
    }

    static void CompareGradients(TransformerConfig config, int sequences, int probes)
    {
        using var team = new WorkerTeam(2);
        var model = new Transformer(config, sequences, Seed, team);
        foreach (var gain in model.Parameters.Where(p => p.Kind == ParameterKind.Vector)) Numbers.Normal(gain.Columns, gain.Name).CopyTo(gain.Values, 0);
        var batch = Batch(model, sequences);
        var loss = model.LossAndGradient(batch);
        var twin = new DoubleTransformer(config, model.Parameters);
        Assert.Equal(twin.Loss(batch), loss, 2e-6 * loss);
        foreach (var parameter in model.Parameters)
        {
            var values = twin[parameter.Name];
            var stride = Math.Max(1, values.Length / probes);
            var at = Enumerable.Range(0, values.Length).Where(i => i % stride == 0).ToList();
            var expected = at.Select(i => Difference(values, i, () => twin.Loss(batch))).ToList();
            Assert.True(
                Numbers.Error(at.Select(i => parameter.Gradient[i]), expected) < 2e-5,
                $"{parameter.Name}: {string.Join(' ', at.Zip(expected).Take(4).Select(pair => $"{parameter.Gradient[pair.First]} for {pair.Second};"))}");
        }
    }

    internal static double Difference(double[] values, int i, Func<double> loss)
    {
        const double Step = 1e-5;
        var value = values[i];
        values[i] = value + Step;
        var up = loss();
        values[i] = value - Step;
        var down = loss();
        values[i] = value;
        return (up - down) / (2 * Step);
    }

    static (List<double> Losses, Transformer Model) Train(TransformerConfig config, int threads, MicroKernel? kernel)
    {
        using var team = new WorkerTeam(threads);
        var model = new Transformer(config, 3, Seed, team, kernel);
        var optimizer = new AdamW(model.Parameters, team);
        var batch = Batch(model, 3);
        return ([.. Enumerable.Range(0, 12).Select(_ => Step(model, optimizer, batch))], model);
    }

    static double Step(Transformer model, AdamW optimizer, Batch batch)
    {
        model.ClearGradient();
        var loss = model.LossAndGradient(batch);
        optimizer.Step(new(0.01));
        return loss;
    }

    static Batch Batch(Transformer model, int count)
    {
        var batch = new Batch(count, model.Shape);
        Numbers.Fill(batch, $"batch of {count}");
        return batch;
    }
}
