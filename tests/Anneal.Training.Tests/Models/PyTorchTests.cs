using System.Text.Json;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Models;

/// <summary>Golden/transformer.json, whose provenance it says itself.</summary>
public sealed class PyTorchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void First_gradients_and_ten_losses_are_those_of_PyTorch(int index)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "transformer.json")));
        var (shape, run) = (document.RootElement.GetProperty("shape"), document.RootElement.GetProperty("runs")[index]);
        var (width, sequences) = (Number(shape, "width"), Number(document.RootElement, "sequences"));
        var config = new TransformerConfig(Number(shape, "vocabulary"), Number(shape, "context"), width, Number(shape, "depth"), Number(shape, "heads"))
        {
            Mlp = run.GetProperty("gated").GetBoolean() ? MlpKind.SwiGlu : MlpKind.Gelu,
            MlpRatio = Number(shape, "hidden") / (double)width,
            Tied = run.GetProperty("tied").GetBoolean(),
        };
        using var team = new WorkerTeam(2);
        var model = new Transformer(config, sequences, new Seed(1), team);
        Start(model);
        var optimizer = new AdamW(model.Parameters, team, new() { Epsilon = document.RootElement.GetProperty("epsilon").GetDouble() });
        var batch = Text(model, sequences);
        var step = 0;
        foreach (var expected in run.GetProperty("losses").EnumerateArray())
        {
            model.ClearGradient();
            Assert.Equal(expected.GetDouble(), model.LossAndGradient(batch), 2e-6);
            if (step++ == 0) CompareGradients(model, run.GetProperty("gradients"));
            optimizer.Step(new(document.RootElement.GetProperty("rate").GetDouble()));
        }

        Assert.Equal(10, step);
    }

    static void CompareGradients(Transformer model, JsonElement gradients)
    {
        Assert.Equal(gradients.EnumerateObject().Select(property => property.Name), model.Parameters.Select(p => p.Name));
        foreach (var parameter in model.Parameters)
        {
            var stride = Math.Max(1, parameter.Gradient.Length / 24);
            var actual = parameter.Gradient.Where((_, i) => i % stride == 0).ToList();
            var expected = gradients.GetProperty(parameter.Name).EnumerateArray().Select(x => x.GetDouble()).ToList();
            Assert.Equal(expected.Count, actual.Count);
            Assert.InRange(Numbers.Error(actual, expected), 0, 2e-5);
        }
    }

    // The formulas of tools/golden/transformer.py.
    static void Start(Transformer model)
    {
        for (var j = 0; j < model.Parameters.Count; j++)
        {
            var parameter = model.Parameters[j];
            for (var i = 0; i < parameter.Values.Length; i++)
            {
                var wave = Math.Sin((0.7 * i) + j);
                parameter.Values[i] = (float)(parameter.Kind == ParameterKind.Vector ? 1 + (0.2 * wave) : 0.15 * wave);
            }
        }
    }

    static Batch Text(Transformer model, int sequences)
    {
        var batch = new Batch(sequences, model.Shape);
        var (width, classes) = (model.Shape.Width, model.Shape.Classes);
        for (var i = 0; i < sequences * width; i++)
        {
            var n = (i / width * (width + 1)) + (i % width);
            (batch.Tokens[i], batch.Targets[i]) = (Token(n), Token(n + 1));
        }

        return batch;

        int Token(int n) => ((7 * n * n) + (3 * n) + (n / 5)) % classes;
    }

    static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
