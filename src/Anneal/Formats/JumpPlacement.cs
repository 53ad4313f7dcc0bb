namespace Anneal.Formats;

/// <summary>Where a rate that jumps between two logged rows is taken to have jumped.</summary>
public enum JumpPlacement
{
    /// <summary>At the later row's step: that row is the first with the new rate.</summary>
    LaterRow,

    /// <summary>One step after the earlier row, the last with the old rate.</summary>
    EarlierRow,

    /// <summary>Half-way between the two.</summary>
    Middle,
}
