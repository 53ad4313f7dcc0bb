using Anneal.Laws;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.MultiPowerTheory;

/// <summary>What customary decays cost against the optimum under the published laws, each with its best length.</summary>
static class DecayPrices
{
    const int Total = 24_000;
    const int Free = Total - PublishedLaws.Warmup;

    // Luo et al. 2025, between final losses of runs that differ in the seed alone.
    const double SeedDeviation = 7e-4;

    static readonly DecayForm[] forms = [DecayForm.SqrtCube, DecayForm.OneMinusSqrt, DecayForm.Line];

    // Losses of the law as written at 24,000 steps: smooth optimum, WSDSC, 1 − √x and line to zero over their best lengths.
    static readonly double[][] references =
    [
        [3.149736, 3.149973, 3.150052, 3.150766],
        [2.794116, 2.794374, 2.794528, 2.795384],
        [2.533219, 2.533567, 2.533705, 2.534748],
    ];

    // Sixty lengths, evenly in the logarithm.
    static readonly int[] lengths = [.. Enumerable.Range(0, 60).Select(i => (int)Math.Round(300 * Math.Pow(Free * .95 / 300, i / 59.0), MidpointRounding.ToEven)).Distinct()];

    public static StudyPart Run(StudyContext context)
    {
        var priced = context.Map(.25, PublishedLaws.All.Count, i => Price(PublishedLaws.All[i].Size, PublishedLaws.All[i].Law, context.Cancellation));
        var excess = priced.Select(each => each.Consistent[1] - each.Consistent[0]).ToArray();
        return new(
            $"WSDSC of the best length costs {Digits.Significant(excess.Min(), 2)} to {Digits.Significant(excess.Max(), 2)} in loss against the optimum at 24,000 steps, "
            + $"less than the standard deviation of seeds ({SeedDeviation:R}).",
            [.. priced.SelectMany((each, i) => Claims(each, references[i]))], [Prices(priced), Table(priced)])
        {
            Limits = ["The losses are the published laws' own and lack the warm-up's share of the fit, as in their source; differences of schedules do not."],
        };
    }

    static IEnumerable<Claim> Claims(Priced each, double[] reference)
    {
        string[] names = ["smooth optimum", "WSDSC, best length", "1 − √x to zero, best length", "line to zero, best length", "cosine to a tenth"];
        for (var i = 0; i < reference.Length; i++)
            yield return Claim.Close($"{each.Size}, law as written: {names[i]}", "an independent program", each.Written[i], reference[i], 1e-6);
        yield return Claim.AtLeast($"{each.Size}: no customary decay beats the optimum: least excess", "Luo et al. 2025, drops taken as many small ones", each.Consistent[1..].Min() - each.Consistent[0], 0);
    }

    static Priced Price(string size, CalibratedLaw written, CancellationToken cancellation)
    {
        var best = PublishedLaws.Best(written, Total, cancellation);
        var consistent = best.Law;
        List<double> asWritten = [best.LossLiteral], small = [best.Loss];
        List<int> bestLengths = [];
        foreach (var form in forms)
        {
            var (_, length) = lengths.Select(count => (Loss(written, form, count), count)).Min();
            cancellation.ThrowIfCancellationRequested();
            bestLengths.Add(length);
            asWritten.Add(Loss(written, form, length));
            // Flat there: the length that is best under the one is within a step of the grid of the other's.
            small.Add(lengths.Where(count => Math.Abs(Math.Log((double)count / length)) < .2).Min(count => Loss(consistent, form, count)));
        }

        var cosine = new RatePath(new Cosine(PublishedLaws.Peak, PublishedLaws.Peak / 10, Free), PublishedLaws.WarmupSum);
        return new(size, [.. asWritten, written.FinalLoss(cosine)], [.. small, consistent.FinalLoss(cosine)], [.. bestLengths]);
    }

    static double Loss(CalibratedLaw law, DecayForm form, int length)
    {
        var rates = new double[Free];
        for (var t = 0; t < Free; t++)
        {
            var step = t - (Free - length);
            rates[t] = step < 0 ? PublishedLaws.Peak : Math.Max(1e-10, PublishedLaws.Peak * form.Value((step + .5) / length, form.Low));
        }

        return law.FinalLoss(new RatePath(rates, PublishedLaws.WarmupSum));
    }

    static StudyFigure Prices(Priced[] priced)
    {
        string[] names = ["(1 − x)^1.5 (WSDSC)", "1 − √x", "line to zero"];
        Ink[] inks = [Ink.Vermilion, Ink.Green, Ink.Blue];
        var cosine = priced.Select(each => each.Consistent[^1] - each.Consistent[0]).ToArray();
        var places = priced.Select((_, i) => (double)i).ToArray();
        return new(
            "decay-prices",
            new Figure("What a customary decay costs against the best schedule")
            {
                Subtitle = "published laws at 24,000 steps, each decay over its own best length; cosine costs "
                    + $"{Digits.Fixed(cosine.Min(), 3)} to {Digits.Fixed(cosine.Max(), 3)}",
                X = new("model size") { Ticks = [.. priced.Select((each, i) => new Tick(i, each.Size))], Lower = -.5, Upper = priced.Length - .5 },
                Panels =
                [
                    new(new("excess loss") { Lower = 0 })
                    {
                        Marks =
                        [
                            .. names.Select((name, f) => (Mark)new Points(places, [.. priced.Select(each => each.Consistent[f + 1] - each.Consistent[0])])
                            {
                                Name = name, Ink = inks[f], Size = 8,
                            }),
                            new Rule(Direction.Horizontal, SeedDeviation) { Label = "standard deviation of seeds, as published" },
                        ],
                        Height = 240,
                    },
                ],
                Legend = LegendPlace.Below,
            },
            "The shape of the decay matters little once its length is right: less than what seeds differ by, but for the straight line.");
    }

    static StudyTable Table(Priced[] priced) => new(
        "decay-prices",
        "Final losses at 24,000 steps under the law as written, and the excess over the optimum where drops count as many small ones.",
        ["size", "optimum", "WSDSC", "1 − √x", "line", "cosine", "excess of WSDSC", "of 1 − √x", "of the line", "of the cosine", "WSDSC's decay (steps)"],
        [.. priced.Select(each => (Cell[])[
            each.Size, .. each.Written.Select(loss => (Cell)Digits.Fixed(loss, 6)), .. each.Consistent[1..].Select(loss => (Cell)(loss - each.Consistent[0])), each.Lengths[0],
        ])]);

    /// <summary>Losses under the law as written and where drops count as many small ones: the optimum, then the forms, then cosine.</summary>
    sealed record Priced(string Size, double[] Written, double[] Consistent, int[] Lengths);
}
