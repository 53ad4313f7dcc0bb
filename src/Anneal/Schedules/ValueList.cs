using System.Collections;
using System.Runtime.CompilerServices;

namespace Anneal.Schedules;

/// <summary>An immutable list that is equal to another by content, so that a record that holds one is too.</summary>
/// <typeparam name="T">What it holds.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>> where T : IEquatable<T>
{
    readonly T[] items;

    internal ValueList(T[] owned) => items = owned;

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <summary>The items.</summary>
    public ReadOnlySpan<T> Span => items;

    /// <summary>Copies an array.</summary>
    public static implicit operator ValueList<T>(T[] items) => ValueList.Create<T>(items);

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Span.SequenceEqual(other.Span));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // A table may hold millions of rates: at most 32 of them, spread evenly, are hashed.
        var hash = new HashCode();
        hash.Add(Count);
        for (var i = 0; i < Count; i += 1 + (Count / 32)) hash.Add(items[i]);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>Makes lists that are equal by content.</summary>
public static class ValueList
{
    /// <summary>Copies <paramref name="items"/>.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) where T : IEquatable<T> => new(items.ToArray());
}
