using Anneal.Lab.Studies.Spectra;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies;

/// <summary>The schedule that a Hessian's spectrum asks for, untuned, against schedules with tuned rates.</summary>
public sealed class EigencurveStudy : Study
{
    static readonly TextParameter spectrum = new("spectrum", "A table of eigenvalues, one a line or eigenvalue,count; or the words skewed or power-law.", "FILE.csv") { Default = "skewed" };
    static readonly NumberParameter exponent = new("exponent", "α of power-law: the density of eigenvalues is λ^−α.", 2) { Min = 0, Max = 10 };
    static readonly NumberParameter condition = new("condition", "κ of skewed and power-law: greatest over least eigenvalue.", 1e4) { Min = 2, Max = 1e12 };
    static readonly NumberParameter noise = new("noise", "σ²: gradient noise has covariance σ²H.", 0.01) { Min = 0 };
    static readonly CountParameter horizon = new("horizon", "The longest T.", 20_000) { Min = 1_000, Max = 1_000_000 };

    const string Source = "an independent script, 500 eigenvalues, κ = 1e4";
    const string Untuned = "eigencurve, untuned";

    // Horizons: the longest over these.
    static readonly int[] parts = [100, 40, 20, 10, 4, 2, 1];

    // Fourteen rates from 0.003/L to 1/L.
    static readonly double[] rates = [.. Enumerable.Range(0, 14).Select(i => Math.Pow(0.003, 1 - (i / 13.0)))];

    static readonly (string Name, Func<int, double[]> Shape, double At2000, double At20000)[] tuned =
    [
        ("constant", steps => new Constant(1, steps).ToArray(), 3.600e-2, 9.096e-3),
        ("step, halved log₂T times", steps => [.. Enumerable.Range(0, steps).Select(t => Math.Pow(2, -Math.Floor(t * Math.Log2(steps) / steps)))], 5.308e-2, 5.276e-3),
        ("linear", steps => new Linear(1, 0, steps).ToArray(), 2.068e-2, 1.058e-3),
        ("cosine", steps => new Cosine(1, 0, steps).ToArray(), 2.034e-2, 8.046e-4),
        ("elastic step, r = 2", steps => Eigencurve.ElasticSteps(steps, 2), 1.602e-2, 1.018e-3),
        ("elastic step, r = √2", steps => Eigencurve.ElasticSteps(steps, Math.Sqrt(2)), 2.232e-2, 8.746e-4),
        ("cosine^0.5", steps => Eigencurve.CosinePower(steps, 0.5), 1.673e-2, 1.041e-3),
        ("cosine^1.5", steps => Eigencurve.CosinePower(steps, 1.5), 2.380e-2, 9.317e-4),
        ("cosine^2", steps => Eigencurve.CosinePower(steps, 2), 2.689e-2, 1.118e-3),
    ];

    /// <inheritdoc/>
    public override string Title => "Eigencurve: a schedule from the Hessian's spectrum";

