using System.Text;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A table of every rate as JSON: <c>{"first_step": 0, "lr": […]}</c>.</summary>
sealed class JsonTableDialect : IDialect
{
    public string Name => "json";

    public string Title => "any program: a JSON table, step 0 for the first update";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code];

    public string Limits => "none";

    public string? CommentMark(ExportForm form) => null;

    public DialectExport Code(ExportRequest request)
    {
        var text = new StringBuilder("{\n  \"first_step\": 0,\n  \"lr\": [\n");
        var rates = request.Schedule.ToArray();
        for (var t = 0; t < rates.Length; t++) text.Append("    ").Append(NumberText.Exact(rates[t])).Append(t + 1 < rates.Length ? ",\n" : "\n");
        return new(Name, text.Append("  ]\n}\n").ToString(), ExportForm.Code, 0, 0, "the rate of update u, from 1, is the u-th of \"lr\".");
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        if (x.Number("first_step", 0) != 0) throw new InputException("The table begins after step 0; a schedule starts there.");
        return new Tabulated(x.Numbers("lr"));
    }
}
