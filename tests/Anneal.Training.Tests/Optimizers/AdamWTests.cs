using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Optimizers;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(ParameterKind.Matrix, 0.1)]
    [InlineData(ParameterKind.Head, 0.1)]
    [InlineData(ParameterKind.Embedding, 0.01)]
    [InlineData(ParameterKind.Vector, 0.0)]
    public void Updates_follow_the_formula_and_decay_by_kind(ParameterKind kind, double decay)
    {
        using var team = new WorkerTeam(2);
        var parameter = new Parameter("p", 9, 5, kind);
        Numbers.Normal(45, "start").CopyTo(parameter.Values, 0);
        var optimizer = new AdamW([parameter], team, new() { EmbeddingDecay = 0.01 });
        var theta = parameter.Values.Select(x => (double)x).ToArray();
        var (m, v) = (new double[45], new double[45]);
        for (var t = 1; t <= 5; t++)
        {
            Numbers.Normal(45, $"gradient {t}").CopyTo(parameter.Gradient, 0);
            var rate = 0.1 / t;
            for (var i = 0; i < 45; i++)
            {
                var g = (double)parameter.Gradient[i];
                (m[i], v[i]) = ((0.9 * m[i]) + (0.1 * g), (0.95 * v[i]) + (0.05 * g * g));
                var step = m[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, t))) + 1e-8);
                theta[i] -= rate * (step + (decay * theta[i]));
            }

            optimizer.Step(new(rate));
            Assert.InRange(Numbers.Error(parameter.Values, theta), 0, 1e-6);
        }

        Assert.Equal(5, optimizer.Steps);
    }
}
