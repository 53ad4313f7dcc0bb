using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>One drop early and late, set beside the constant run at the same rate sum and at the same step.</summary>
/// <param name="Late">At the same rate sum, the drop where the loss hardly falls any more.</param>
/// <param name="BySum">At the same rate sum, the drop where it falls fast.</param>
/// <param name="ByStep">The same at the same step.</param>
sealed record Matching(Reduction Late, Reduction BySum, Reduction ByStep)
{
    /// <summary>How far the early drop's reduction is from the late one's.</summary>
    public IEnumerable<Claim> Claims(bool decide)
    {
        const string Source = "Luo et al. 2025, section 3.1";
        var last = BySum.X.Length - 1;
        var (late, sum, step) = (Late.At(last), BySum.At(last), ByStep.At(last));
        if (decide) yield return Claim.AtLeast("Last reduction of an early drop at equal rate sums, in standard errors", Source, sum.Value / sum.Error, 4);
        yield return Claim.Show("Last reduction of an early drop over that of a late one, both at equal rate sums", Source, sum.Value / late.Value, 1);
        yield return Claim.Show("Last reduction of an early drop at equal steps over that of a late one at equal rate sums", "a comparison by steps would be 1", step.Value / late.Value, 1);
        var seeds = Enumerable.Range(0, Late.Reductions.Length).ToArray();
        yield return Claim.Show("Distance of an early drop's reduction from a late one's (root mean square), at equal steps over at equal rate sums", Source, Distance(ByStep, seeds) / Distance(BySum, seeds), double.PositiveInfinity);
    }

    /// <summary>All three by the updates after the drop.</summary>
    public StudyFigure Figure() => new(
        "matching",
        new Figure("The same drop early and late, by two clocks")
        {
            Subtitle = $"η_B/η_A = {Digits.Significant(Late.Drop.After / Late.Drop.Before)}; early: after {Digits.Count(BySum.Drop.At)} updates, late: after {Digits.Count(Late.Drop.At)}",
            X = new("updates after the drop x") { Scale = AxisScale.Logarithmic },
            Legend = LegendPlace.Below,
            Panels =
            [
                new(new("loss reduction (nats/token)"))
                {
                    Height = 300,
                    Marks = [.. Marks(Late, "late, equal rate sums", Ink.Black), .. Marks(BySum, "early, equal rate sums", Ink.Blue), .. Marks(ByStep, "early, equal steps", Ink.Vermilion), new Rule(Direction.Horizontal, 0)],
                },
            ],
        },
        "At equal rate sums the reduction of an early drop rises and stays, as a late one's does; at equal steps what the lower rate has not yet learnt takes it away again. Whiskers: two standard errors.");

    double Distance(Reduction early, int[] seeds)
    {
        var (late, measured) = (Late.Mean(seeds), early.Mean(seeds));
        return Math.Sqrt(late.Select((value, i) => (measured[i] - value) * (measured[i] - value)).Average());
    }

    static IEnumerable<Mark> Marks(Reduction reduction, string name, Ink ink)
    {
        var means = reduction.X.Select((_, i) => reduction.At(i)).ToArray();
        yield return new Line(reduction.X, [.. means.Select(mean => mean.Value)]) { Name = name, Ink = ink, Dash = Dash.Solid };
        yield return new Whiskers(reduction.X, [.. means.Select(mean => mean.Value - (2 * mean.Error))], [.. means.Select(mean => mean.Value + (2 * mean.Error))]) { Ink = ink };
    }
}
