using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>What <see cref="TeacherSource"/> is told.</summary>
public sealed record TeacherOptions
{
    /// <summary>N: features, 1 to 65,536.</summary>
    public int Features { get; init; } = 512;

    /// <summary>a &gt; 1: feature k adds k^−a to the variance of the value.</summary>
    public double SourceExponent { get; init; } = 1.5;

    /// <summary>b ≥ 0: feature k has the variance k^−b.</summary>
    public double CapacityExponent { get; init; } = 1.5;

    /// <summary>σ ≥ 0: the standard deviation of the values' noise.</summary>
    public double Noise { get; init; } = 0.1;
}

/// <summary>
/// Regression on a linear teacher with a power-law spectrum: x_k = k^{−b/2} ξ_k, y = Σ_k k^{−a/2} s_k ξ_k + σ ζ with ξ, ζ standard normal
/// and signs s_k = ±1 of the seed, so that λ_k = k^−b and λ_k w*_k² = k^−a.
/// </summary>
/// <remarks>
/// The model of Bordelon and Mori 2026 (arXiv:2602.04774), section 2, and of <c>PowerLawSpectrum</c>; the loss is half the squared error,
/// σ²/2 at the least.
/// </remarks>
public sealed class TeacherSource : SampleSource
{
    readonly TeacherOptions options;
    readonly Seed training;
    readonly Seed heldOut;
    readonly float[] deviations;
    readonly double[] effects;

    /// <summary>A teacher.</summary>
    /// <param name="options">Its form.</param>
    /// <param name="seed">Of its signs and its samples.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public TeacherSource(TeacherOptions options, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Within(options.Features, 1, 65_536);
        if (!(options.SourceExponent > 1)) throw new ArgumentException("source-exponent is above 1, else the values' variance grows without end.", nameof(options));
        Require.NotNegative(options.CapacityExponent);
        Require.NotNegative(options.Noise);
        (this.options, training, heldOut) = (options, seed["train"], seed["held-out"]);
        var signs = new RandomNumbers(seed["teacher"]);
        deviations = [.. Enumerable.Range(1, options.Features).Select(k => (float)Math.Pow(k, -options.CapacityExponent / 2))];
        effects = [.. Enumerable.Range(1, options.Features).Select(k => Math.Pow(k, -options.SourceExponent / 2) * (signs.NextUniform() < 0.5 ? -1 : 1))];
    }

    /// <inheritdoc/>
    public override SampleShape Shape => new(SampleKind.Values, options.Features, 1);

    /// <summary>σ²/2.</summary>
    public override double? LossFloor => options.Noise * options.Noise / 2;

    /// <inheritdoc/>
    public override void Fill(long first, Batch batch) => Fill(training, first, batch);

    /// <inheritdoc/>
    public override void FillHeldOut(long first, Batch batch) => Fill(heldOut, first, batch);

    void Fill(Seed set, long first, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Shape != Shape) throw new ArgumentException($"The teacher has samples {Shape}, not {batch.Shape}.", nameof(batch));
        for (var i = 0; i < batch.Count; i++)
        {
            var numbers = SampleNumbers.Of(set, first + i);
            var features = batch.Features.AsSpan(i * options.Features, options.Features);
            var value = 0.0;
            for (var k = 0; k < features.Length; k++)
            {
                var normal = numbers.NextNormal();
                features[k] = (float)(deviations[k] * normal);
                value += effects[k] * normal;
            }

            batch.Values[i] = (float)(value + (options.Noise * numbers.NextNormal()));
        }
    }
}
