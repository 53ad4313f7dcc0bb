using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>
/// The mean of −log softmax(x·W + b)[target] over rows. Logits are made, turned into their own gradient and used up in blocks of
/// rows, so their memory does not grow with the batch.
/// </summary>
sealed unsafe class CrossEntropy
{
    const int BlockNumbers = 1 << 20;

    readonly WorkerTeam team;
    readonly Linear head;
    readonly Bias? bias;
    readonly float[] logits;
    readonly double[] losses;
    readonly Action<int, int> loss;
    readonly int block;
    int[] targets = [];
    int first;
    int rows;
    float weight;
    bool backward;

    /// <summary>Buffers for at most so many rows.</summary>
    public CrossEntropy(WorkerTeam team, Linear head, Bias? bias, int capacity)
    {
        (this.team, this.head, this.bias) = (team, head, bias);
        block = Math.Clamp(BlockNumbers / head.Outputs, Math.Min(64, capacity), capacity);
        logits = Floats.New((long)block * head.Outputs);
        losses = new double[capacity];
        loss = Loss;
    }

    /// <summary>The mean loss.</summary>
    public double Forward(Matrix x, int[] targets) => Run(x, targets, null, 0, backward: false);

    /// <summary>The mean loss; its gradient times a weight in x, unless that is not asked for, and added to W's and b's.</summary>
    public double ForwardBackward(Matrix x, int[] targets, Matrix? dx, float weight) => Run(x, targets, dx, weight / x.Rows, backward: true);

    double Run(Matrix x, int[] targets, Matrix? dx, float weight, bool backward)
    {
        (this.targets, this.weight, this.backward) = (targets, weight, backward);
        for (first = 0; first < x.Rows; first += block)
        {
            rows = Math.Min(block, x.Rows - first);
            var (from, scores) = (x.RowRange(first, rows), new Matrix(logits, rows, head.Outputs));
            head.Forward(from, scores);
            bias?.Forward(logits, rows);
            team.Run(Rows.Parts(rows, head.Outputs), loss);
            if (!backward) continue;
            if (dx is { } slope) head.BackwardInput(scores, slope.RowRange(first, rows));
            head.BackwardWeight(from, scores);
            bias?.Backward(logits, rows);
        }

        var sum = 0.0;
        for (var row = 0; row < x.Rows; row++) sum += losses[row];
        return sum / x.Rows;
    }

    void Loss(int part, int worker)
    {
        var (count, classes) = (Rows.InPart(head.Outputs), head.Outputs);
        fixed (float* scores = logits)
        {
            for (var row = part * count; row < Math.Min(rows, (part + 1) * count); row++)
            {
                var x = scores + ((nint)row * classes);
                var target = targets[first + row];
                var max = Lanes.Max(x, classes);
                var margin = (double)max - x[target];
                var sum = Lanes.ExpSum(x, classes, 1, max);
                losses[first + row] = margin + Math.Log(sum);
                if (!backward) continue;
                Lanes.Scale(x, classes, weight / sum);
                x[target] -= weight;
            }
        }
    }
}
