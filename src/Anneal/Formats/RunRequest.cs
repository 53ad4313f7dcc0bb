namespace Anneal.Formats;

/// <summary>A log to read, and what is known about it beforehand.</summary>
sealed record RunRequest
{
    public string Log { get; init; } = "";

    /// <summary>Which of the log's runs, where it holds several.</summary>
    public string? Part { get; init; }

    public RunSettings Settings { get; init; } = new();

    /// <summary>Whether a log without rates and without a schedule is read all the same.</summary>
    public bool RatesMayBeMissing { get; init; }

    /// <summary>The log itself, if it can be opened only once.</summary>
    public LogSource? Opened { get; init; }

    /// <summary>The runs file that lists it, if one does, and the line.</summary>
    public string? ListedIn { get; init; }

    public long Line { get; init; }

    /// <summary>An error of this request: at its line of the runs file, else of the log as a whole.</summary>
    public InputException Wrong(string message) => ListedIn is null ? new(Log, 0, message) : new(ListedIn, Line, message);
}

/// <summary>A log that was asked for, and what it holds.</summary>
sealed record ReadLog(RunRequest Run, RawLog Log);
