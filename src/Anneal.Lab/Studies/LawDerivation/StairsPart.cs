using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.LawDerivation;

/// <summary>The nine-stage run, set beside what the two-stage runs' law says of it.</summary>
/// <param name="sizes">Its stages.</param>
/// <param name="stairs">By seed.</param>
/// <param name="law">Of the two-stage runs.</param>
sealed class StairsPart(StageSizes sizes, Staircase[] stairs, LawFit law)
{
    const string Source = "Luo et al. 2025, arXiv:2503.12811, section 3.2";

    /// <summary>Σ of the stages' reductions that the law says over that measured at the end.</summary>
    public Jackknife Share
    {
        get
        {
            var said = Enumerable.Range(1, StageSizes.Stages - 1).Sum(Said);
            return Jackknife.Of(stairs.Length, seeds => said / seeds.Average(seed => stairs[seed].Losses[0] - stairs[seed].Losses[^1]));
        }
    }

    public IEnumerable<Claim> Claims(bool quick)
    {
        var sum = Enumerable.Range(1, StageSizes.Stages - 1).Sum(stage => Measured(stage).Value);
        var whole = stairs.Average(one => one.Losses[0] - one.Losses[^1]);
        yield return Claim.AtMost("Sum of the nine-stage run's reductions, stage by stage, less its whole reduction, over the latter", "identity (equal rate sums)", Math.Abs((sum / whole) - 1), 1e-9);
        yield return Claim.Show(
            quick ? "Reduction of the nine-stage run by the law of the two-stage runs over that measured"
                : $"Reduction of the nine-stage run by the law of the two-stage runs over that measured (standard error {Digits.Significant(Share.Error, 2)})",
            Source, Share.Value, 1);
        var stages = Enumerable.Range(1, StageSizes.Stages - 1).ToArray();
        yield return Claim.Show("Distance of the stages' reductions from the law's (root mean square), over their mean", Source, Math.Sqrt(stages.Average(stage => Math.Pow(Measured(stage).Value - Said(stage), 2))) / stages.Average(stage => Measured(stage).Value), 0);
    }

    /// <summary>What each drop did by the end of the run.</summary>
    public StudyFigure Figure()
    {
        double[] x = [.. Enumerable.Range(1, StageSizes.Stages - 1).Select(stage => (double)stage)];
        Jackknife[] measured = [.. Enumerable.Range(1, StageSizes.Stages - 1).Select(Measured)];
        return new(
            "stages",
            new Figure("What each drop of the nine-stage run takes off the final loss")
            {
                Subtitle = $"rates {Digits.Significant(StageSizes.Ratio)}^k η, {sizes.Stage} updates each",
                X = new("drop k"),
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("loss reduction (nats/token)"))
                    {
                        Height = 280,
                        Marks =
                        [
                            new Line(x, [.. Enumerable.Range(1, StageSizes.Stages - 1).Select(Said)]) { Name = "law fitted to two-stage runs", Ink = Ink.Black, Dash = Dash.Solid },
                            new Points(x, [.. measured.Select(one => one.Value)]) { Name = "measured: run with k − 1 drops less run with k", Ink = Ink.Blue, Marker = Marker.Circle, Size = 7 },
                            new Whiskers(x, [.. measured.Select(one => one.Value - (2 * one.Error))], [.. measured.Select(one => one.Value + (2 * one.Error))]) { Ink = Ink.Blue },
                            new Rule(Direction.Horizontal, 0),
                        ],
                    },
                ],
            },
            "All runs are read at the rate sum at which the nine-stage run ends. The first drops are larger and have had more time; the law was fitted to two-stage runs only. Whiskers: two standard errors.");
    }

    /// <summary>The whole reduction along the run.</summary>
    public StudyFigure Curve()
    {
        var x = stairs[0].X;
        var means = x.Select((_, i) => Jackknife.Of(stairs.Length, seeds => seeds.Average(seed => stairs[seed].Reduction[i]))).ToArray();
        return new(
            "nine-stage",
            new Figure("The nine-stage run against the constant run at the same rate sum")
            {
                X = new("updates after the first drop"),
                Legend = LegendPlace.Below,
                Panels =
                [
                    new(new("loss reduction (nats/token)"))
                    {
                        Height = 280,
                        Marks =
                        [
                            new Band(x, [.. means.Select(one => one.Value - (2 * one.Error))], [.. means.Select(one => one.Value + (2 * one.Error))]) { Ink = Ink.Blue },
                            new Line(x, [.. means.Select(one => one.Value)]) { Name = "measured (band: two standard errors)", Ink = Ink.Blue, Dash = Dash.Solid },
                            new Line(x, [.. x.Select(Along)]) { Name = "law fitted to two-stage runs", Ink = Ink.Black, Dash = Dash.Solid },
                        ],
                    },
                ],
            },
            "The sum of eight two-stage reductions, with no constant fitted to this run.");
    }

    Drop DropOf(int stage) => new(sizes.StageRate(stage - 1), sizes.StageRate(stage), sizes.Steps);

    double Said(int stage) => law.AtSum(DropOf(stage), sizes.StageSum(stage));

    Jackknife Measured(int stage) => Jackknife.Of(stairs.Length, seeds => seeds.Average(seed => stairs[seed].Losses[stage - 1] - stairs[seed].Losses[stage]));

    // Σ over the drops that were made, each with the rate sum since.
    double Along(double updates)
    {
        var (sum, reduction) = (0.0, 0.0);
        for (var stage = Math.Min(StageSizes.Stages - 1, (int)Math.Ceiling(updates / sizes.Stage)); stage > 0; stage--)
        {
            sum += sizes.StageRate(stage) * Math.Min(sizes.Stage, updates - ((stage - 1) * sizes.Stage));
            reduction += law.AtSum(DropOf(stage), sum);
        }

        return reduction;
    }
}
