using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A table of every rate: <c>step,lr</c>, the first update at step 0.</summary>
sealed class CsvTableDialect : IDialect
{
    public string Name => "csv";

    public string Title => "any program: a CSV table, step 0 for the first update";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code];

    public string Limits => "none";

    // A table is read by programs that know no comments.
    public string? CommentMark(ExportForm form) => null;

    public DialectExport Code(ExportRequest request)
    {
        using var text = new StringWriter { NewLine = "\n" };
        if (request.Options.Points is null) ScheduleFile.Write(request.Schedule, text);
        else text.Write($"step,lr\n{string.Concat(ScheduleParts.Of(request.Schedule).Select(part => Text.Of($"{part.Start},{request.Schedule[part.Start]:R}\n")))}");
        return new(Name, text.ToString(), ExportForm.Code, 0, 0, "the rate of update u, from 1, is that of row u.");
    }

    public Schedule Read(string text, ImportOptions options) => ScheduleFile.ReadText(text, "the table");
}
