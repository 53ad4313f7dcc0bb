using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Data;

public sealed class FeatureSourceTests
{
    [Fact]
    public void The_teachers_features_and_values_have_their_power_law_moments()
    {
        var source = new TeacherSource(new() { Features = 6, SourceExponent = 1.7, CapacityExponent = 1.3, Noise = 0.2 }, new Seed(8));
        var batch = new Batch(20_000, source.Shape);
        source.Fill(0, batch);
        for (var k = 0; k < 6; k++)
        {
            var (square, cross) = (0.0, 0.0);
            for (var i = 0; i < batch.Count; i++)
            {
                var x = (double)batch.Features[(6 * i) + k];
                (square, cross) = (square + (x * x), cross + (x * batch.Values[i]));
            }

            // E x² = k^−b; (E xy)² / E x² = k^−a. Relative standard errors are 1% and up to 2·1%·√(Σ k^−a / k^−a).
            Assert.Equal(1, square / batch.Count * Math.Pow(k + 1, 1.3), 0.05);
            Assert.Equal(1, cross / batch.Count * cross / square * Math.Pow(k + 1, 1.7), 0.4);
        }

        var energy = Enumerable.Range(1, 6).Sum(k => Math.Pow(k, -1.7)) + 0.04;
        Assert.Equal(energy, batch.Values.Average(y => (double)y * y), 0.05 * energy);
        Assert.Equal(0.02, source.LossFloor!.Value, 1e-15);
    }

    [Fact]
    public void A_linear_model_comes_down_to_the_teachers_floor_and_not_below()
    {
        using var team = new WorkerTeam(1);
        var source = new TeacherSource(new() { Features = 16, Noise = 0.5 }, new Seed(3));
        var (model, batch) = (FeedForward.Linear(source.Shape, 256, team), new Batch(256, source.Shape));
        var optimizer = new Sgd(model.Parameters, team, new() { Momentum = 0.9 });
        for (var t = 0; t < 400; t++)
        {
            source.Fill(256L * t, batch);
            model.ClearGradient();
            model.LossAndGradient(batch);
            optimizer.Step(new(0.05 * (1 - (t / 400.0))));
        }

        var losses = Enumerable.Range(0, 20).Select(i =>
        {
            source.FillHeldOut(256L * i, batch);
            return model.Loss(batch);
        });
        // ½ σ² χ²/n: a relative standard error of √(2/5120) = 2%.
        Assert.InRange(losses.Average() / source.LossFloor!.Value, 0.94, 1.1);
    }

    [Fact]
    public void Digits_without_noise_and_distortion_are_ten_clean_glyphs()
    {
        var source = new DigitsSource(new() { Side = 28, Noise = 0, Distortion = 0 }, new Seed(1));
        var batch = new Batch(200, source.Shape);
        source.Fill(0, batch);
        var images = Enumerable.Range(0, 200).GroupBy(i => batch.Targets[i]).ToDictionary(g => g.Key, g => g.Select(i => batch.Features.AsSpan(784 * i, 784).ToArray()).ToList());
        Assert.Equal(10, images.Count);
        Assert.All(images.Values, alike => Assert.All(alike, image => Assert.Equal(alike[0], image)));
        Assert.All(images.Values, alike => Assert.InRange(alike[0].Sum(), 30, 200));
        Assert.Equal((0, 1), (batch.Features.Min(), batch.Features.Max()));
        // The closest two glyphs differ in at least a fifth of their ink.
        foreach (var (a, b) in from a in images from b in images where a.Key < b.Key select (a.Value[0], b.Value[0]))
            Assert.True(a.Zip(b).Sum(pair => Math.Abs(pair.First - pair.Second)) > 0.2 * a.Sum());
    }

    [Fact]
    public void A_small_perceptron_learns_the_digits_but_not_at_once()
    {
        using var team = new WorkerTeam(2);
        var source = new DigitsSource(new() { Side = 10, Noise = 0.2 }, new Seed(2));
        var (model, batch) = (FeedForward.Perceptron(source.Shape, [32], 32, new Seed(1), team), new Batch(32, source.Shape));
        var optimizer = new AdamW(model.Parameters, team);
        var losses = new List<double>();
        for (var t = 0; t < 200; t++)
        {
            source.Fill(32L * t, batch);
            model.ClearGradient();
            losses.Add(model.LossAndGradient(batch));
            optimizer.Step(new(0.004));
        }

        var (early, late) = (losses.Skip(30).Take(20).Average(), losses.TakeLast(20).Average());
        Assert.InRange(early, 1, 2.4);
        Assert.InRange(late, 0.1, 0.75 * early);
    }
}
