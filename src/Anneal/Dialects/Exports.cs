using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A target of <see cref="Exports"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Title">What users know it as.</param>
/// <param name="Forms">The forms it has, the usual one first.</param>
/// <param name="Limits">What it cannot say.</param>
public sealed record ExportTarget(
    string Name, IReadOnlyList<string> Aliases, string Title, IReadOnlyList<ExportForm> Forms, string Limits);

/// <summary>Writes schedules as frameworks want them, and reads what frameworks are given.</summary>
public static class Exports
{
    // What an export may be off by and still be called exact, relative to the rate or to a thousandth of the peak.
    const double Rounding = 1e-12;

    static readonly IDialect[] All =
        [.. Catalog<IDialect>.Types.Values.Select(type => (IDialect)Activator.CreateInstance(type)!).OrderBy(dialect => dialect.Name, StringComparer.Ordinal)];

    /// <summary>The targets, in alphabetical order.</summary>
    public static IReadOnlyList<ExportTarget> Targets { get; } =
        [.. All.Select(dialect => new ExportTarget(dialect.Name, dialect.Aliases, dialect.Title, dialect.Forms, dialect.Limits))];

    /// <summary>
    /// Writes a schedule. What the target cannot express gets its nearest form, and <see cref="DialectExport.MaxError"/> and a comment
    /// say by how much it is off.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="target">The target's name or an alias.</param>
    /// <param name="options">What is wanted; null for the usual.</param>
    /// <exception cref="InputException">There is no such target, or it has no such form.</exception>
    public static DialectExport Write(Schedule schedule, string target, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        options ??= new ExportOptions();
        var dialect = Find(target);
        var form = options.Form ?? dialect.Forms[0];
        if (!dialect.Forms.Contains(form))
            throw new InputException($"{dialect.Title} has no {Names.Kebab($"{form}")} form; leave it out.");
        var rates = schedule.ToArray();
        if (form == ExportForm.Stock) return Nearest(dialect, new ExportRequest(schedule, rates, options));
        var written = options.Points is { } points ? PointTable.Of(rates, points) : schedule;
        var export = dialect.Code(new ExportRequest(written, rates, options));
        var (error, at) = Difference(rates, written.ToArray());
        return Said(dialect, export with { MaxError = error, At = at }, rates);
    }

    /// <summary>The schedule that a framework makes of its own arguments.</summary>
    /// <param name="text">The arguments: Python, JSON, TOML or flags, as the framework has them.</param>
    /// <param name="target">The framework.</param>
    /// <param name="options">What the text leaves out.</param>
    /// <exception cref="InputException">The text is not the framework's, or not enough.</exception>
    public static Schedule Read(string text, string target, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dialect = Find(target);
        try
        {
            return dialect.Read(text, options ?? new ImportOptions());
        }
        catch (ArgumentException error)
        {
            throw new InputException($"These arguments make no schedule of {dialect.Title}: {error.Message}", error);
        }
    }

    static DialectExport Nearest(IDialect dialect, ExportRequest request)
    {
        var (best, error, at) = ("", double.PositiveInfinity, 0);
        foreach (var text in dialect.Candidates(request, ScheduleOutline.Of(request.Rates)))
        {
            double[] rates;
            try
            {
                rates = dialect.Read(text, new ImportOptions { Steps = request.Steps, Rate = request.Peak }).ToArray();
            }
            catch (Exception failure) when (failure is ArgumentException or InputException)
            {
                // Not every combination of lengths makes a schedule.
                continue;
            }

            var (off, where) = Difference(request.Rates, rates);
            if (off < error) (best, error, at) = (text, off, where);
            if (error == 0) break;
        }

        // What is off by more than the peak is near nothing: a rate of 1 in place of rates of 0.
        if (best.Length == 0 || error > request.Rates.Max()) throw new InputException($"{dialect.Title} has no arguments near this schedule.");
        return Said(dialect, new DialectExport(dialect.Name, best, ExportForm.Stock, error, at, dialect.StockUsage), request.Rates);
    }

    // The file itself says what it is, how it is used and by how much it is off.
    static DialectExport Said(IDialect dialect, DialectExport export, double[] rates)
    {
        List<string> lines =
        [
            Text.Of($"Learning-rate schedule for {dialect.Title}: {rates.Length} updates, peak {rates.Max():R}."),
            $"Usage: {export.Usage}",
            export.MaxError == 0
                ? "Exact: the same rates as the schedule it was made from."
                : Text.Of($"NOT EXACT: the nearest form; the largest error is {export.MaxError:G4} ({100 * export.MaxError / rates.Max():G3} % of the peak), at update index {export.At}."),
        ];
        if (dialect.CommentMark(export.Form) is { } mark) return export with { Text = $"{string.Concat(lines.Select(line => $"{mark} {line}\n"))}{export.Text}" };
        // JSON has no comments, but it has fields.
        var field = $"\"{System.Text.Json.JsonEncodedText.Encode(string.Join(' ', lines), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
        return export.Text.StartsWith('{') ? export with { Text = $"{{\n  \"_comment\": {field},{export.Text[1..]}" } : export;
    }

    static (double Error, int At) Difference(double[] wanted, double[] given)
    {
        var (error, at) = (0.0, 0);
        var small = 1e-3 * wanted.Max();
        for (var t = 0; t < wanted.Length; t++)
        {
            var off = Math.Abs(wanted[t] - given[Math.Min(t, given.Length - 1)]);
            if (off > error && off > Rounding * Math.Max(wanted[t], small)) (error, at) = (off, t);
        }

        return (error, at);
    }

    static IDialect Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folded = name.ToLower(CultureInfo.InvariantCulture).Replace('_', '-');
        var names = All.SelectMany(dialect => dialect.Aliases.Prepend(dialect.Name));
        return Array.Find(All, dialect => dialect.Name == folded || dialect.Aliases.Any(alias => alias == folded)) ?? throw new InputException(
            $"There is no target {Names.Quote(name)}{(Names.DidYouMean(name, names) is { Length: > 0 } near ? near : ".")} There are: {string.Join(", ", All.Select(dialect => dialect.Name))}.");
    }
}
