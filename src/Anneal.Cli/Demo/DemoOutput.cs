using System.Globalization;
using Anneal.Cli.Planning;
using Anneal.Formats;

namespace Anneal.Cli.Demo;

/// <summary>Writes what the demo leaves behind.</summary>
static class DemoOutput
{
    /// <summary>Writes the files.</summary>
    /// <returns>Their paths, the report first.</returns>
    public static IReadOnlyList<string> Write(DemoJob job, string folder, IReadOnlyList<Example> next)
    {
        var written = new List<string>();
        Text("report.html", DemoReport.Of(job, next).ToHtml());
        var fit = Path.Combine(folder, "fit.json");
        FitFile.Write(fit, new SavedFit(job.Fit, FitSources.Of(job.Read.Runs)));
        written.Add(fit);
        Text("forecasts.csv", Forecasts(job));
        Text("schedules.csv", new DemoText(job).Tried().ToCsv());
        Add("best-schedule.csv", writer => ScheduleFile.Write(job.Recommendation.Best.Schedule, writer));
        Text("runs.svg", DemoFigures.Read(job).ToSvg());
        Text("residuals.svg", DemoFigures.Residuals(job).ToSvg());
        Text("horizon.svg", DemoFigures.Longest(job).ToSvg());
        Text("forecasts.svg", DemoFigures.Checks(job).ToSvg());
        Text("best-schedule.svg", ScheduleFigures.LossAndRate(job.Fit, job.Recommendation, job.LossUnit).ToSvg());
        Text("gains.svg", ScheduleFigures.Gains(job.Recommendation).ToSvg());
        return written;

        void Text(string name, string content) => Add(name, writer => writer.Write(content));

        void Add(string name, Action<TextWriter> write)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, write);
            written.Add(path);
        }
    }

    static string Forecasts(DemoJob job)
    {
        var text = new System.Text.StringBuilder("run,step,logged,forecast,lower,upper\n");
        foreach (var (run, rows, forecast, _) in job.Checks)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"{run.Name},{rows.Steps[i]},{rows.Loss[i]:R},{forecast.Loss[i]:R},{forecast.Lower[i]:R},{forecast.Upper[i]:R}\n");
            }
        }

        return text.ToString();
    }
}
