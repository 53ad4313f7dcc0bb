using Anneal.Training.Data;
using Anneal.Training.Layers;
using Anneal.Training.Models;

namespace Anneal.Training.Tests.Models;

/// <summary>A feed-forward network as its formulas say, in double, one number after the other.</summary>
sealed class DoubleNetwork(ImageShape image, IReadOnlyList<Parameter> parameters)
{
    readonly Dictionary<string, (double[] Values, int Columns)> weights =
        parameters.ToDictionary(p => p.Name, p => (p.Values.Select(x => (double)x).ToArray(), p.Columns));

    public double[] this[string name] => weights[name].Values;

    public double Loss(Batch batch)
    {
        var total = 0.0;
        for (var sample = 0; sample < batch.Count; sample++)
        {
            var (x, shape) = (batch.Features.Skip(sample * batch.Shape.Width).Take(batch.Shape.Width).Select(f => (double)f).ToArray(), image);
            foreach (var name in parameters.Select(p => p.Name.Split(".weight")).Where(parts => parts.Length == 2).Select(parts => parts[0]))
            {
                if (name.StartsWith("convolution", StringComparison.Ordinal)) (x, shape) = Pool(Convolve(x, shape, name), shape with { Channels = weights[name + ".weight"].Columns });
                else x = Dense(x, name);
                if (name.StartsWith("hidden", StringComparison.Ordinal)) x = [.. x.Select(Gelu)];
            }

            total += batch.Shape.Kind == SampleKind.Labels
                ? Math.Log(x.Sum(Math.Exp)) - x[batch.Targets[sample]]
                : Math.Pow(x[0] - batch.Values[sample], 2) / 2;
        }

        return total / batch.Count;
    }

    double[] Dense(double[] x, string name)
    {
        var (values, columns) = weights[name + ".weight"];
        return [.. Enumerable.Range(0, columns).Select(j => this[name + ".bias"][j] + x.Select((a, i) => a * values[(i * columns) + j]).Sum())];
    }

    double[] Convolve(double[] x, ImageShape shape, string name)
    {
        var (values, columns) = weights[name + ".weight"];
        var y = new double[shape.Height * shape.Width * columns];
        for (var row = 0; row < shape.Height; row++)
        {
            for (var column = 0; column < shape.Width; column++)
            {
                for (var to = 0; to < columns; to++)
                {
                    var sum = this[name + ".bias"][to];
                    for (var (i, from) = (0, 0); i < 9 * shape.Channels; i++)
                    {
                        (var place, from) = Math.DivRem(i, shape.Channels);
                        var (r, c) = (row + (place / 3) - 1, column + (place % 3) - 1);
                        if (r >= 0 && r < shape.Height && c >= 0 && c < shape.Width)
                            sum += x[(((r * shape.Width) + c) * shape.Channels) + from] * values[(i * columns) + to];
                    }

                    y[(((row * shape.Width) + column) * columns) + to] = Gelu(sum);
                }
            }
        }

        return y;
    }

    static (double[], ImageShape) Pool(double[] x, ImageShape shape)
    {
        var half = new ImageShape(shape.Height / 2, shape.Width / 2, shape.Channels);
        var y = new double[half.Size];
        for (var i = 0; i < y.Length; i++)
        {
            var (row, column, channel) = (i / shape.Channels / half.Width, i / shape.Channels % half.Width, i % shape.Channels);
            for (var place = 0; place < 4; place++)
                y[i] += x[(((((2 * row) + (place / 2)) * shape.Width) + (2 * column) + (place % 2)) * shape.Channels) + channel] / 4;
        }

        return (y, half);
    }

    static double Gelu(double u) => 0.5 * u * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (u + (0.044715 * u * u * u))));
}
