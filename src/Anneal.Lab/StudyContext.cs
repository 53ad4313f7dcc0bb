using Anneal.Simulation;

namespace Anneal.Lab;

/// <summary>What a study is given: its parameters, its seed, and the threads that work on its grids.</summary>
/// <param name="study">The study that is run.</param>
/// <param name="values">The values that were given, by the name of the parameter; defaults for all others.</param>
public sealed class StudyContext(Study study, IReadOnlyDictionary<string, object>? values = null)
{
    readonly Lock gate = new();
    double finished;

    /// <summary>Whether the short variant is wanted: seconds in place of minutes, on smaller sizes.</summary>
    public bool Quick { get; init; }

    /// <summary>Where every random stream of the study starts.</summary>
    public Seed Seed { get; init; } = new(1);

    /// <summary>How many threads share a grid; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told the share of the study that is done, 0 … 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Asked to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The value of a number.</summary>
    public double Get(NumberParameter parameter) => (double)Value(parameter)!;

    /// <summary>The value of a whole number.</summary>
    public int Get(CountParameter parameter) => (int)Value(parameter)!;

    /// <summary>The value of a text; null where none was given and there is no default.</summary>
    public string? Get(TextParameter parameter) => (string?)Value(parameter);

    /// <summary>
    /// Whether every parameter named has its default value, so that what was published for those values can be claimed.
    /// </summary>
    public bool IsPublished(params ReadOnlySpan<StudyParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (!Equals(Value(parameter), parameter.DefaultOf(quick: false))) return false;
        }

        return true;
    }

    /// <summary>
    /// Whether every size named is at least that of the short variant: what is found there is claimed of larger ones, and not of smaller.
    /// </summary>
    public bool IsLarge(params ReadOnlySpan<CountParameter> sizes)
    {
        foreach (var size in sizes)
        {
            if (Get(size) < (int)size.DefaultOf(quick: true)) return false;
        }

        return true;
    }

    /// <summary>Every value, by the name of the parameter, in the study's order; those that have none are left out.</summary>
    public IEnumerable<(string Name, object Value)> Values =>
        from parameter in study.Parameters
        let value = Value(parameter)
        where value is not null
        select (parameter.Name, value);

    /// <summary>Works on a grid with all threads; the results are in the order of the grid.</summary>
    /// <param name="share">Which share of the study's time this takes, 0 … 1; those of a study add to about 1.</param>
    /// <param name="count">The number of places.</param>
    /// <param name="each">The result at a place; it depends on nothing but the place.</param>
    public T[] Map<T>(double share, int count, Func<int, T> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var results = new T[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation };
        try
        {
            // One place after another is handed out, so that unequal places are shared evenly.
            Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(Enumerable.Range(0, count), System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering), options, i =>
            {
                results[i] = each(i);
                Advance(share / count);
            });
        }
        catch (AggregateException several)
        {
            // What one place found wrong is wrong for the study.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return results;
    }

    /// <summary>A part that is not a grid.</summary>
    /// <param name="share">Which share of the study's time this takes.</param>
    /// <param name="part">What is computed.</param>
    public T Do<T>(double share, Func<T> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        Cancellation.ThrowIfCancellationRequested();
        var result = part();
        Advance(share);
        return result;
    }

    void Advance(double share)
    {
        lock (gate)
        {
            finished = Math.Min(1, finished + share);
            Progress?.Report(finished);
        }
    }

    object? Value(StudyParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return values is not null && values.TryGetValue(parameter.Name, out var value) ? value : parameter.DefaultOf(Quick);
    }
}
