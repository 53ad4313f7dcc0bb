using Anneal.Lab.Studies.Oracles;
using Anneal.Plotting;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies;

/// <summary>Muon with an inexact orthogonalisation: how its precision moves the best step and momentum.</summary>
public sealed class InexactMuonStudy : Study
{
    const string Source = "Inexact Muon 2025, abstract; bounds of this project";

    static readonly CountParameter size = new("size", "n: the side of the matrix.", 8) { Quick = 6, Min = 2, Max = 200 };
    static readonly CountParameter steps = new("steps", "T: updates of a run.", 150) { Quick = 60, Min = 10, Max = 100_000 };
    static readonly CountParameter replicas = new("replicas", "Runs, each tuned for itself.", 6) { Quick = 2, Min = 2, Max = 1000 };
    static readonly NumberParameter noise = new("gradient-noise", "σ: the standard deviation of each entry of the gradient's noise.", 2) { Min = 0 };
    static readonly CountParameter spectrumSize = new("spectrum-size", "The side of the Gaussian matrices on which δ(k) is measured.", 128) { Quick = 64, Min = 4, Max = 1000 };

    /// <inheritdoc/>
    public override string Title => "Muon with an inexact oracle";

    /// <inheritdoc/>
    public override string Question =>
        "Muon's steps are singular vectors found by a few Newton–Schulz iterations. How large is their error δ after k of them, and how should the step and the momentum answer to it?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Inexact Muon 2025, arXiv:2510.19933 (abstract)",
        "Jordan 2024, Muon: an optimizer for hidden layers (the iteration's coefficients)",
        "Björck and Bowie 1971, An iterative algorithm for computing the best estimate of an orthogonal matrix",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [size, steps, replicas, noise, spectrumSize];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        var precision = context.Do(0.1, () => Precision(context));
        var arms = Arms(context.Quick).ToArray();
        var descent = new MatrixDescent(context.Get(size), context.Get(steps), context.Get(noise), context.Seed) { Cancellation = context.Cancellation };
        var runs = context.Get(replicas);
        double[] weights = [.. Enumerable.Range(0, context.Quick ? 5 : 7).Select(i => Math.Pow(2, context.Quick ? -i : -i / 1.5)).Reverse()];
        var settings = context.Map(0.9, arms.Length * runs, i => arms[i / runs].Tune(descent, i % runs, weights));
        var answers = arms.Select((arm, a) => Answer.Of(arm, settings[(a * runs)..((a + 1) * runs)], settings[..runs], ErrorOf(arm))).ToArray();
        var random = answers.Where(answer => answer.Arm.Kind == "random").ToArray();
        var truncated = answers.First(answer => answer.Arm.Kind == "cubic");
        return new(
            $"An error δ along the step asks for 1/(1 + δ) of the rate exactly; a random one of δ = {Digits.Significant(random[^1].Error)} asks for {Digits.Significant(random[^1].Rate.Mean, 2)} of it and for {Digits.Significant(random[^1].Weight.Mean, 2)} times the weight α. "
            + $"Stopping a convergent iteration early ({truncated.Arm.Name}) asks for {Digits.Significant(truncated.Rate.Mean, 2)} times the rate, since its steps are too short, not too long. Muon's five iterations leave δ = {Digits.Significant(precision.Errors[2][5].Average(), 2)} on Gaussian matrices of side {context.Get(spectrumSize)}, where the smallest singular values are not yet lifted.",
            [
                .. OracleIdentities.Claims(descent, context.Seed),
                Claim.Show("Random error, the largest δ: tuned rate over that of the exact oracle; the noisy bound's (1 + δ)^−¼", Source, random[^1].Rate.Mean, Math.Pow(1 + random[^1].Error, -0.25)),
                Claim.Show("Random error, the largest δ: tuned α over that of the exact oracle; the noisy bound's (1 + δ)^½", Source, random[^1].Weight.Mean, Math.Sqrt(1 + random[^1].Error)),
                Claim.Close("Muon's iteration on Gaussian matrices: δ after 16 iterations, the wandering that its coefficients leave", "Jordan 2024", precision.Last[2], 0.31, 0.03),
            ],
            [
                new StudyFigure("oracle-answers", Answers(answers), "The tuned rate and weight of the new gradient, over those of the exact oracle (points; whiskers: two standard errors over runs), against the error of the oracle. Lines: what the two bounds say."),
                new StudyFigure("oracle-error", Errors(precision), "The error δ(k) = max |s − 1| of k Newton–Schulz iterations on Gaussian matrices. Convergent iterations need a dozen and more, because the smallest singular values must first grow; Muon's lift them in half as many, and stop at 0.32. Lines: means over matrices; whiskers: from the least to the greatest."),
                new StudyTable("oracle-answers", "Each oracle, its rate η and weight α tuned, over the exact oracle's.", ["oracle", "δ", "η/η exact", "standard error", "α/α exact", "standard error", "mean ‖∇f‖ over exact"],
                    [.. answers.Select(answer => (Cell[])[answer.Arm.Name, answer.Error, answer.Rate.Mean, answer.Rate.Error, answer.Weight.Mean, answer.Weight.Error, answer.Loss.Mean])]),
            ])
        {
            Limits =
            [
                "The abstract says that lower precision needs a smaller step and a larger momentum parameter. Whether that parameter is the weight α of the new gradient or β₁ = 1 − α could not be confirmed: if it is α, the usual β₁ has to fall.",
                "The bounds are worst cases over errors of norm δ: an error along the step is one, random errors cost less, and an iteration stopped early errs on the short side, where the best rate rises.",
                "One quadratic over small matrices, a constant rate.",
            ],
        };

