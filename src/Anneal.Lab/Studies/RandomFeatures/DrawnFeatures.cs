using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>SGD on drawn features against the mean recursion: a student of all features, and one of the first few.</summary>
static class DrawnFeatures
{
    const string Paper = "Bordelon and Mori 2026, section 2";
    const int Steps = 60;

    static readonly CountParameter runs = new("runs", "Drawn runs of SGD that are averaged.", 40_000) { Quick = 600, Min = 200 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [runs];

    public static StudyPart Run(StudyContext context)
    {
        var model = new RandomFeatureModel(PowerLawSpectrum.Exact(1.5, 1.2, 30), 3, .3);
        var schedule = new Tabulated([.. Enumerable.Range(0, Steps).Select(t => (.25 * (1 - ((double)t / Steps))) + .02)]);
        var (count, widths) = (context.Get(runs), new[] { 30, 6 });
        const int Blocks = 64;
        var sums = context.Map(.25, Blocks * widths.Length, place =>
        {
            var (block, width) = (place / widths.Length, widths[place % widths.Length]);
            var (sum, squares) = (new double[Steps], new double[Steps]);
            for (var run = block; run < count; run += Blocks)
            {
                var losses = FeatureTraining.Losses(model, width, schedule, new RandomNumbers(context.Seed["features"][width][run]), context.Cancellation);
                for (var t = 0; t < Steps; t++) (sum[t], squares[t]) = (sum[t] + losses[t], squares[t] + (losses[t] * losses[t]));
            }

            return (Sum: sum, Squares: squares);
        });
        var found = widths.Select((width, i) => Average(model, schedule, width, count, [.. sums.Where((_, place) => place % widths.Length == i)])).ToArray();

        var claims = new List<Claim>();
        foreach (var (width, mean, error, expected, _) in found)
        {
            var student = width == 30 ? "all 30 features" : $"the first {width} of 30 features, the others label noise";
            claims.Add(Claim.AtMost(
                $"Drawn SGD on {student}: largest relative distance of {Digits.Count(count)} runs' mean from the recursion", Paper,
                mean.Zip(expected, (m, e) => Math.Abs((m / e) - 1)).Max(), 3 / Math.Sqrt(count)));
            claims.Add(Claim.AtMost(
                $"Drawn SGD on {student}: largest distance in standard errors", Paper,
                Enumerable.Range(0, Steps).Max(t => Math.Abs(mean[t] - expected[t]) / error[t]), 5));
        }

        return new(null, claims, [Figure(found, count)]);
    }

    static (int Width, double[] Mean, double[] Error, double[] Expected, double Unlearned) Average(
        RandomFeatureModel model, Schedule schedule, int width, int count, (double[] Sum, double[] Squares)[] blocks)
    {
        var (student, unlearned) = FeatureTraining.Student(model, width);
        double[] mean = [.. Enumerable.Range(0, Steps).Select(t => blocks.Sum(block => block.Sum[t]) / count)];
        return (
            width, mean, [.. mean.Select((m, t) => Math.Sqrt(((blocks.Sum(block => block.Squares[t]) / count) - (m * m)) / (count - 1)))],
            [.. student.MeanLoss(schedule).Select(loss => loss + unlearned)], unlearned);
    }

    static StudyFigure Figure((int Width, double[] Mean, double[] Error, double[] Expected, double Unlearned)[] found, int count)
    {
        var marks = new List<Mark>();
        foreach (var ((width, mean, error, expected, unlearned), ink) in found.Zip([Ink.Blue, Ink.Vermilion]))
        {
            int[] shown = [.. Enumerable.Range(0, Steps / 4).Select(i => (4 * i) + 3)];
            double[] at = [.. shown.Select(t => t + 1.0)];
            marks.Add(new Line([.. Enumerable.Range(1, Steps)], expected) { Ink = ink, Dash = Dash.Solid });
            marks.Add(new Whiskers(at, [.. shown.Select(t => mean[t] - (3 * error[t]))], [.. shown.Select(t => mean[t] + (3 * error[t]))]) { Name = $"N = {width} of 30 features", Ink = ink });
            marks.Add(new Points(at, [.. shown.Select(t => mean[t])]) { Name = $"N = {width} of 30 features", Ink = ink, Size = 4 });
            if (unlearned > 0) marks.Add(new Rule(Direction.Horizontal, unlearned) { Label = "E_N: what it cannot learn" });
        }

        return new("drawn-features", new Figure("SGD on drawn features follows the mean recursion")
        {
            Subtitle = $"m = 3, σ² = 0.3, a = 1.5, b = 1.2; {Digits.Count(count)} runs, bars of three standard errors",
            X = new Axis("updates t"),
            Panels = [new Panel(new Axis("mean loss L(t)") { Lower = 0 }) { Marks = marks }],
        }, "Lines: the exact recursion of second moments. Points: runs in which every feature and label is drawn.");
    }
}
