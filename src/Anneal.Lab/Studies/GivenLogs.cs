using Anneal.Formats;

namespace Anneal.Lab.Studies;

/// <summary>The logs that a user gives a study: <c>a.csv,b.csv</c>, folders, patterns, a runs file.</summary>
static class GivenLogs
{
    /// <summary>What a parameter's help says after what the logs are for.</summary>
    public const string Shape = "LOG,…";

    /// <summary>The paths of a list.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string[] Paths(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } paths
            ? paths
            : throw new InputException($"{Names.Quote(list)} names no file; give paths separated by commas.");

    /// <summary>The runs of a list.</summary>
    /// <exception cref="InputException">A log cannot be used.</exception>
    public static RunSet Read(string list, StudyContext context, RunReadOptions? options = null) =>
        Runs.Read(Paths(list), options, cancellation: context.Cancellation);
}