    /// <inheritdoc/>
    public override string Question =>
        "If the eigenvalues of the Hessian are known, what schedule do they ask for, and how near does it come, with no rate tuned, to the "
        + "usual schedules at their best rates?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
        ["Pan, Ye, Zhang 2022, Eigencurve: optimal learning rate schedule for SGD on quadratic objectives with skewed Hessian spectrums, arXiv:2110.14109"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters => [spectrum, exponent, condition, noise, horizon];

    /// <inheritdoc/>
    public override IReadOnlyList<(string Arguments, string Meaning)> Examples =>
    [
        ("--spectrum eigenvalues.csv", "For a spectrum of your own"),
    ];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var given = context.Get(spectrum) switch
        {
            "skewed" => Spectrum.Skewed(context.Get(condition)),
            "power-law" => Spectrum.PowerLaw(context.Get(exponent), context.Get(condition)),
            var path => Spectrum.Read(path!),
        };
        var problem = new NoisyQuadratic(given.Eigenvalues, given.Counts, 1, context.Get(noise));
        var longest = context.Get(horizon);
        var ranges = Eigencurve.Ranges(given.Eigenvalues, given.Counts);
        if (ranges > horizon.Min) throw new InputException($"{given.Name}: its eigenvalues lie in {ranges} ranges of a factor 2, and each needs a step; the study has no more than {horizon.Min} of them.");
        int[] horizons = [.. parts.Select(part => longest / part).Where(steps => steps >= ranges)];
        var losses = context.Map(0.9, horizons.Length * (tuned.Length + 1), i =>
        {
            // The longest first: they are the slow ones.
            var steps = horizons[horizons.Length - 1 - (i / (tuned.Length + 1))];
            if (i % (tuned.Length + 1) == tuned.Length) return (Rate: 1 / given.Greatest, Loss: problem.FinalLoss(Curve(given, steps), 1, context.Cancellation));
            var shape = tuned[i % (tuned.Length + 1)].Shape(steps);
            return rates.Select(rate => (Rate: rate / given.Greatest, Loss: problem.FinalLoss(shape, rate / given.Greatest, context.Cancellation))).MinBy(at => at.Loss);
        });
        (double Rate, double Loss) At(int method, int place) => losses[((horizons.Length - 1 - place) * (tuned.Length + 1)) + method];

        var claims = new List<Claim>();
        var (early, late) = (Array.IndexOf(horizons, 2_000), Array.IndexOf(horizons, 20_000));
        if (context.IsPublished(spectrum, condition, noise, horizon)) Publish(claims, At, early, late);
        claims.Add(Continuous(context));
        var last = horizons.Length - 1;
        var best = Enumerable.Range(0, tuned.Length).MinBy(method => At(method, last).Loss);
        var (own, step) = (At(tuned.Length, last).Loss, At(1, last).Loss);
        return new(
            $"On {given.Name} the untuned schedule of the spectrum has {Digits.Significant(own / At(best, last).Loss, 2)} times the loss of the best tuned one "
            + $"({tuned[best].Name}) after {Digits.Count(longest)} steps, and {Digits.Significant(own / step, 2)} times that of tuned step decay.",
            claims,
            [Horizons(given, horizons, At), Schedules(given), Table(horizons, At)])
        {
            Limits =
            [
                "The noise of the model does not depend on the parameters and has the Hessian's own covariance; in networks neither is exact, and the spectrum moves.",
                "The schedule is optimal up to a constant: on the skewed spectrum a tuned cosine has half of its loss at T = 20,000.",
            ],
        };
    }

    static double[] Curve(Spectrum spectrum, int steps) => Eigencurve.Rates(spectrum.Eigenvalues, spectrum.Counts, steps);

    static void Publish(List<Claim> claims, Func<int, int, (double Rate, double Loss)> at, int early, int late)
    {
        claims.Add(Claim.Near("Expected loss of the untuned eigencurve, T = 2000", Source, at(tuned.Length, early).Loss, 1.822e-2, 0.002));
        claims.Add(Claim.Near("Expected loss of the untuned eigencurve, T = 20,000", Source, at(tuned.Length, late).Loss, 1.655e-3, 0.002));
        for (var method = 0; method < 5; method++)
        {
            claims.Add(Claim.Near($"The same, {tuned[method].Name}, best of 14 rates, T = 2000", Source, at(method, early).Loss, tuned[method].At2000, 0.002));
            claims.Add(Claim.Near($"The same, {tuned[method].Name}, best of 14 rates, T = 20,000", Source, at(method, late).Loss, tuned[method].At20000, 0.002));
        }

        foreach (var (place, steps) in new[] { (early, "2000"), (late, "20,000") })
        {
            var own = at(tuned.Length, place).Loss;
            const string Paper = "Pan, Ye, Zhang 2022, arXiv:2110.14109: optimal up to a constant";
            claims.Add(Claim.AtMost($"Untuned eigencurve over the best tuned schedule, T = {steps}", Paper, own / Enumerable.Range(0, tuned.Length).Min(method => at(method, place).Loss), 2.1));
            claims.Add(Claim.AtMost($"Untuned eigencurve over tuned step decay, T = {steps}", Paper, own / at(1, place).Loss, 0.5));
        }
    }

