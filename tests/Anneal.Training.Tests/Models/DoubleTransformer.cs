using Anneal.Training.Data;
using Anneal.Training.Models;

namespace Anneal.Training.Tests.Models;

/// <summary>The transformer as its formulas say, in double, one number after the other.</summary>
sealed class DoubleTransformer(TransformerConfig config, IReadOnlyList<Parameter> parameters)
{
    readonly Dictionary<string, (double[] Values, int Columns)> weights =
        parameters.ToDictionary(p => p.Name, p => (p.Values.Select(x => (double)x).ToArray(), p.Columns));

    public double[] this[string name] => weights[name].Values;

    public double Loss(Batch batch)
    {
        var total = 0.0;
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var first = sequence * config.Context;
            var x = new double[config.Context][];
            for (var t = 0; t < x.Length; t++) x[t] = [.. this["embedding"].Skip(batch.Tokens[first + t] * config.Width).Take(config.Width)];
            for (var block = 0; block < config.Depth; block++) Block(x, $"block.{block}.");
            for (var t = 0; t < x.Length; t++) total += CrossEntropy(Norm(x[t], "norm"), batch.Targets[first + t]);
        }

        return total / (batch.Count * config.Context);
    }

    void Block(double[][] x, string name)
    {
        var n = x.Select(row => Norm(row, name + "attention.norm")).ToArray();
        var q = n.Select((row, t) => Turn(Times(row, name + "attention.query"), t)).ToArray();
        var k = n.Select((row, t) => Turn(Times(row, name + "attention.key"), t)).ToArray();
        var v = n.Select(row => Times(row, name + "attention.value")).ToArray();
        for (var t = 0; t < x.Length; t++)
        {
            var o = new double[config.Width];
            for (var i = 0; i < config.Width; i++)
            {
                var head = i / config.HeadWidth * config.HeadWidth;
                var scores = Enumerable.Range(0, t + 1).Select(s =>
                    Math.Exp(Enumerable.Range(head, config.HeadWidth).Sum(j => q[t][j] * k[s][j]) / Math.Sqrt(config.HeadWidth))).ToArray();
                o[i] = scores.Select((p, s) => p * v[s][i]).Sum() / scores.Sum();
            }

            x[t] = Plus(x[t], Times(o, name + "attention.output"));
        }

        for (var t = 0; t < x.Length; t++) x[t] = Plus(x[t], Mlp(Norm(x[t], name + "mlp.norm"), name + "mlp."));
    }

    double[] Mlp(double[] x, string name)
    {
        var up = Times(x, name + "up");
        if (config.Mlp == MlpKind.Gelu)
            return Times([.. up.Select(u => 0.5 * u * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (u + (0.044715 * u * u * u)))))], name + "down");
        return Times([.. Times(x, name + "gate").Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)], name + "down");
    }

    double[] Turn(double[] x, int t)
    {
        var (y, half) = (new double[x.Length], config.HeadWidth / 2);
        for (var i = 0; i < x.Length; i++)
        {
            var within = i % config.HeadWidth;
            var angle = t * Math.Pow(10000, -(within % half) / (double)half);
            y[i] = (x[i] * Math.Cos(angle)) + (within < half ? -x[i + half] * Math.Sin(angle) : x[i - half] * Math.Sin(angle));
        }

        return y;
    }

    double[] Norm(double[] x, string name)
    {
        var r = 1 / Math.Sqrt(x.Average(a => a * a) + 1e-5);
        return [.. x.Zip(this[name], (a, g) => g * a * r)];
    }

    double CrossEntropy(double[] x, int target)
    {
        var logits = config.Tied
            ? Enumerable.Range(0, config.Vocabulary).Select(c => x.Select((a, i) => a * this["embedding"][(c * config.Width) + i]).Sum()).ToArray()
            : Times(x, "head");
        return Math.Log(logits.Sum(Math.Exp)) - logits[target];
    }

    double[] Times(double[] x, string name)
    {
        var (values, columns) = weights[name];
        var y = new double[columns];
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < columns; j++) y[j] += x[i] * values[(i * columns) + j];
        }

        return y;
    }

    static double[] Plus(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a + b)];
}
