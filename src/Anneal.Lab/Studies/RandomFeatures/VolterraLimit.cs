using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>The integral equation in intrinsic time as the limit of small rates, and the powers of its signal and memory.</summary>
static class VolterraLimit
{
    const string Paper = "Bordelon and Mori 2026 (Volterra form)";
    const double End = 50;

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [];

    public static StudyPart Run(StudyContext context)
    {
        var model = Phase.Easy.Model();
        double[] rates = [.. Enumerable.Range(0, context.Quick ? 6 : 9).Select(i => .2 * Math.Pow(2, -i))];
        var limits = context.Map(.005, 2, i => Limit(model, gaussian: i == 0, context.Cancellation));
        var discrete = context.Map(.005, rates.Length, i => Discrete(model, rates[i]));
        double[] gaps = [.. discrete.Select(loss => Math.Abs((loss / limits[0]) - 1))];
        double[] others = [.. discrete.Select(loss => Math.Abs((loss / limits[1]) - 1))];
        return new(
            null,
            [
                Claim.Close("Recursion and integral equation differ in proportion to η: slope of the difference", Paper, PowerFit.Of(rates.AsSpan(2), gaps.AsSpan(2)).Exponent, 1, .05),
                Claim.AtMost($"The same, relative difference of the loss at η = {Digits.Significant(rates[^1])}", Paper, gaps[^1], .1 * rates[^1]),
                .. new[] { Phase.Easy, Phase.Hard }.SelectMany(Powers),
            ],
            [Gaps(rates, gaps, others), Memory()])
        {
            Limits =
            [
                $"The Volterra form of the paper lacks a mode's batch noise in itself, which is of the same order in η/m as what it keeps; Gaussian features have it, and "
                + $"without it the form stays {Digits.Percent(others[^1])} off at η/m ≤ 0.1 however small the rate. Both are computed.",
            ],
        };
    }

    // γ = η/m falls linearly in intrinsic time from 0.1; small rates then mean small batches.
    static double Noise(double time) => .1 * (1 - (time / End));

    static double Limit(RandomFeatureModel model, bool gaussian, CancellationToken cancellation)
    {
        double[] times = [.. Enumerable.Range(0, 8001).Select(i => End * i / 8000)];
        var losses = new double[times.Length];
        RandomFeatureVolterra.Solve(model, times, [.. times.Select(Noise)], gaussian, losses, cancellation);
        return losses[^1];
    }

    static double Discrete(RandomFeatureModel model, double rate)
    {
        var steps = (int)Math.Round(End / rate);
        var rates = new double[steps];
        Array.Fill(rates, rate);
        return new RandomFeatureGradient(model, steps).Loss(rates, [.. Enumerable.Range(0, steps).Select(t => rate / Noise((t + .5) * rate))]);
    }

    static IEnumerable<Claim> Powers(Phase phase)
    {
        const double Time = 1000;
        var spectrum = PowerLawSpectrum.Quadrature(phase.A, phase.B, 100_000_000);
        yield return Claim.Close(
            $"{phase.Title}: signal F(S) over (1/b) Γ(s) (2S)^−s at S = 1,000", Paper,
            RandomFeatureVolterra.Signal(spectrum, Time) / RandomFeatureVolterra.SignalPower(phase.A, phase.B, Time), 1, .005);
        yield return Claim.Close(
            $"{phase.Title}: memory K(r) over (1/b) Γ(2 − 1/b) (2r)^−(2−1/b) at r = 1,000", Paper,
            RandomFeatureVolterra.Kernel(spectrum, Time) / RandomFeatureVolterra.KernelPower(phase.B, Time), 1, .005);
    }

    static StudyFigure Gaps(double[] rates, double[] gaps, double[] others) => new(
        "volterra-limit", new Figure("The recursion tends to its integral equation in proportion to the rate")
        {
            X = new Axis("rate η at given η/m (1/λ₁)") { Scale = AxisScale.Logarithmic },
            Panels =
            [
                new Panel(new Axis("relative difference of L") { Scale = AxisScale.Logarithmic })
                {
                    Marks =
                    [
                        new Line(rates, [.. rates.Select(rate => gaps[^1] * rate / rates[^1])]) { Name = "∝ η", Ink = Ink.Grey, Dash = Dash.Dashed },
                        new Points(rates, gaps) { Name = "with each mode's batch noise", Ink = Ink.Blue },
                        new Points(rates, others) { Name = "without", Ink = Ink.Vermilion },
                    ],
                },
            ],
        }, "L at the intrinsic time S = 50 with η/m falling linearly to 0, by the recursion and by the integral equation (product integration, 8,000 places).");

    static StudyFigure Memory()
    {
        double[] times = [.. Enumerable.Range(0, 25).Select(i => .3 * Math.Pow(10, i / 6.0))];
        var (signals, memories) = (new List<Mark>(), new List<Mark>());
        foreach (var (phase, ink) in new[] { (Phase.Easy, Ink.Blue), (Phase.Hard, Ink.Vermilion) })
        {
            var spectrum = phase.Model().Spectrum;
            signals.Add(new Line(times, [.. times.Select(time => RandomFeatureVolterra.SignalPower(phase.A, phase.B, time))]) { Ink = ink, Dash = Dash.Solid });
            signals.Add(new Points(times, [.. times.Select(time => RandomFeatureVolterra.Signal(spectrum, time))]) { Name = phase.Name, Ink = ink });
            memories.Add(new Line(times, [.. times.Select(time => RandomFeatureVolterra.KernelPower(phase.B, time))]) { Ink = ink, Dash = Dash.Solid });
            memories.Add(new Points(times, [.. times.Select(time => RandomFeatureVolterra.Kernel(spectrum, time))]) { Name = phase.Name, Ink = ink });
        }

        return new("signal-and-memory", new Figure("Signal and memory of the noise are powers of intrinsic time")
        {
            X = new Axis("intrinsic time S, r = Σ η (rate × steps)") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("signal F(S)") { Scale = AxisScale.Logarithmic }) { Marks = signals, Height = 190 },
                new Panel(new Axis("memory K(r)") { Scale = AxisScale.Logarithmic }) { Marks = memories, Height = 190 },
            ],
        }, "Points: sums over 10⁶ modes. Lines: (1/b) Γ(s) (2S)^−s with s = (a − 1)/b, and (1/b) Γ(2 − 1/b) (2r)^−(2−1/b).");
    }
}
