namespace Anneal.Formats;

/// <summary>What is wanted of a log.</summary>
sealed record LogQuery
{
    /// <summary>Nothing but the losses and rates that every reader knows.</summary>
    public static LogQuery Default { get; } = new();

    /// <summary>A column to keep beside the known losses, whatever it is called.</summary>
    public string? Metric { get; init; }

    /// <summary>Whether every column is wanted.</summary>
    public bool Everything { get; init; }

    /// <summary>Which of the log's runs, by a name that the reader listed; null where it holds one.</summary>
    public string? Part { get; init; }

    /// <summary>A regular expression with groups <c>step</c>, <c>loss</c> and <c>lr</c>, for lines that no reader knows.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether a column is to be kept: a rate, a loss, or the metric.</summary>
    public bool Wants(string column) =>
        (Everything ? ColumnNames.Classify(column).Role != ColumnRole.Step : ColumnNames.Classify(column).Role is not (ColumnRole.Other or ColumnRole.Step))
        || (Metric is not null && ColumnNames.Normalise(column) == ColumnNames.Normalise(Metric));
}
