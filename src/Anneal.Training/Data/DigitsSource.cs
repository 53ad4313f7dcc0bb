using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>What <see cref="DigitsSource"/> is told.</summary>
public sealed record DigitsOptions
{
    /// <summary>Pixels on a side, 8 to 64.</summary>
    public int Side { get; init; } = 16;

    /// <summary>The standard deviation of a pixel's noise beside ink of 1, ≥ 0.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>How far the random affine maps reach, ≥ 0: at 1 turns of ±25°, sizes of 0.7 to 1.1, shears of ±0.3, shifts of ±0.12.</summary>
    public double Distortion { get; init; } = 1;
}

/// <summary>
/// Images of the ten digits, rendered as they are asked for: the strokes of the digit under a random turn, size, shear, shift and width,
/// and normal noise on every pixel. A feature per pixel, row by row; a label 0 … 9, all alike.
/// </summary>
public sealed class DigitsSource : SampleSource
{
    readonly DigitsOptions options;
    readonly Seed training;
    readonly Seed heldOut;

    /// <summary>A stream of images.</summary>
    /// <param name="options">Their form.</param>
    /// <param name="seed">Of the samples.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DigitsSource(DigitsOptions options, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Within(options.Side, 8, 64);
        Require.NotNegative(options.Noise);
        Require.NotNegative(options.Distortion);
        (this.options, training, heldOut) = (options, seed["train"], seed["held-out"]);
    }

    /// <inheritdoc/>
    public override SampleShape Shape => new(SampleKind.Labels, options.Side * options.Side, 10);

    /// <inheritdoc/>
    public override void Fill(long first, Batch batch) => Fill(training, first, batch);

    /// <inheritdoc/>
    public override void FillHeldOut(long first, Batch batch) => Fill(heldOut, first, batch);

    void Fill(Seed set, long first, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Shape != Shape) throw new ArgumentException($"The digits have samples {Shape}, not {batch.Shape}.", nameof(batch));
        var pixels = options.Side * options.Side;
        for (var i = 0; i < batch.Count; i++)
        {
            var numbers = SampleNumbers.Of(set, first + i);
            batch.Targets[i] = (int)(numbers.NextUniform() * 10);
            Render(Glyphs.Segments[batch.Targets[i]], ref numbers, batch.Features.AsSpan(i * pixels, pixels));
        }
    }

    void Render(ReadOnlySpan<Glyphs.Segment> strokes, ref SampleNumbers numbers, Span<float> pixels)
    {
        var far = options.Distortion;
        var (sine, cosine) = Math.SinCos(far * numbers.NextBetween(-25, 25) * Math.PI / 180);
        var size = Math.Exp(far * numbers.NextBetween(Math.Log(0.7), Math.Log(1.1)));
        var (shear, right, down) = (far * numbers.NextBetween(-0.3, 0.3), far * numbers.NextBetween(-0.12, 0.12), far * numbers.NextBetween(-0.12, 0.12));
        var width = 0.05 * Math.Exp(far * numbers.NextBetween(-0.4, 0.4));
        // Ink falls off over one pixel.
        var edge = 1.0 / options.Side;
        for (var row = 0; row < options.Side; row++)
        {
            for (var column = 0; column < options.Side; column++)
            {
                // A pixel is sent back to where it was in the glyph's square.
                var (u, v) = (((column + 0.5) * edge) - 0.5 - right, ((row + 0.5) * edge) - 0.5 - down);
                var (x, y) = (((cosine * u) + (sine * v)) / size, ((cosine * v) - (sine * u)) / size);
                x -= shear * y;
                var distance = size * Math.Sqrt(Glyphs.SquaredDistance(strokes, x + 0.5, y + 0.5));
                var ink = Math.Clamp(((width - distance) / edge) + 0.5, 0, 1);
                pixels[(row * options.Side) + column] = (float)(ink + (options.Noise * numbers.NextNormal()));
            }
        }
    }
}
