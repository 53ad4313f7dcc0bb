using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Anneal.Benchmarks;

/// <summary>The answers as Markdown, to the console as they come and to a file at the end.</summary>
sealed class Report
{
    readonly StringBuilder text = new();

    public Report()
    {
        Line($"# {Machine.Cpu}");
        Line("");
        Line($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; "
            + $"load average at the start {Machine.LoadAverage}. Times in ms: minimum (median) of repeats, after a warm-up. "
            + "Peers' times were measured on two Xeon cores at 2.5 GHz: take orders of magnitude.");
    }

    public void Section(string title, string about)
    {
        Line("");
        Line($"## {title}");
        Line("");
        Line(about);
        Line("");
    }

    public void Table(params string[] columns)
    {
        Row(columns);
        Row([.. columns.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    public void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    public void Line(string line)
    {
        Console.WriteLine(line);
        text.Append(line).Append('\n');
    }

    /// <summary>Writes bench/results/&lt;cpu&gt;/results.md and returns its path.</summary>
    public string Save()
    {
        var folder = Path.Combine(Machine.Root, "bench", "results", Machine.CpuFolder);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "results.md");
        File.WriteAllText(path, text.ToString());
        return Path.GetRelativePath(Machine.Root, path);
    }

    public static string Time(Timing time) => time.Repeats == 1 ? Number(time.Min) : $"{Number(time.Min)} ({Number(time.Median)})";

    public static string Ratio(double slow, double fast) => $"{Number(slow / fast)} ×";

    public static string Loss(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("G3", CultureInfo.InvariantCulture),
        _ => value.ToString("G2", CultureInfo.InvariantCulture),
    };
}
