using System.Globalization;
using System.Text;
using System.Text.Json;
using Anneal.Curves;
using Anneal.Schedules;

namespace Anneal.Tests;

/// <summary>One public training run as its manifest describes it, with its schedule rebuilt from the description.</summary>
sealed record PublicRun(string Set, string Family, string Kind, double Peak, int Steps, TrainingRun Run);

/// <summary>Reads a folder of public training logs: manifest.csv and one CSV file a run.</summary>
static class PublicCurves
{
    public static IReadOnlyList<PublicRun> Read(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "manifest.csv"));
        var header = Cells(lines[0]);
        return [.. lines.Skip(1).Select(line => Run(folder, header, Cells(line))).OfType<PublicRun>()];
    }

    static PublicRun? Run(string folder, List<string> header, List<string> cells)
    {
        string Cell(string name) => cells[header.IndexOf(name)];
        var (set, name) = (Cell("set"), Cell("run"));
        if (Cell("sched").Length == 0) return null;
        using var document = JsonDocument.Parse(Cell("sched"));
        var sched = document.RootElement;
        var curve = Curve(Path.Combine(folder, set, name + ".csv"));
        var warmup = sched.TryGetProperty("warmup", out var w) ? w.GetInt32() : 0;
        var total = sched.GetProperty("total").GetInt32();
        var schedule = Schedule(sched, warmup, total);
        // A last row labelled T lies one step beyond the last update; it belongs to the end of the schedule.
        if (curve.Steps[^1] >= total) schedule = schedule.Then(new Constant(schedule[^1], curve.Steps[^1] + 1 - total));
        return new(set, Cell("family"), sched.GetProperty("kind").GetString()!, sched.GetProperty("peak").GetDouble(), total,
            new TrainingRun(name, schedule, curve)
            {
                WarmupSteps = warmup,
                BranchStep = (int)double.Parse(Cell("branch_step"), CultureInfo.InvariantCulture),
            });
    }

    static Schedule Schedule(JsonElement sched, int warmup, int total)
    {
        double Number(string name) => sched.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        var peak = Number("peak");
        var rest = total - warmup;
        Schedule after = sched.GetProperty("kind").GetString() switch
        {
            "constant" => new Constant(peak, rest),
            "cosine" => new Cosine(peak, Number("end"), rest),
            "two-stage" => new Constant(peak, (int)Number("switch") - warmup)
                .Then(new Constant(Number("second"), total - (int)Number("switch"))),
            "wsd" when sched.GetProperty("decay").GetString() == "exp" =>
                new Constant(peak, (int)Number("decay_start") - warmup)
                    .Then(new Exponential(peak, Number("end"), total - (int)Number("decay_start"))),
            "wsd" => new Constant(peak, (int)Number("decay_start") - warmup)
                .Then(new Linear(peak, Number("end"), total - (int)Number("decay_start"))),
            var kind => throw new InvalidDataException($"No schedule of kind {kind}."),
        };
        return warmup > 0 ? new Warmup(peak, warmup).Then(after) : after;
    }

    static LossCurve Curve(string path)
    {
        var (steps, losses) = (new List<int>(), new List<double>());
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split(',');
            if (!double.TryParse(cells[2], CultureInfo.InvariantCulture, out var loss) || !double.IsFinite(loss)) continue;
            steps.Add(int.Parse(cells[0], CultureInfo.InvariantCulture));
            losses.Add(loss);
        }

        return new LossCurve([.. steps], [.. losses]);
    }

    // Cells of a CSV line whose cells may be quoted.
    static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
