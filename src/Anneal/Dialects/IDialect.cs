using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>How a framework writes learning-rate schedules. A new dialect is one file: a sealed class that the catalogue finds.</summary>
interface IDialect
{
    /// <summary>What <c>--to</c> calls it.</summary>
    string Name { get; }

    /// <summary>Other names for it.</summary>
    IReadOnlyList<string> Aliases => [];

    /// <summary>What users know it as, with the versions that are meant.</summary>
    string Title { get; }

    /// <summary>Which forms it has: code, which can say anything, the framework's own arguments, or both; the first is the usual one.</summary>
    IReadOnlyList<ExportForm> Forms { get; }

    /// <summary>What it cannot say, for the table of targets.</summary>
    string Limits { get; }

    /// <summary>The schedule as code: a pure function of the update's index.</summary>
    DialectExport Code(ExportRequest request) => throw new NotSupportedException();

    /// <summary>The framework's own arguments for schedules near this one, each as <see cref="Read"/> reads them; the best is taken.</summary>
    IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline) => [];

    /// <summary>How the framework's own arguments are used, in a line.</summary>
    string StockUsage => "";

    /// <summary>How a line of comment begins in a form; null where there are no comments.</summary>
    string? CommentMark(ExportForm form) => "#";

    /// <summary>The rates that the framework would give for these arguments.</summary>
    /// <param name="text">The arguments.</param>
    /// <param name="options">What they leave out.</param>
    /// <exception cref="InputException">They are not this framework's, or not enough.</exception>
    Schedule Read(string text, ImportOptions options);
}

/// <summary>In which form a schedule is exported.</summary>
public enum ExportForm
{
    /// <summary>Code that can say any schedule.</summary>
    Code,

    /// <summary>The framework's own arguments, which can say some.</summary>
    Stock,
}

/// <summary>What is wanted of an export.</summary>
public sealed record ExportOptions
{
    /// <summary>The form; null for the target's usual one.</summary>
    public ExportForm? Form { get; init; }

    /// <summary>Write a table of so many points with straight lines between, instead of the exact form; from 2.</summary>
    public int? Points { get; init; }
}

/// <summary>What the arguments of a framework leave out.</summary>
public sealed record ImportOptions
{
    /// <summary>The rate that the optimiser is given; null where the text says it.</summary>
    public double? Rate { get; init; }

    /// <summary>The number of updates; null where the text says it.</summary>
    public int? Steps { get; init; }

    /// <summary>Samples per update, for frameworks that count samples; null where the text says it.</summary>
    public double? Batch { get; init; }
}

/// <summary>An exported schedule.</summary>
/// <param name="Target">The dialect's name.</param>
/// <param name="Text">The file.</param>
/// <param name="Form">Code or the framework's own arguments.</param>
/// <param name="MaxError">The largest |η′_t − η_t| over all updates, beyond rounding; 0 for an exact export.</param>
/// <param name="At">The index of that update.</param>
/// <param name="Usage">How it is used, in a line.</param>
public sealed record DialectExport(string Target, string Text, ExportForm Form, double MaxError, int At, string Usage);

/// <summary>A schedule to export, with its rates.</summary>
/// <param name="Schedule">What is written: the schedule, or a table of points near it.</param>
/// <param name="Rates">The rates asked for.</param>
/// <param name="Options">What is wanted.</param>
sealed record ExportRequest(Schedule Schedule, double[] Rates, ExportOptions Options)
{
    /// <summary>T.</summary>
    public int Steps => Rates.Length;

    /// <summary>The highest rate; 1 for a schedule of zeros, which has no other.</summary>
    public double Peak { get; } = Rates.Max() is > 0 and var peak ? peak : 1;
}