    // Ranges of a factor 2 against their limit, on a spectrum for which the limit is known in closed form.
    static Claim Continuous(StudyContext context) => context.Do(0.05, () =>
    {
        const int Steps = 2_000;
        var law = Spectrum.PowerLaw(context.Get(exponent), context.Get(condition));
        var problem = new NoisyQuadratic(law.Eigenvalues, law.Counts, 1, context.Get(noise));
        var limit = problem.FinalLoss(Eigencurve.PowerLawRates(context.Get(exponent), context.Get(condition), Steps));
        return Claim.Show(
            $"{law.Name}: loss of the ranges of a factor 2 over that of the continuous form, T = 2000", "Pan, Ye, Zhang 2022, arXiv:2110.14109", problem.FinalLoss(Curve(law, Steps)) / limit, 1);
    });

    static StudyFigure Horizons(Spectrum given, int[] horizons, Func<int, int, (double Rate, double Loss)> at)
    {
        double[] x = [.. horizons.Select(T => (double)T)];
        double[] Losses(int method) => [.. horizons.Select((_, place) => at(method, place).Loss)];
        var marks = new List<Mark>();
        for (var method = 0; method < 5; method++) marks.Add(new Line(x, Losses(method)) { Name = tuned[method].Name, Dash = Dash.Solid });
        marks.Add(new Line(x, Losses(tuned.Length)) { Name = Untuned, Ink = Ink.Black, Dash = Dash.Dashed });
        marks.Add(new Points(x, Losses(tuned.Length)) { Name = Untuned, Ink = Ink.Black, Marker = Marker.Circle });
        return new(
            "horizons",
            new Figure("Expected loss after T steps, every horizon with its own schedule")
            {
                Subtitle = $"quadratic, {given.Name}, gradient noise σ²H",
                X = new("horizon T (steps)") { Scale = AxisScale.Logarithmic },
                Panels = [new(new("E f(θ_T)") { Scale = AxisScale.Logarithmic }) { Marks = marks, Height = 300 }],
                Legend = LegendPlace.Below,
            },
            "Solid: schedules at the best of fourteen rates for each horizon. Black: the schedule made from the spectrum, nothing tuned. All by exact recursion.");
    }

    static StudyFigure Schedules(Spectrum given)
    {
        const int Steps = 2_000;
        double[] x = [.. Enumerable.Range(0, Steps).Select(t => (double)t / Steps)];
        var own = Curve(given, Steps);
        return new(
            "schedules",
            new Figure("The schedule of the spectrum and its approximations")
            {
                Subtitle = $"{given.Name}, T = 2000",
                X = new("share of training t/T"),
                Panels =
                [
                    new(new("rate over its first, η_t/η₀") { Scale = AxisScale.Logarithmic, Lower = 1e-3 })
                    {
                        Marks =
                        [
                            new Line(x, Eigencurve.ElasticSteps(Steps, 2)) { Name = "elastic step, r = 2" },
                            new Line(x, Eigencurve.ElasticSteps(Steps, Math.Sqrt(2))) { Name = "elastic step, r = √2" },
                            new Line(x, Eigencurve.CosinePower(Steps, 0.5)) { Name = "cosine^0.5", Dash = Dash.Solid },
                            new Line(x, Eigencurve.CosinePower(Steps, 2)) { Name = "cosine^2", Dash = Dash.Solid },
                            new Line(x, [.. own.Select(rate => rate / own[0])]) { Name = "eigencurve", Ink = Ink.Black, Dash = Dash.Solid, Width = 2.4 },
                        ],
                    },
                ],
            },
            "η₀ of the eigencurve is 1/L; the others are tuned.");
    }

    static StudyTable Table(int[] horizons, Func<int, int, (double Rate, double Loss)> at) => new(
        "losses",
        "Expected loss by horizon, at the best of fourteen rates from 0.003/L to 1/L; the last column is the rate at the longest horizon.",
        ["schedule", .. horizons.Select(T => $"T = {Digits.Count(T)}"), "η₀"],
        [.. tuned.Select(entry => entry.Name).Append(Untuned).Select((name, method) => (Cell[])
            [name, .. horizons.Select((_, place) => (Cell)at(method, place).Loss), at(method, horizons.Length - 1).Rate])]);
}
