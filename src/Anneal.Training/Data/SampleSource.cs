namespace Anneal.Training.Data;

/// <summary>
/// Samples numbered from 0: sample i is the same whenever and by whomever it is asked for, so that a resumed run sees what an
/// uninterrupted one does and no sample is seen twice.
/// </summary>
public abstract class SampleSource
{
    /// <summary>What a sample is.</summary>
    public abstract SampleShape Shape { get; }

    /// <summary>How many samples there are before they repeat; null without end.</summary>
    public virtual long? Length => null;

    /// <summary>Fills <paramref name="batch"/> with its Count samples from <paramref name="first"/> on.</summary>
    public abstract void Fill(long first, Batch batch);

    /// <summary>Fills <paramref name="batch"/> with samples of the fixed held-out set, which training never sees.</summary>
    public abstract void FillHeldOut(long first, Batch batch);

    /// <summary>The loss that no model can go below, where it is known (the entropy of a synthetic language).</summary>
    public virtual double? LossFloor => null;
}
