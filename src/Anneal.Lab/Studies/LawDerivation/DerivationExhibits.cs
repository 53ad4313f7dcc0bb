using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>The figures and tables of the two-stage runs.</summary>
/// <param name="sizes">Which drop is which.</param>
/// <param name="reductions">All drops but the early one.</param>
/// <param name="analysis">Of all seeds.</param>
sealed class DerivationExhibits(StageSizes sizes, Reduction[] reductions, Analysis analysis)
{
    static readonly Ink[] inks = [Ink.Blue, Ink.Vermilion, Ink.Green, Ink.Purple, Ink.Orange];

    public StudyFigure Reductions()
    {
        var marks = new List<Mark>();
        var shown = 0;
        for (var i = 0; i < reductions.Length; i++)
        {
            var (reduction, index) = (reductions[i], i);
            if (reduction.Drop.Before != sizes.Rate || reduction.Drop.At != sizes.Steps) continue;
            var (ink, x) = (inks[shown++ % inks.Length], reduction.X);
            Jackknife[] means = [.. x.Select((_, bin) => reduction.At(bin))];
            double[] fine = [.. Enumerable.Range(0, 81).Select(k => x[0] * Math.Pow(x[^1] / x[0], k / 80.0))];
            marks.Add(new Line(fine, [.. fine.Select(place => analysis.Exponential.At(index, place))]) { Name = "exponential kernel", Ink = Ink.Grey, Dash = Dash.Dotted });
            marks.Add(new Line(fine, [.. fine.Select(place => analysis.Power.At(index, place))]) { Name = "power kernel, one β", Ink = Ink.Black, Dash = Dash.Solid, Width = 1.2 });
            marks.Add(new Points(x, [.. means.Select(mean => mean.Value)]) { Name = $"η_B/η_A = {Digits.Significant(reduction.Drop.After / sizes.Rate)}", Ink = ink, Marker = Marker.Circle });
            marks.Add(new Whiskers(x, [.. means.Select(mean => mean.Value - (2 * mean.Error))], [.. means.Select(mean => mean.Value + (2 * mean.Error))]) { Ink = ink });
        }

        return new(
            "reductions",
            new Figure("The loss reduction of a drop of the rate")
            {
                Subtitle = $"against the constant run at the same rate sum; η_A = {Digits.Significant(sizes.Rate)}, drop after {Digits.Count(sizes.Steps)} updates",
                X = new("updates after the drop x") { Scale = AxisScale.Logarithmic },
                Legend = LegendPlace.Below,
                Panels = [new(new("loss reduction LD (nats/token)")) { Marks = marks, Height = 340 }],
            },
            "Points: means over the seeds in geometric bins, whiskers two standard errors. Lines: LD = B̃(1 − (1 + C̃x)^−β) with one β for all drops, and B̃(1 − e^−C̃x).");
    }

    public StudyFigure Sizes() => Fitted(
        "asymptotes", "The size of a reduction against the size of the drop", "drop of the rate η_A − η_B", "B̃ (nats/token)", drop => drop.At == sizes.Steps, drop => drop.Size, analysis.Power.Asymptotes,
        size => analysis.Law.B * size, "law, from drops of one η_A: B Δη", "B̃ of each drop from its own curve, β common. Line: the law with four constants, fitted to the drops from one η_A at one T_A.");

    public StudyFigure Speeds() => Fitted(
        "speeds", "The speed of a reduction against the rate after the drop", "rate after the drop η_B", "C̃/η_B (per unit of rate sum)", drop => drop.At == sizes.Steps, drop => drop.After,
        [.. analysis.Power.Speeds.Select((speed, i) => speed / reductions[i].Drop.After)],
        after => analysis.Law.Speed * Math.Pow(after / sizes.Rate, 1 - analysis.Law.Gamma) / after, "law, from drops of one η_A: C η_B^−γ",
        "C̃ of each drop over η_B: the speed in the rate sum, which would be flat if only the rate sum counted. Line: the law with four constants, fitted to the drops from one η_A at one T_A.");

    public StudyTable Table() => new(
        "drops",
        "Each drop's own fit, β common to all, and the root mean square that each kernel leaves.",
        ["η_A", "η_B", "T_A (updates)", "last reduction (nats/token)", "its standard error", "B̃ (nats/token)", "C̃ (1/update)", "left by power", "left by exponential"],
        [.. reductions.Select((reduction, i) => (Cell[])
        [
            reduction.Drop.Before, reduction.Drop.After, (double)reduction.Drop.At, Cell.Of(reduction.At(reduction.X.Length - 1).Value, 3), Cell.Of(reduction.At(reduction.X.Length - 1).Error, 2),
            Cell.Of(analysis.Power.Asymptotes[i], 3), Cell.Of(analysis.Power.Speeds[i], 3), Cell.Of(Left(analysis.Power, i), 2), Cell.Of(Left(analysis.Exponential, i), 2),
        ])]);

    public StudyTable Data() => new(
        "reductions-data", "The loss reductions by drop and bin.", ["η_A", "η_B", "T_A (updates)", "x (updates)", "LD (nats/token)", "standard error"],
        [.. reductions.SelectMany(reduction => reduction.X.Select((x, bin) => (Cell[])
            [reduction.Drop.Before, reduction.Drop.After, (double)reduction.Drop.At, x, reduction.At(bin).Value, reduction.At(bin).Error]))])
    {
        IsFileOnly = true,
    };

    StudyFigure Fitted(string name, string title, string x, string y, Func<Drop, bool> which, Func<Drop, double> abscissa, double[] values, Func<double, double> law, string lawName, string caption)
    {
        int[] chosen = [.. Enumerable.Range(0, reductions.Length).Where(i => which(reductions[i].Drop))];
        var places = chosen.Select(i => abscissa(reductions[i].Drop)).Order().ToArray();
        Points Of(bool own, string label, Ink ink, Marker marker)
        {
            var some = chosen.Where(i => reductions[i].Drop.Before == sizes.Rate == own).ToArray();
            return new([.. some.Select(i => abscissa(reductions[i].Drop))], [.. some.Select(i => values[i])]) { Name = label, Ink = ink, Marker = marker, Size = 7 };
        }

        return new(
            name,
            new Figure(title)
            {
                X = new(x) { Scale = AxisScale.Logarithmic },
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new(y) { Scale = AxisScale.Logarithmic })
                    {
                        Height = 280,
                        Marks =
                        [
                            new Line((double[])[places[0], places[^1]], [law(places[0]), law(places[^1])]) { Name = lawName, Ink = Ink.Black, Dash = Dash.Solid },
                            Of(true, $"η_A = {Digits.Significant(sizes.Rate)}, several η_B", Ink.Blue, Marker.Circle),
                            Of(false, "other η_A, one η_B", Ink.Vermilion, Marker.Square),
                        ],
                    },
                ],
            },
            caption);
    }

    double Left(KernelFit fit, int i) =>
        Math.Sqrt(reductions[i].Mean([.. Enumerable.Range(0, reductions[i].Reductions.Length)]).Select((value, bin) => Math.Pow(fit.At(i, reductions[i].X[bin]) - value, 2)).Average());
}