        double ErrorOf(OracleArm arm) => double.IsNaN(arm.Error) ? Measured(arm, context.Get(size), context.Seed) : arm.Error;
    }

    static IEnumerable<OracleArm> Arms(bool quick) =>
    [
        .. (quick ? [0, 0.8] : (double[])[0, 0.2, 0.4, 0.6, 0.8]).Select(OracleArm.Additive),
        .. (quick ? [2] : (int[])[1, 2, 4, 8]).Select(k => OracleArm.Iterated("cubic", NewtonSchulz.Cubic, k)),
        .. (quick ? [5] : (int[])[1, 2, 3, 5]).Select(k => OracleArm.Iterated("Muon", NewtonSchulz.Muon, k)),
    ];

    // δ on Gaussian matrices of the experiment's size, the mean over 20.
    static double Measured(OracleArm arm, int side, Seed seed) => Enumerable.Range(0, 20).Average(i =>
    {
        var random = new RandomNumbers(seed["errors"][i]);
        var matrix = MatrixDescent.Gaussian(random, side);
        var svd = matrix.Svd();
        return (arm.Oracle(matrix, random) - (svd.U * svd.VT)).L2Norm();
    });

    static Precision Precision(StudyContext context)
    {
        const int Most = 16, Matrices = 5;
        NewtonSchulz[] kinds = [NewtonSchulz.Cubic, NewtonSchulz.Quintic, NewtonSchulz.Muon];
        var spectra = Enumerable.Range(0, Matrices)
            .Select(i => MatrixDescent.Gaussian(new RandomNumbers(context.Seed["spectra"][i]), context.Get(spectrumSize)).Svd(computeVectors: false).S.ToArray()).ToArray();
        var errors = kinds.Select(kind => Enumerable.Range(0, Most + 1).Select(k => spectra.Select(spectrum => kind.Error(spectrum, k)).ToArray()).ToArray()).ToArray();
        return new(errors);
    }

    static Figure Errors(Precision precision)
    {
        string[] names = ["cubic (3/2, −1/2)", "quintic (15/8, −5/4, 3/8)", "Muon (3.4445, −4.775, 2.0315)"];
        Ink[] inks = [Ink.Black, Ink.Blue, Ink.Vermilion];
        var x = Enumerable.Range(0, precision.Errors[0].Length).Select(k => (double)k).ToArray();
        return new Figure("The error of k Newton–Schulz iterations")
        {
            X = new Axis("iterations k"),
            Width = 640,
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("δ(k) = ‖D̂ − UVᵀ‖") { Lower = 0, Upper = 1.05 })
                {
                    Height = 240,
                    Marks =
                    [
                        .. names.Select((name, i) => new Line(x, [.. precision.Errors[i].Select(each => each.Average())]) { Name = name, Ink = inks[i], Dash = Dash.Solid }),
                        .. names.Select((_, i) => new Whiskers(x, [.. precision.Errors[i].Select(each => each.Min())], [.. precision.Errors[i].Select(each => each.Max())]) { Ink = inks[i] }),
                    ],
                },
            ],
        };
    }

    static Figure Answers(Answer[] answers)
    {
        double[] grid = [.. Enumerable.Range(0, 51).Select(i => i / 50.0)];
        (string Kind, string Name, Ink Ink)[] kinds =
            [("random", "random error", Ink.Blue), ("cubic", "cubic, stopped early", Ink.Vermilion), ("Muon", "Muon's iteration", Ink.Green)];
        return new Figure("How the best step and momentum answer to the oracle's error")
        {
            X = new Axis("error of the oracle δ") { Lower = -0.03, Upper = 1 },
            Width = 700,
            Legend = LegendPlace.Below,
            Panels =
            [
                Of("rate η/η exact", answer => answer.Rate, [Theory("1/(1 + δ): along the step, without noise", Dash.Solid, d => 1 / (1 + d)), Theory("noisy bound", Dash.Dashed, d => Math.Pow(1 + d, -0.25))]),
                Of("weight α/α exact", answer => answer.Weight, [Theory("noisy bound", Dash.Dashed, d => Math.Sqrt(1 + d))]),
            ],
        };

        Line Theory(string name, Dash dash, Func<double, double> of) => new(grid, [.. grid.Select(of)]) { Name = name, Ink = Ink.Grey, Dash = dash };

        Panel Of(string label, Func<Answer, GeometricMean> ratio, Line[] theory) => new(new Axis(label) { Scale = AxisScale.Logarithmic })
        {
            Height = 200,
            Marks =
            [
                .. theory,
                .. kinds.SelectMany(kind =>
                {
                    var some = answers.Where(answer => answer.Arm.Kind == kind.Kind).ToArray();
                    double[] x = [.. some.Select(answer => answer.Error)];
                    return (Mark[])
                    [
                        new Points(x, [.. some.Select(answer => ratio(answer).Mean)]) { Name = kind.Name, Ink = kind.Ink, Size = 6 },
                        new Whiskers(x, [.. some.Select(answer => ratio(answer).Low)], [.. some.Select(answer => ratio(answer).High)]) { Ink = kind.Ink },
                    ];
                }),
            ],
        };
    }
}
