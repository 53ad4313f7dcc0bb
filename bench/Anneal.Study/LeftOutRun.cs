using System.Globalization;

namespace Anneal.Study;

/// <summary>What the interval of one point is made of.</summary>
/// <param name="Error">log(measured) − log(forecast).</param>
/// <param name="Noise">The fit's measurement noise.</param>
/// <param name="Spread">What the parameters' covariance makes of it.</param>
/// <param name="Plain">The stretch for everything but the horizon.</param>
/// <param name="Horizon">The logarithm of the horizon beyond the fitted one, on the stretch's scale: the stretch is Plain + PerHorizon · Horizon.</param>
readonly record struct Ingredients(double Error, double Noise, double Spread, double Plain, double Horizon);

/// <summary>A run forecast by a fit to the others, and the runs held out of those in turn, which the law's own error comes from.</summary>
sealed record LeftOutRun(string Set, string Family, string Run, double ConstantWidth)
{
    public List<Ingredients> Points { get; } = [];

    public SortedDictionary<string, List<Ingredients>> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>One line a point; the name of the held-out run is empty for the run's own points.</summary>
    public static void Write(string path, IEnumerable<LeftOutRun> runs)
    {
        using var file = new StreamWriter(path);
        foreach (var run in runs)
        {
            Lines("", run.Points);
            foreach (var (held, points) in run.Held) Lines(held, points);

            void Lines(string held, List<Ingredients> points)
            {
                foreach (var x in points)
                {
                    file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{run.Set},{run.Family},{run.Run},{run.ConstantWidth:G6},{held},{x.Error:G6},{x.Noise:G6},{x.Spread:G6},{x.Plain:G6},{x.Horizon:G6}"));
                }
            }
        }
    }

    public static IReadOnlyList<LeftOutRun> Read(string path)
    {
        var runs = new Dictionary<(string, string), LeftOutRun>();
        foreach (var cells in File.ReadLines(path).Select(line => line.Split(',')))
        {
            double Number(int i) => double.Parse(cells[i], CultureInfo.InvariantCulture);
            var key = (cells[0], cells[2]);
            if (!runs.TryGetValue(key, out var run)) runs[key] = run = new(cells[0], cells[1], cells[2], Number(3));
            if (cells[4].Length > 0 && !run.Held.ContainsKey(cells[4])) run.Held[cells[4]] = [];
            (cells[4].Length == 0 ? run.Points : run.Held[cells[4]]).Add(new(Number(5), Number(6), Number(7), Number(8), Number(9)));
        }

        return [.. runs.Values];
    }
}
