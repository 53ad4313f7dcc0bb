namespace Anneal.Formats;

/// <summary>The lines of a log's first bytes, without their line feeds; the last may be cut off.</summary>
ref struct HeadLines(ReadOnlySpan<byte> head)
{
    ReadOnlySpan<byte> rest = head;
    bool ended;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly HeadLines GetEnumerator() => this;

    public bool MoveNext()
    {
        if (ended) return false;
        var end = rest.IndexOf((byte)'\n');
        ended = end < 0;
        Current = ended ? rest : rest[..end];
        rest = ended ? default : rest[(end + 1)..];
        return true;
    }
}
