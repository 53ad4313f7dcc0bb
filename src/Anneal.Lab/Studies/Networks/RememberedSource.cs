using System.Collections.Concurrent;
using System.Globalization;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Networks;

/// <summary>
/// A source whose samples are made once and kept: the runs of a grid see the same ones, and rendering an image takes longer than
/// training a small network on it. The samples, and so all results, are those of the source itself to the bit.
/// </summary>
/// <param name="source">What makes the samples; asked by several threads at once, as the project's sources may be.</param>
sealed class RememberedSource(SampleSource source) : SampleSource
{
    /// <summary>What a configuration without a seed of its data is trained on.</summary>
    public static RememberedSource Of(TrainingConfig config)
    {
        var settings = config.Data.Settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        if (config.Model.Context is { } length) settings["length"] = length.ToString(CultureInfo.InvariantCulture);
        return new(SourceCatalog.Create(config.Data.Kind, settings, new(1)));
    }

    readonly ConcurrentDictionary<(bool HeldOut, long First, int Count), Batch> batches = [];

    /// <inheritdoc/>
    public override SampleShape Shape => source.Shape;

    /// <inheritdoc/>
    public override long? Length => source.Length;

    /// <inheritdoc/>
    public override double? LossFloor => source.LossFloor;

    /// <inheritdoc/>
    public override void Fill(long first, Batch batch) => Copy(heldOut: false, first, batch);

    /// <inheritdoc/>
    public override void FillHeldOut(long first, Batch batch) => Copy(heldOut: true, first, batch);

    void Copy(bool heldOut, long first, Batch batch)
    {
        var kept = batches.GetOrAdd((heldOut, first, batch.Count), static (key, source) =>
        {
            var made = new Batch(key.Count, source.Shape);
            if (key.HeldOut) source.FillHeldOut(key.First, made);
            else source.Fill(key.First, made);
            return made;
        }, source);
        Copy(kept.Tokens, batch.Tokens);
        Copy(kept.Targets, batch.Targets);
        Copy(kept.Features, batch.Features);
        Copy(kept.Values, batch.Values);
    }

    static void Copy<T>(T[] from, T[] to) => from.CopyTo(to, 0);
}
