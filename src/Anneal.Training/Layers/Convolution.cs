using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>Numbers of an image: rows of pixels, each with its channels side by side.</summary>
/// <param name="Height">Pixels down.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Channels">Numbers per pixel.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Numbers of an image.</summary>
    public int Size => Height * Width * Channels;
}

/// <summary>
/// A 3 × 3 convolution to so many channels at every pixel, zeros around the image, plus a bias. Neighbourhoods are written out as
/// rows of a matrix, some images at a time, and multiplied by the weights: 9 × channels in (by row, column, channel) × channels out.
/// </summary>
sealed class Convolution : Layer
{
    const int Side = 3;
    const int BlockNumbers = 1 << 20;

    readonly WorkerTeam team;
    readonly Linear linear;
    readonly Bias bias;
    readonly ImageShape image;
    readonly float[] columns;
    readonly Action<int, int> gather;
    readonly Action<int, int> scatter;
    readonly int block;
    float[] images = [];
    int first;

    /// <summary>Buffers for at most so many images.</summary>
    public Convolution(WorkerTeam team, Linear linear, Bias bias, ImageShape image, int capacity)
        : base(image.Height * image.Width * linear.Outputs)
    {
        (this.team, this.linear, this.bias, this.image) = (team, linear, bias, image);
        block = Math.Clamp(BlockNumbers / (Pixels * linear.Inputs), 1, capacity);
        columns = Floats.New((long)block * Pixels * linear.Inputs);
        (gather, scatter) = (Gather, Scatter);
    }

    int Pixels => image.Height * image.Width;

    public override void Forward(float[] x, float[] y, int count)
    {
        var result = new Matrix(y, count * Pixels, linear.Outputs);
        for (first = 0; first < count; first += block)
        {
            var rows = Gather(x, count);
            linear.Forward(rows, result.RowRange(first * Pixels, rows.Rows));
        }

        bias.Forward(y, count * Pixels);
    }

    public override void Backward(float[] x, float[] dy, float[]? dx, int count)
    {
        var slope = new Matrix(dy, count * Pixels, linear.Outputs);
        if (dx is not null) Array.Clear(dx, 0, count * image.Size);
        for (first = 0; first < count; first += block)
        {
            var rows = Gather(x, count);
            var part = slope.RowRange(first * Pixels, rows.Rows);
            linear.BackwardWeight(rows, part);
            if (dx is null) continue;
            linear.BackwardInput(part, rows);
            images = dx;
            team.Run(rows.Rows / Pixels, scatter);
        }

        bias.Backward(dy, count * Pixels);
    }

    Matrix Gather(float[] x, int count)
    {
        images = x;
        var some = Math.Min(block, count - first);
        team.Run(some, gather);
        return new(columns, some * Pixels, linear.Inputs);
    }

    void Gather(int part, int worker)
    {
        var from = images.AsSpan((first + part) * image.Size, image.Size);
        var to = columns.AsSpan(part * Pixels * linear.Inputs, Pixels * linear.Inputs);
        for (var place = 0; place < Pixels * Side * Side; place++, to = to[image.Channels..])
        {
            if (Source(place) is var at and >= 0) from.Slice(at, image.Channels).CopyTo(to);
            else to[..image.Channels].Clear();
        }
    }

    void Scatter(int part, int worker)
    {
        var to = images.AsSpan((first + part) * image.Size, image.Size);
        var from = columns.AsSpan(part * Pixels * linear.Inputs, Pixels * linear.Inputs);
        for (var place = 0; place < Pixels * Side * Side; place++, from = from[image.Channels..])
        {
            if (Source(place) is not (var at and >= 0)) continue;
            for (var channel = 0; channel < image.Channels; channel++) to[at + channel] += from[channel];
        }
    }

    // Where the pixel of a place in a neighbourhood begins; negative outside the image.
    int Source(int place)
    {
        var (pixel, within) = Math.DivRem(place, Side * Side);
        var row = (pixel / image.Width) + (within / Side) - 1;
        var column = (pixel % image.Width) + (within % Side) - 1;
        return row < 0 || row >= image.Height || column < 0 || column >= image.Width ? -1 : ((row * image.Width) + column) * image.Channels;
    }
}
