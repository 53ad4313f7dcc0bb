using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>How compute C = N T is best split between the width N and the horizon T, schedules optimal at every place.</summary>
static class ComputeOptimum
{
    const string Derived = "after Bordelon and Mori 2026 (derived here)";

    static readonly NumberParameter most = new(
        "compute", "The largest compute C = N·T, in features times steps; smaller ones by half decades, down to 10⁴.", 1e7)
    { Quick = 1e5, Min = 1e5, Max = 1e9 };

    static readonly CountParameter compared = new(
        "compute-control-steps", "Steps T at which the schedules in closed form are compared with optimal control.", 1024)
    { Quick = 256, Min = 64, Max = 16_384 };

    static readonly Phase[] phases = [Phase.Easy, Phase.Hard];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [most, compared];

    public static StudyPart Run(StudyContext context)
    {
        var count = 1 + (int)Math.Floor((2 * Math.Log10(context.Get(most))) - 8 + 1e-9);
        double[] computes = [.. Enumerable.Range(0, count).Select(i => Math.Pow(10, 4 + (i / 2.0)))];
        var places = (from phase in phases from compute in computes from width in Widths(phase, compute) select (phase, compute, width)).ToArray();
        var losses = context.Map(.2, places.Length, i =>
        {
            var (phase, compute, width) = places[i];
            return Law(phase).Best(width, Math.Max(1, (int)Math.Round(compute / width)), context.Cancellation).Loss;
        });
        var valleys = places.Zip(losses, (place, loss) => (place.phase, place.compute, place.width, loss))
            .GroupBy(place => (place.phase, place.compute))
            .Select(group => Valley.Of(group.Key.phase, group.Key.compute, [.. group.Select(place => (place.width, place.loss))]))
            .ToArray();
        var excess = context.Map(.02, phases.Length, i => Excess(phases[i], context.Get(compared), context.Cancellation));
        var slopes = phases.Select(phase => Slopes(valleys, phase)).ToArray();
        return new(
            $"Compute C = N·T is best split as N ∝ C^{Digits.Fixed(slopes[0].Width, 2)} in the easy phase and C^{Digits.Fixed(slopes[1].Width, 2)} in the hard one, "
            + $"for losses ∝ C^{Digits.Fixed(slopes[0].Loss, 3)} and C^{Digits.Fixed(slopes[1].Loss, 3)}.",
            [.. phases.SelectMany((phase, i) => Claims(phase, slopes[i], excess[i]))],
            [Valleys(places.Zip(losses), valleys), Scaling(valleys, slopes), Table(valleys)])
        {
            Limits = ["Compute counts features times steps at one batch; a student learns the first N features, and the rest are noise to it."],
        };
    }

    static WidthAndHorizon Law(Phase phase) => new(phase.A, phase.B, phase.Batch, phase.NoiseVariance, phase.LargestRate);

    // Around the theory's exponent; the valley's bottom lies inside, at about half the last widths.
    static IEnumerable<int> Widths(Phase phase, double compute) => Enumerable.Range(-3, 8)
        .Select(i => (int)Math.Round(Math.Pow(compute, Law(phase).WidthExponent) * Math.Pow(2, i / 2.0)))
        .Where(width => width >= 1).Distinct();

    static double Excess(Phase phase, int steps, CancellationToken cancellation)
    {
        var best = RandomFeatureControl.Optimize(phase.Model(), steps, phase.LargestRate, cancellation: cancellation).Loss;
        var law = Law(phase);
        return ((law.Best(Phase.Modes, steps, cancellation).Loss - law.Unlearned(Phase.Modes)) / best) - 1;
    }

    static (double Width, double Loss) Slopes(Valley[] valleys, Phase phase)
    {
        var own = valleys.Where(valley => valley.Phase == phase).ToArray();
        double[] x = [.. own.Select(valley => valley.Compute)];
        return (PowerFit.Of(x, [.. own.Select(valley => valley.Width)]).Exponent, PowerFit.Of(x, [.. own.Select(valley => valley.Loss)]).Exponent);
    }

    static IEnumerable<Claim> Claims(Phase phase, (double Width, double Loss) slopes, double excess)
    {
        var law = Law(phase);
        yield return Claim.Close($"Exponent of the best width N in the compute, {phase.Name} phase: 1/(max(a, b) + 1)", Derived, slopes.Width, law.WidthExponent, .02);
        yield return Claim.Close($"Exponent of the least loss, {phase.Name} phase", Derived, slopes.Loss, law.LossExponent, .008);
        yield return Claim.AtMost(
            $"Schedules ∝ (1 + 2R)^(1 − 1/(2b)) under η_max, {phase.Name} phase: excess over optimal control", "measured here", excess, .006);
    }

