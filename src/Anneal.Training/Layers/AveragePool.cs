using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>The means of 2 × 2 pixels, channel by channel; an odd last row or column is left out.</summary>
sealed class AveragePool : Layer
{
    readonly WorkerTeam team;
    readonly ImageShape image;
    readonly Action<int, int> forward;
    readonly Action<int, int> backward;
    float[] large = [];
    float[] small = [];

    public AveragePool(WorkerTeam team, ImageShape image)
        : base(Half(image).Size)
    {
        (this.team, this.image) = (team, image);
        (forward, backward) = (Forward, Backward);
    }

    /// <summary>The shape that leaves.</summary>
    public static ImageShape Half(ImageShape image) => new(image.Height / 2, image.Width / 2, image.Channels);

    public override void Forward(float[] x, float[] y, int count)
    {
        (large, small) = (x, y);
        team.Run(count, forward);
    }

    public override void Backward(float[] x, float[] dy, float[]? dx, int count)
    {
        if (dx is null) return;
        (large, small) = (dx, dy);
        Array.Clear(dx, 0, count * image.Size);
        team.Run(count, backward);
    }

    void Forward(int part, int worker)
    {
        var from = large.AsSpan(part * image.Size, image.Size);
        var to = small.AsSpan(part * Outputs, Outputs);
        var (down, across) = (image.Width * image.Channels, image.Channels);
        for (var i = 0; i < to.Length; i++)
        {
            var at = Corner(i);
            to[i] = (from[at] + from[at + across] + (from[at + down] + from[at + down + across])) / 4;
        }
    }

    void Backward(int part, int worker)
    {
        var to = large.AsSpan(part * image.Size, image.Size);
        var from = small.AsSpan(part * Outputs, Outputs);
        var (down, across) = (image.Width * image.Channels, image.Channels);
        for (var i = 0; i < from.Length; i++)
        {
            var at = Corner(i);
            to[at] = to[at + across] = to[at + down] = to[at + down + across] = from[i] / 4;
        }
    }

    // The upper left of the four numbers behind a mean.
    int Corner(int i)
    {
        var (pixel, channel) = Math.DivRem(i, image.Channels);
        var (row, column) = Math.DivRem(pixel, image.Width / 2);
        return (((2 * row * image.Width) + (2 * column)) * image.Channels) + channel;
    }
}
