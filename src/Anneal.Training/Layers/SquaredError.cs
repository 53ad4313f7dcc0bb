using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>The mean of ½ (x·w + b − value)² over rows.</summary>
sealed class SquaredError(Linear head, Bias bias, int capacity)
{
    readonly float[] predictions = Floats.New(capacity);

    /// <summary>The mean loss.</summary>
    public double Forward(Matrix x, float[] values)
    {
        head.Forward(x, new(predictions, x.Rows, 1));
        bias.Forward(predictions, x.Rows);
        var sum = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var error = (double)predictions[row] - values[row];
            sum += error * error / 2;
        }

        return sum / x.Rows;
    }

    /// <summary>The mean loss; its gradient times a weight in x, unless that is not asked for, and added to w's and b's.</summary>
    public double ForwardBackward(Matrix x, float[] values, Matrix? dx, float weight)
    {
        var loss = Forward(x, values);
        for (var row = 0; row < x.Rows; row++) predictions[row] = (predictions[row] - values[row]) * (weight / x.Rows);
        var slope = new Matrix(predictions, x.Rows, 1);
        if (dx is { } to) head.BackwardInput(slope, to);
        head.BackwardWeight(x, slope);
        bias.Backward(predictions, x.Rows);
        return loss;
    }
}
