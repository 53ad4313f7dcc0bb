using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Layers;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Models;

public sealed class FeedForwardTests
{
    static readonly Seed Seed = new(9);
    static readonly ImageShape Image = new(5, 4, 2);
    static readonly SampleShape Regression = new(SampleKind.Values, 10, 1);
    static readonly SampleShape Classes = new(SampleKind.Labels, 10, 3);

    static readonly Dictionary<string, Func<WorkerTeam, FeedForward>> Models = new()
    {
        ["linear regression"] = team => FeedForward.Linear(Regression, 5, team),
        ["logistic regression"] = team => FeedForward.Linear(Classes, 5, team),
        ["perceptron for a value"] = team => FeedForward.Perceptron(Regression, [9, 4], 5, Seed, team),
        ["perceptron for classes"] = team => FeedForward.Perceptron(Classes, [9], 5, Seed, team),
        ["convolutional"] = team => FeedForward.Convolutional(Image, 3, [3, 4], 6, 5, Seed, team),
    };

    public static TheoryData<string> Names() => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_gradient_is_the_central_difference_of_the_formulas_in_double(string name)
    {
        using var team = new WorkerTeam(2);
        var model = Models[name](team);
        foreach (var start in model.Parameters.Where(p => p.Values.All(x => x == 0))) Numbers.Normal(start.Values.Length, start.Name).CopyTo(start.Values, 0);
        var batch = Batch(model);
        var loss = model.LossAndGradient(batch);
        var twin = new DoubleNetwork(Image, model.Parameters);
        Assert.Equal(twin.Loss(batch), loss, 2e-6 * loss);
        foreach (var parameter in model.Parameters)
        {
            var values = twin[parameter.Name];
            var expected = Enumerable.Range(0, values.Length).Select(i => TransformerTests.Difference(values, i, () => twin.Loss(batch))).ToList();
            Assert.True(Numbers.Error(parameter.Gradient, expected) < 2e-5, parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_and_three_threads_train_to_the_same_bits(string name)
    {
        var results = new[] { 1, 3 }.Select(threads =>
        {
            using var team = new WorkerTeam(threads);
            var model = Models[name](team);
            var losses = Train(model, team);
            Assert.InRange(losses[^1], 0, losses[0]);
            return losses.Select(x => (float)x).Concat(model.Parameters.SelectMany(p => p.Values)).ToList();
        }).ToList();
        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void Linear_regression_finds_the_weights_behind_exact_values()
    {
        using var team = new WorkerTeam(1);
        var model = FeedForward.Linear(new(SampleKind.Values, 3, 1), 64, team);
        var batch = new Batch(64, model.Shape);
        Numbers.Fill(batch, "exact");
        for (var i = 0; i < 64; i++) batch.Values[i] = 0.5f + (2 * batch.Features[3 * i]) - batch.Features[(3 * i) + 2];
        for (var step = 0; step < 300; step++)
        {
            model.ClearGradient();
            model.LossAndGradient(batch);
            foreach (var p in model.Parameters)
            {
                for (var i = 0; i < p.Values.Length; i++) p.Values[i] -= 0.3f * p.Gradient[i];
            }
        }

        Assert.InRange(Numbers.Error(model.Parameters.SelectMany(p => p.Values), [2, 0, -1, 0.5]), 0, 1e-5);
    }

    [Fact]
    public void Many_images_are_convolved_in_blocks_as_one_by_one()
    {
        using var team = new WorkerTeam(2);
        // 40 images of 32 × 32 pixels with 27 numbers around each pass the size of a block.
        var image = new ImageShape(32, 32, 3);
        var (many, one) = (FeedForward.Convolutional(image, 2, [4], 5, 40, Seed, team), FeedForward.Convolutional(image, 2, [4], 5, 1, Seed, team));
        var batch = new Batch(40, many.Shape);
        Numbers.Fill(batch, "images");
        var whole = many.LossAndGradient(batch);
        var sum = 0.0;
        for (var i = 0; i < 40; i++)
        {
            var single = new Batch(1, one.Shape);
            batch.Features.AsSpan(i * image.Size, image.Size).CopyTo(single.Features);
            single.Targets[0] = batch.Targets[i];
            sum += one.LossAndGradient(single, 1f / 40) / 40;
        }

        Assert.Equal(whole, sum, 1e-6);
        Assert.InRange(Numbers.Error(many.Parameters.SelectMany(p => p.Gradient), one.Parameters.SelectMany(p => p.Gradient).Select(g => (double)g)), 0, 1e-5);
    }

    [Fact]
    public void Shapes_that_are_not_features_are_refused()
    {
        using var team = new WorkerTeam(1);
        Assert.Throws<ArgumentException>(() => FeedForward.Linear(new(SampleKind.Tokens, 4, 5), 1, team));
        Assert.Throws<ArgumentException>(() => FeedForward.Linear(new(SampleKind.Labels, 4, 1), 1, team));
        Assert.Throws<ArgumentException>(() => FeedForward.Convolutional(new(3, 8, 1), 2, [4, 4], 5, 1, Seed, team));
        var model = FeedForward.Linear(Classes, 1, team);
        var batch = new Batch(1, Classes);
        batch.Targets[0] = 3;
        Assert.Throws<ArgumentException>(() => model.Loss(batch));
    }

    static List<double> Train(FeedForward model, WorkerTeam team)
    {
        var (optimizer, batch) = (new AdamW(model.Parameters, team), Batch(model));
        return [.. Enumerable.Range(0, 8).Select(_ =>
        {
            model.ClearGradient();
            var loss = model.LossAndGradient(batch);
            optimizer.Step(new(0.01));
            return loss;
        })];
    }

    static Batch Batch(FeedForward model)
    {
        var batch = new Batch(5, model.Shape);
        Numbers.Fill(batch, "batch");
        return batch;
    }
}
