using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>What a few dozen nodes in place of all modes cost in accuracy.</summary>
static class SpectralQuadrature
{
    const int Steps = 1500;

    static readonly CountParameter modes = new("modes", "N: the modes that a quadrature's loss is compared with, one by one.", 1_000_000)
    { Quick = 20_000, Min = 10_000, Max = 10_000_000 };

    static readonly (double A, double B)[] spectra = [(1.5, 1.25), (2, 1.5), (1.2, 2), (1.5, 3)];
    static readonly (int Exact, int PerEFold)[] rules = [(8, 2), (8, 3), (16, 3), (16, 4), (32, 4), (32, 6)];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [modes];

    public static StudyPart Run(StudyContext context)
    {
        var count = context.Get(modes);
        var schedule = new Tabulated([.. Enumerable.Range(0, Steps).Select(t => (.3 * Math.Pow(1 - ((double)t / Steps), 2)) + 1e-4)]);
        var exact = context.Map(.07, spectra.Length, i => Losses(PowerLawSpectrum.Exact(spectra[i].A, spectra[i].B, count)));
        var errors = context.Map(.01, spectra.Length * rules.Length, i =>
        {
            var (spectrum, rule) = (i / rules.Length, rules[i % rules.Length]);
            var quadrature = PowerLawSpectrum.Quadrature(spectra[spectrum].A, spectra[spectrum].B, count, rule.Exact, rule.PerEFold);
            return (Nodes: (double)quadrature.Eigenvalues.Length, Error: Losses(quadrature).Zip(exact[spectrum], (q, e) => Math.Abs((q / e) - 1)).Max());
        });

        double Worst(int rule) => Enumerable.Range(0, spectra.Length).Max(i => errors[(i * rules.Length) + rule].Error);

        return new(
            null,
            [
                Claim.AtMost($"{errors[3].Nodes} nodes (16 modes, then 4 per e-fold) for {Digits.Count(count)} modes: relative error of L(t), t ≤ 1,500, four spectra", "measured here", Worst(3), 5e-6),
                Claim.AtMost($"{errors[5].Nodes} nodes (32 modes, then 6 per e-fold) for {Digits.Count(count)} modes: relative error", "measured here", Worst(5), 2e-9),
            ],
            [
                new StudyFigure("quadrature", new Figure($"A few dozen nodes stand for {Digits.Count(count)} modes")
                {
                    X = new Axis("nodes"),
                    Legend = LegendPlace.Below,
                    Panels =
                    [
                        new Panel(new Axis("largest relative error of L(t)") { Scale = AxisScale.Logarithmic })
                        {
                            Marks =
                            [
                                .. spectra.SelectMany((spectrum, i) =>
                                {
                                    var own = errors.AsSpan(i * rules.Length, rules.Length).ToArray();
                                    var (x, y) = (own.Select(e => e.Nodes).ToArray(), own.Select(e => e.Error).ToArray());
                                    var name = $"a = {Digits.Significant(spectrum.A)}, b = {Digits.Significant(spectrum.B)}";
                                    return (Mark[])[new Line(x, y) { Name = name, Dash = Dash.Dotted }, new Points(x, y) { Name = name }];
                                }),
                            ],
                        },
                    ],
                }, "The first modes one by one, then Gauss–Legendre rules in ln k with an end correction of fifth order; against all modes over 1,500 updates with a decaying rate, m = 8, σ² = 0.1."),
            ]);

        double[] Losses(PowerLawSpectrum spectrum) => new RandomFeatureModel(spectrum, 8, .1).MeanLoss(schedule, context.Cancellation);
    }
}
