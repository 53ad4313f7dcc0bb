using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.MultiPowerTheory;

/// <summary>The shape of the best decays: over sizes and horizons, on the average, and what forms fit it.</summary>
static class DecayShapes
{
    const string Derived = "derived here for the law with drops taken as many small ones";
    const int Places = 400;

    static readonly CountParameter longest = new(
        "horizon", "The longest horizon of the published laws, in steps with the warm-up; shorter ones by factors of about three, down to 24,000.", 720_000)
    { Quick = 72_000, Min = 72_000, Max = 7_200_000 };

    static readonly (string Size, int Total, double Power, double Steps)[] references =
    [
        ("25M", 24_000, 1.73, 2405), ("100M", 24_000, double.NaN, 2337), ("400M", 24_000, double.NaN, 2694),
        ("25M", 72_000, double.NaN, 7411), ("100M", 72_000, double.NaN, 6846), ("400M", 72_000, 1.87, 7813),
    ];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [longest];

    public static StudyPart Run(StudyContext context)
    {
        int[] totals = [.. Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? 24_000 : 72_000) * (int)Math.Pow(10, i / 2)).Where(total => total <= context.Get(longest))];
        var decays = context.Map(.4, PublishedLaws.All.Count * totals.Length, i =>
            Decay.Of(PublishedLaws.All[i / totals.Length].Size, totals[i % totals.Length], context.Cancellation));
        var average = Enumerable.Range(0, Places).Select(i => decays.Average(decay => decay.At((i + .5) / Places))).ToArray();
        var fits = DecayForm.All.Select(form => (Form: form, Fit: form.Fit(average))).OrderBy(fit => fit.Fit.Residual).ToArray();
        var power = fits.Single(fit => fit.Form == DecayForm.Power).Fit;
        var limit = PublishedLaws.All.Average(each => PublishedLaws.LimitExponent(each.Law));
        return new(
            $"The best decays of three sizes and {totals.Length} horizons are, on the average, (1 − x)^{Digits.Fixed(power.Number, 2)} to {Digits.Significant(power.Residual, 1)}; "
            + $"the exponent grows with the horizon towards {Digits.Fixed(limit, 2)}, and the paper's 3/2 is what short runs show.",
            [.. Claims(decays, fits, power)], [Shapes(decays, average, fits, power), Exponents(decays), Table(fits), Lengths(decays)]);
    }

    static IEnumerable<Claim> Claims(Decay[] decays, (DecayForm Form, (double Number, double Residual) Fit)[] fits, (double Number, double Residual) power)
    {
        foreach (var reference in references)
        {
            var decay = decays.Single(each => each.Size == reference.Size && each.Total == reference.Total);
            yield return Claim.Close($"{decay.Size}, {Digits.Count(decay.Total)} steps: whole steps of decay", "an independent program", Math.Floor(decay.Steps), reference.Steps, 1);
            if (double.IsFinite(reference.Power))
                yield return Claim.Close($"{decay.Size}, {Digits.Count(decay.Total)} steps: exponent fitted to the decay", "an independent program", decay.Power, reference.Power, .006);
        }

        yield return Claim.Close("A power fits the average decay best of all forms: its rank", "measured here", Array.FindIndex(fits, fit => fit.Form == DecayForm.Power) + 1, 1, 0);
        foreach (var size in decays.GroupBy(decay => decay.Size, StringComparer.Ordinal))
        {
            var (first, last) = (size.First(), size.Last());
            yield return Claim.AtMost($"{size.Key}: distance of the fitted exponent to (1 + β)/(1 + γβ − β), longest horizon over shortest", Derived, (last.Limit - last.Power) / (first.Limit - first.Power), .7);
            yield return Claim.Show($"{size.Key}: exponent fitted at {Digits.Count(last.Total)} steps", Derived, last.Power, last.Limit);
        }

        yield return Claim.Show("Exponent of the average decay beside the paper's 3/2", "Luo et al. 2025 (WSDSC)", power.Number, 1.5);
    }

    static StudyFigure Shapes(Decay[] decays, double[] average, (DecayForm Form, (double Number, double Residual) Fit)[] fits, (double Number, double Residual) power)
    {
        var x = Enumerable.Range(0, Places).Select(i => (i + .5) / Places).ToArray();
        (DecayForm Form, Ink Ink, Dash Dash)[] shown =
            [(DecayForm.SqrtCube, Ink.Vermilion, Dash.Dashed), (DecayForm.OneMinusSqrt, Ink.Green, Dash.DashDot), (DecayForm.Exponential, Ink.Purple, Dash.Dotted), (DecayForm.Cosine, Ink.Orange, Dash.Dashed)];
        List<Mark> marks =
        [
            .. decays.Select(decay => new Line(x, [.. x.Select(decay.At)]) { Name = "best decays", Ink = Ink.SkyBlue, Dash = Dash.Solid, Width = .8 }),
            .. shown.Select(each => new Line(x, [.. x.Select(at => each.Form.Value(at, fits.Single(fit => fit.Form == each.Form).Fit.Number))])
            {
                Name = Named(each.Form, fits), Ink = each.Ink, Dash = each.Dash, Width = 1.3,
            }),
            new Line(x, [.. x.Select(at => Math.Pow(1 - at, power.Number))]) { Name = Named(DecayForm.Power, fits), Ink = Ink.Black, Dash = Dash.Solid, Width = 1 },
            new Points([.. x.Where((_, i) => i % 20 == 10)], [.. average.Where((_, i) => i % 20 == 10)]) { Name = "their average", Ink = Ink.Blue, Marker = Marker.Circle },
        ];
        return new(
            "decay-shapes",
            new Figure("The shape of the best decay")
            {
                Subtitle = $"published laws of {PublishedLaws.All.Count} sizes, {decays.Length / PublishedLaws.All.Count} horizons from 24,000 steps",
                X = new("share of the decay x") { Lower = 0, Upper = 1 },
                Panels = [new(new("rate η/η_max") { Lower = 0, Upper = 1 }) { Marks = marks, Height = 300 }],
            },
            "Best decays of the laws with drops taken as many small ones, each on its own length, and the forms nearest to their average.");
    }

    static string Named(DecayForm form, (DecayForm Form, (double Number, double Residual) Fit)[] fits) => form.Low == form.High
        ? form.Name
        : form.Name.Replace("q", Digits.Fixed(fits.Single(fit => fit.Form == form).Fit.Number, 2), StringComparison.Ordinal);

    static StudyFigure Exponents(Decay[] decays)
    {
        Ink[] inks = [Ink.Blue, Ink.Vermilion, Ink.Green];
        return new(
            "decay-exponents",
            new Figure("The exponent of the best decay over the horizon")
            {
                Subtitle = "points: fitted to the decay; dashes: the limit (1 + β)/(1 + γβ − β) of each law",
                X = new("horizon T (steps)") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new(new("exponent q of (1 − x)^q") { Lower = 1.4, Upper = 2.1 })
                    {
                        Marks =
                        [
                            .. decays.GroupBy(decay => decay.Size, StringComparer.Ordinal).Zip(inks).SelectMany(pair => (Mark[])
                            [
                                new Line([.. pair.First.Select(decay => (double)decay.Total)], [.. pair.First.Select(decay => decay.Power)]) { Ink = pair.Second, Dash = Dash.Solid, Width = 1 },
                                new Points([.. pair.First.Select(decay => (double)decay.Total)], [.. pair.First.Select(decay => decay.Power)]) { Name = pair.First.Key, Ink = pair.Second, Size = 6 },
                                new Rule(Direction.Horizontal, pair.First.First().Limit) { Ink = pair.Second },
                            ]),
                            new Rule(Direction.Horizontal, 1.5) { Label = "the paper's 3/2" },
                        ],
                        Height = 240,
                    },
                ],
                Legend = LegendPlace.Below,
            },
            "At the horizons of the published runs the best exponent is about 1.75 and still growing.");
    }

    static StudyTable Table((DecayForm Form, (double Number, double Residual) Fit)[] fits) => new(
        "decay-forms",
        "Candidate forms beside the average of the best decays, nearest first.",
        ["form", "fitted q", "root mean square of the rest (share of the peak)"],
        [.. fits.Select(fit => (Cell[])[fit.Form.Name, fit.Form.Low == fit.Form.High ? "" : (Cell)fit.Fit.Number, fit.Fit.Residual])]);

    static StudyTable Lengths(Decay[] decays) => new(
        "decay-lengths",
        "Every best decay: its length, its share of the run after the warm-up, its fitted exponent and the limit of that.",
        ["size", "steps", "decay (steps)", "share", "exponent", "limit", "loss"],
        [.. decays.Select(decay => (Cell[])[decay.Size, decay.Total, decay.Steps, decay.Steps / (decay.Total - PublishedLaws.Warmup), decay.Power, decay.Limit, decay.Loss])]);

    /// <summary>The decaying end of a best schedule, as shares of the peak.</summary>
    sealed record Decay(string Size, int Total, double[] Values, double Limit, double Loss)
    {
        // The first value below the peak may be that of a step which decays in part only.
        public double Steps => Values.Length - 1 + Math.Min(1, (1 - Values[0]) / Math.Max(1e-12, Values[0] - Values[1]));

        public double Power { get; } = DecayForm.Power.Fit(Values).Number;

        public static Decay Of(string size, int total, CancellationToken cancellation)
        {
            var law = PublishedLaws.All.Single(each => each.Size == size).Law;
            var best = PublishedLaws.Best(law, total, cancellation);
            return new(
                size, total, [.. best.Path.Rates.ToArray().Where(rate => rate < PublishedLaws.Peak * (1 - 1e-9)).Select(rate => rate / PublishedLaws.Peak)],
                PublishedLaws.LimitExponent(law), best.Loss);
        }

        /// <summary>The value at a share of the decay, between the middles of steps.</summary>
        public double At(double x)
        {
            var place = Math.Clamp((x * Values.Length) - .5, 0, Values.Length - 1);
            var left = Math.Min((int)place, Values.Length - 2);
            return Values[left] + ((place - left) * (Values[left + 1] - Values[left]));
        }
    }
}