    static StudyFigure Valleys(IEnumerable<((Phase phase, double compute, int width) Place, double Loss)> losses, Valley[] valleys) => new(
        "compute-valleys",
        new Figure("Loss over the width at constant compute")
        {
            Subtitle = "upper panel: easy phase, lower: hard; a line for each C = N·T, one every half decade from 10⁴; best schedules throughout",
            X = new("width N (features)") { Scale = AxisScale.Logarithmic },
            Panels = [.. phases.Select(phase => new Panel(new("loss L(N, C/N)") { Scale = AxisScale.Logarithmic })
            {
                Marks =
                [
                    .. losses.Where(place => place.Place.phase == phase).GroupBy(place => place.Place.compute).Select(group => (Mark)new Line(
                        [.. group.Select(place => (double)place.Place.width)], [.. group.Select(place => place.Loss)])
                    {
                        Name = "constant compute", Ink = Ink.Grey, Dash = Dash.Solid, Width = 1.2,
                    }),
                    new Points(
                        [.. valleys.Where(valley => valley.Phase == phase).Select(valley => valley.Width)],
                        [.. valleys.Where(valley => valley.Phase == phase).Select(valley => valley.Loss)])
                    {
                        Name = "best width", Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 6,
                    },
                ],
                Height = 200,
            })],
            Legend = LegendPlace.Below,
        },
        "Too narrow a student cannot learn what remains, too wide a one has no steps to learn it in.");

    static StudyFigure Scaling(Valley[] valleys, (double Width, double Loss)[] slopes)
    {
        return new(
            "compute-optimum",
            new Figure("The best use of compute: width, horizon and loss")
            {
                Subtitle = "points: minima over N at C = N·T, exact means; dashes: exponents of the theory",
                X = new("compute C = N·T (features × steps)") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    Panel("loss L", valley => valley.Loss, law => law.LossExponent),
                    Panel("width N", valley => valley.Width, law => law.WidthExponent),
                    Panel("horizon T (steps)", valley => valley.Compute / valley.Width, law => law.HorizonExponent),
                ],
                Legend = LegendPlace.Below,
            },
            "In both phases width, horizon and loss follow the theory's exponents; in the hard phase long training of narrow students is best.");

        Panel Panel(string label, Func<Valley, double> value, Func<WidthAndHorizon, double> theory) =>
            new(new(label) { Scale = AxisScale.Logarithmic })
            {
                Marks = [.. phases.Zip(slopes, [(Ink.Blue, Marker.Circle), (Ink.Vermilion, Marker.Square)]).SelectMany(each =>
                {
                    var (phase, measured, (ink, marker)) = each;
                    var own = valleys.Where(valley => valley.Phase == phase).ToArray();
                    var (first, last) = (own[0].Compute, own[^1].Compute);
                    var from = value(own[^1]) * Math.Pow(first / last, theory(Law(phase)));
                    return (Mark[])
                    [
                        new Line([first, last], [from, value(own[^1])]) { Ink = ink, Dash = Dash.Dashed, Width = 1 },
                        new Points([.. own.Select(valley => valley.Compute)], [.. own.Select(value)])
                        {
                            Name = $"{phase.Name} phase: slopes {Digits.Fixed(measured.Loss, 3)}, {Digits.Fixed(measured.Width, 3)}, {Digits.Fixed(1 - measured.Width, 3)}",
                            Ink = ink, Marker = marker, Size = 6,
                        },
                    ];
                })],
                Height = 150,
            };
    }

    static StudyTable Table(Valley[] valleys) => new(
        "compute-optimum",
        "The best width and horizon at each compute.",
        ["phase", "compute C", "width N", "horizon T", "loss", "unlearned E_N"],
        [.. valleys.Select(valley => (Cell[])
        [
            valley.Phase.Name, valley.Compute, valley.Width, valley.Compute / valley.Width, valley.Loss, Law(valley.Phase).Unlearned((int)Math.Round(valley.Width)),
        ])]);

    /// <summary>The bottom of the loss over the width at one compute.</summary>
    sealed record Valley(Phase Phase, double Compute, double Width, double Loss)
    {
        /// <summary>By a parabola in the logarithms through the three widths about the best, whose rounding it undoes.</summary>
        public static Valley Of(Phase phase, double compute, (int Width, double Loss)[] places)
        {
            var best = Array.IndexOf(places, places.MinBy(place => place.Loss));
            if (best == 0 || best == places.Length - 1) return new(phase, compute, places[best].Width, places[best].Loss);
            var (x0, y0) = At(best - 1);
            var (x1, y1) = At(best);
            var (x2, y2) = At(best + 1);
            var (left, right) = ((y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1));
            var bend = (right - left) / (x2 - x0);
            var x = ((x0 + x1) / 2) - (left / (2 * bend));
            return new(phase, compute, Math.Exp(x), Math.Exp(y0 + (left * (x - x0)) + (bend * (x - x0) * (x - x1))));

            (double X, double Y) At(int i) => (Math.Log(places[i].Width), Math.Log(places[i].Loss));
        }
    }
}
