using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>What <see cref="TextSource"/> is told.</summary>
public sealed record TextOptions
{
    /// <summary>A file, or a folder all of whose files are read in the order of their names.</summary>
    public string Path { get; init; } = "";

    /// <summary>Tokens: 256 for bytes, more (to 65,536) for byte pairs learnt from the text.</summary>
    public int Vocabulary { get; init; } = 256;

    /// <summary>Tokens that a sample predicts, at least 1.</summary>
    public int Length { get; init; } = 128;

    /// <summary>The last share of the text, which training never sees, above 0 and below 1.</summary>
    public double HeldOut { get; init; } = 0.05;
}

/// <summary>
/// Windows of a text, side by side: a first pass over all of them in a seeded order, then further passes in other orders. The last share
/// of the text is held out, and byte pairs are learnt without it.
/// </summary>
public sealed class TextSource : SampleSource
{
    readonly TextOptions options;
    readonly Seed seed;
    readonly int[] tokens;
    readonly long trained;
    readonly long heldOut;

    /// <summary>Reads a text.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="seed">Of the order of the windows.</param>
    /// <param name="cancellation">Looked at while byte pairs are learnt.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InputException">There is no such text, it cannot be read, or it is too short for one window to train on and one held out.</exception>
    public TextSource(TextOptions options, Seed seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Within(options.Vocabulary, 256, 65_536);
        Require.Within(options.Length, 1, 1 << 20);
        if (!(options.HeldOut is > 0 and < 1)) throw new ArgumentException("held-out is a share of the text above 0 and below 1.", nameof(options));
        (this.options, this.seed) = (options, seed);
        var text = TextFiles.Read(options.Path);
        var split = (int)(text.Length * (1 - options.HeldOut));
        Pairs = BytePairs.Learn(text.AsSpan(0, split), options.Vocabulary, cancellation);
        var (before, after) = (Pairs.Encode(text.AsSpan(0, split)), Pairs.Encode(text.AsSpan(split)));
        // The held-out tokens begin a row of their own: no window reaches across.
        tokens = [.. before, .. after];
        (trained, heldOut) = ((before.Length - 1) / options.Length, (after.Length - 1) / options.Length);
        HeldOutStart = before.Length;
        if (trained < 1 || heldOut < 1)
            throw new InputException(options.Path, 0, FormattableString.Invariant(
                $"{before.Length} tokens to train on and {after.Length} held out do not each fill a window of {options.Length}; give more text or a shorter context."));
    }

    /// <summary>The vocabulary.</summary>
    public BytePairs Pairs { get; }

    /// <inheritdoc/>
    public override SampleShape Shape => new(SampleKind.Tokens, options.Length, options.Vocabulary);

    /// <summary>The windows of a pass.</summary>
    public override long? Length => trained;

    /// <summary>The windows held out.</summary>
    public long HeldOutLength => heldOut;

    /// <summary>Where in the tokens the held-out ones begin.</summary>
    internal int HeldOutStart { get; }

    /// <summary>All tokens.</summary>
    internal ReadOnlySpan<int> Tokens => tokens;

    /// <inheritdoc/>
    public override void Fill(long first, Batch batch)
    {
        Check(batch);
        for (var i = 0; i < batch.Count; i++)
        {
            var (pass, place) = Math.DivRem(first + i, trained);
            Copy(new SampleOrder(trained, seed["pass"][(int)pass])[place] * options.Length, i, batch);
        }
    }

    /// <inheritdoc/>
    /// <remarks>In the order of the text; after the last window the first follows again.</remarks>
    public override void FillHeldOut(long first, Batch batch)
    {
        Check(batch);
        for (var i = 0; i < batch.Count; i++) Copy(HeldOutStart + ((first + i) % heldOut * options.Length), i, batch);
    }

    void Check(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Shape != Shape) throw new ArgumentException($"The text has samples {Shape}, not {batch.Shape}.", nameof(batch));
    }

    void Copy(long from, int sample, Batch batch)
    {
        tokens.AsSpan((int)from, options.Length).CopyTo(batch.Tokens.AsSpan(sample * options.Length));
        tokens.AsSpan((int)from + 1, options.Length).CopyTo(batch.Targets.AsSpan(sample * options.Length));
    }
}
