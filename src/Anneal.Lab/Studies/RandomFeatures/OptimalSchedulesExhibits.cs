using Anneal.Plotting;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>What is shown of the optima of both phases.</summary>
static class OptimalSchedulesExhibits
{
    static readonly Ink[] inks = [Ink.SkyBlue, Ink.Blue, Ink.Green, Ink.Orange, Ink.Vermilion];

    /// <summary>η*(t/T) for up to five horizons in each phase.</summary>
    public static StudyFigure Schedules(PhaseOptima easy, PhaseOptima hard)
    {
        // The five longest, or every second of more.
        var (last, step) = (easy.Horizons.Length - 1, easy.Horizons.Length > 7 ? 2 : 1);
        var places = Enumerable.Range(0, easy.Horizons.Length).Where(i => (last - i) % step == 0).TakeLast(easy.Horizons.Length > 7 ? 4 : 5).ToArray();
        return new("optimal-schedules", new Figure("Optimal schedules anneal throughout if easy, at the end if hard")
        {
            X = new Axis("share of training t/T") { Lower = 0, Upper = 1 },
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis($"easy: η*, a = {easy.Phase.A}, b = {easy.Phase.B}") { Lower = 0 }) { Marks = [.. Lines(easy), Shape(easy)], Height = 220 },
                new Panel(new Axis($"hard: η*, a = {hard.Phase.A}, b = {hard.Phase.B}") { Lower = 0, Upper = 1.08 * hard.Phase.LargestRate }) { Marks = [.. Lines(hard)], Height = 220 },
            ],
        }, "The rates that minimise the mean loss after T steps, in units of 1/λ₁, by optimal control. The first rates of the easy phase are lower: "
           + "the optimum warms up while the loss itself still makes noise. Dotted: the theory's shape for the longest horizon.");

        IEnumerable<Mark> Lines(PhaseOptima of) => places.Select((place, i) => new Line(
            [.. Enumerable.Range(0, of.Optima[place].Steps).Select(t => (t + .5) / of.Optima[place].Steps)], [.. of.Optima[place].Rates])
        { Name = $"T = {Digits.Count(of.Optima[place].Steps)}", Ink = inks[i + inks.Length - places.Length], Dash = Dash.Solid });

        static Line Shape(PhaseOptima of)
        {
            double[] shares = [.. Enumerable.Range(0, 200).Select(i => i / 199.0)];
            var δ = (2 * of.Phase.B) - 1;
            var middle = of.Optima[^1].Rates[of.Optima[^1].Steps / 2] / Math.Pow(.5, δ);
            return new Line(shares, [.. shares.Select(share => middle * Math.Pow(1 - share, δ))]) { Name = "∝ (1 − t/T)^(2b−1)", Ink = Ink.Black, Dash = Dash.Dotted };
        }
    }

    /// <summary>Final losses over the horizon.</summary>
    public static StudyFigure Losses(PhaseOptima easy, PhaseOptima hard)
    {
        return new("loss-scaling", new Figure("Only the optimal shape reaches the best loss exponent")
        {
            X = new Axis("horizon T (steps)") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels = [Panel(easy), Panel(hard)],
        }, "Points: computed losses. Lines: the theory's powers through the last point, T^−(a−1)/max(a, b) for the optimum and T^−s/(1+s), s = (a−1)/b, "
           + "for the best constant; the best power η(1 + t)^−χ shares the constant's exponent.");

        static Panel Panel(PhaseOptima of) => new(new Axis($"{of.Phase.Name}: loss L(T)") { Scale = AxisScale.Logarithmic })
        {
            Marks =
            [
                Power(of, [.. of.Optima.Select(o => o.Loss)], of.Phase.LossExponent, Ink.Blue),
                Power(of, PhaseOptima.Losses(of.Constants), of.Phase.ConstantExponent, Ink.Vermilion),
                new Points(of.Horizons, [.. of.Optima.Select(o => o.Loss)]) { Name = "optimum", Ink = Ink.Blue, Marker = Marker.Circle },
                new Points(of.Horizons, PhaseOptima.Losses(of.Powers)) { Name = "best power", Ink = Ink.Green, Marker = Marker.Triangle },
                new Points(of.Horizons, PhaseOptima.Losses(of.Constants)) { Name = "best constant", Ink = Ink.Vermilion, Marker = Marker.Square },
            ],
            Height = 210,
        };
    }

    /// <summary>Peak rates and annealing fractions over the horizon.</summary>
    public static StudyFigure Peaks(PhaseOptima easy, PhaseOptima hard)
    {
        return new("peak-and-annealing", new Figure("Longer runs: lower peaks if easy, shorter annealing if hard")
        {
            X = new Axis("horizon T (steps)") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("peak rate η*") { Scale = AxisScale.Logarithmic })
                {
                    Marks = [Power(easy, easy.Peaks, easy.Phase.PeakExponent, Ink.Blue), Dots(easy, easy.Peaks, Ink.Blue), Dots(hard, hard.Peaks, Ink.Vermilion)],
                    Height = 190,
                },
                new Panel(new Axis("share of steps annealed") { Scale = AxisScale.Logarithmic })
                {
                    Marks =
                    [
                        Power(hard, hard.Annealing(), hard.Phase.AnnealingExponent, Ink.Vermilion), Range(easy, Ink.Blue), Range(hard, Ink.Vermilion),
                        Dots(easy, easy.Annealing(), Ink.Blue), Dots(hard, hard.Annealing(), Ink.Vermilion),
                    ],
                    Height = 190,
                },
            ],
        }, "Points: the optimum; a step is annealed when its rate is below 0.9 of the peak (bars: below 0.8 and below 0.95). Dashed: the theory's powers "
           + "T^−(1−b/a) and T^−(1−1/b−s)/(2−1/b) through the last point.");

        static Points Dots(PhaseOptima of, double[] y, Ink ink) => new(of.Horizons, y) { Name = of.Phase.Name, Ink = ink };

        static Whiskers Range(PhaseOptima of, Ink ink) => new(of.Horizons, of.Annealing(.8), of.Annealing(.95)) { Name = of.Phase.Name, Ink = ink };
    }

    /// <summary>One row a phase and horizon.</summary>
    public static StudyTable Table(PhaseOptima easy, PhaseOptima hard) => new(
        "optima", "Optimal, best constant and best power schedules",
        ["phase", "T", "optimal loss", "constant loss", "power loss", "peak", "first / peak", "annealed", "best constant rate"],
        [
            .. new[] { easy, hard }.SelectMany(of => of.Optima.Select((optimum, i) => (Cell[])
            [
                of.Phase.Name, optimum.Steps, optimum.Loss, of.Constants[i].Loss, of.Powers[i].Loss, of.Peaks[i], optimum.Rates[0] / of.Peaks[i], of.Annealing()[i],
                of.Constants[i].Rate,
            ])),
        ]);

    /// <summary>The longest optimum of each phase at 400 places.</summary>
    public static StudyTable Data(PhaseOptima easy, PhaseOptima hard)
    {
        var steps = easy.Optima[^1].Steps;
        return new("schedules", "Optimal rates of the longest horizon", ["t", "easy rate", "hard rate"],
            [.. Enumerable.Range(0, 400).Select(i => (int)((i + .5) * steps / 400)).Select(t => (Cell[])[t, easy.Optima[^1].Rates[t], hard.Optima[^1].Rates[t]])])
        { IsFileOnly = true };
    }

    static Line Power(PhaseOptima of, double[] y, double exponent, Ink ink) => new(
        of.Horizons, [.. of.Horizons.Select(steps => y[^1] * Math.Pow(steps / of.Horizons[^1], -exponent))])
    { Ink = ink, Dash = Dash.Dashed };
}
