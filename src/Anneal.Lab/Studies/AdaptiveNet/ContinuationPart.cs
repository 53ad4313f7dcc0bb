using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>A run with a cooldown that is made longer: the second-stage rate of the convex bound against others, and against the rate kept.</summary>
static class ContinuationPart
{
    const string Source = "Schaipp et al. 2025, arXiv:2501.18965, section 5";
    const double Cooldown = 0.2;

    public static StudyPart Run(StudyContext context, double share)
    {
        var from = context.Get(AdaptiveNetStudy.Steps) / 4;
        int[] stretches = context.Quick ? [2] : [2, 4];
        var factors = context.Quick ? [1, 2] : NetTask.Factors;
        // Where the bound finds no factor, the rate is kept.
        var asked = stretches.Select(stretch => HorizonExtension.StageFactor(from, stretch * from, Cooldown) is var factor && double.IsNaN(factor) ? 1 : factor).ToArray();
        var all = NetTask.All.Select(task =>
        {
            var shorter = Arms.Tune(context, share * 0.1, [Arm.OfPeaks("WSD, T₀", task, factors, HorizonExtension.Cooldown(from, Cooldown))])[0];
            var peak = factors[shorter.Best] * task.Rate;
            var grown = context.Map(share * 0.15, shorter.Tests.Length, i => Grown.Of(task, peak, from, stretches, asked, context.Quick, RunSeeds.OfTests(context)[i], context.Cancellation));
            var anew = Arms.Tune(context, share * 0.25, [.. stretches.Select(stretch => Arm.OfPeaks("linear decay, tuned", task, factors, new Linear(1, 0, stretch * from)))]);
            return new Case(task, shorter, grown, anew);
        }).ToArray();

        var wanted = LastIterateBound.Of(HorizonExtension.Cooldown(from, Cooldown)).BaseRate;
        var claims = new List<Claim>
        {
            Claim.AtMost("Best base rate of the longer run with the bound's second-stage rate over that of the shorter run, less 1, largest", Source,
                stretches.Zip(asked).Where(pair => pair.Second < 1).Select(pair => Math.Abs((LastIterateBound.Of(HorizonExtension.Staged(from, pair.First * from, Cooldown, pair.Second)).BaseRate / wanted) - 1)).DefaultIfEmpty().Max(), 1e-6),
            Claim.AtMost("Final loss of a run grown from the trunk less that of the same rates from the start", "identity", context.Do(0, () => all.Max(one => one.Grown[0].FromTheStart(context.Cancellation))), 0),
        };
        foreach (var one in all)
        {
            for (var s = 0; s < stretches.Length; s++)
            {
                var less = one.Less(s, Grown.Asked);
                claims.Add(Claim.Show($"{one.Task.Name}, {stretches[s]} T₀: second stage at {Digits.Significant(asked[s], 3)} of the rate less the rate kept (standard error {Digits.Significant(less.Error, 2)})", Source, less.Mean, 0));
            }
        }

        return new(
            $"A WSD run made {stretches[^1]} times longer, at the bound's {Digits.Significant(asked[^1], 2)} of its rate: {NetTask.Said(all, one => one.Task, one => one.Less(stretches.Length - 1, Grown.Asked))} nats against the rate kept.",
            claims,
            [
                new StudyFigure("continuation", Picture(all, stretches, asked),
                    $"A run of T₀ = {Digits.Count(from)} steps at the peak that was best for it, its cooldown left out, goes on at a lower rate and cools down at the end. Final loss less that of the rate kept, at equal seeds; whiskers: two standard errors; diamonds: the factor that leaves the bound's best base rate as it was."),
                new StudyTable("continuation", $"{RunSeeds.OfTests(context).Length} seeds; peaks tuned over the same {factors.Length} on {RunSeeds.OfTuning(context).Length} others.",
                    ["task", "T/T₀", "run", "rate or factor", "loss", "less rate kept", "standard error"],
                    [.. all.SelectMany(one => stretches.SelectMany((stretch, s) => one.Rows(stretch, s)))]),
            ])
        {
            Limits = ["The bound is of convex problems and of one base rate that is best for T₀; on a network the best rate also stems from its curvature, and may not fall with the length."],
        };
    }

    static Figure Picture(Case[] all, int[] stretches, double[] asked)
    {
        Ink[] inks = [Ink.Blue, Ink.Vermilion];
        return new("A cooled-down run made longer")
        {
            X = new("rate of the second stage over that of the first") { Scale = AxisScale.Logarithmic, Ticks = NetTask.Ticks([0.125, 0.25, 0.5, 1]) },
            Legend = LegendPlace.Below,
            Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: loss less rate kept"))
            {
                Height = 190,
                Marks =
                [
                    new Rule(Direction.Horizontal, 0) { Dash = Dash.Solid },
                    .. stretches.SelectMany((stretch, s) =>
                    {
                        var usual = one.Grown[0].Factors.Select((factor, i) => (Factor: factor, Place: i)).Where(place => place.Place != Grown.Asked && place.Place != one.Grown[0].Factors.Length).OrderBy(place => place.Factor).ToArray();
                        double[] x = [.. usual.Select(place => place.Factor)];
                        var less = usual.Select(place => one.Less(s, place.Place)).ToArray();
                        var own = one.Less(s, Grown.Asked);
                        return (Mark[])
                        [
                            new Line(x, [.. less.Select(difference => difference.Mean)]) { Name = $"{stretch} T₀", Ink = inks[s], Dash = Dash.Solid },
                            new Whiskers(x, [.. less.Select(difference => difference.Mean - (2 * difference.Error))], [.. less.Select(difference => difference.Mean + (2 * difference.Error))]) { Ink = inks[s] },
                            new Points([asked[s]], [own.Mean]) { Name = $"the bound's, {stretch} T₀", Ink = inks[s], Marker = Marker.Diamond, Size = 9 },
                        ];
                    }),
                ],
            })],
        };
    }

    /// <summary>A task's runs.</summary>
    sealed record Case(NetTask Task, Outcome Shorter, Grown[] Grown, Outcome[] Anew)
    {
        /// <summary>Loss with a factor less that of the rate kept.</summary>
        public Sample Less(int stretch, int place) => Sample.Of([.. Grown.Select(one => one.Finals[stretch][place] - one.Finals[stretch][AdaptiveNet.Grown.Kept])]);

        /// <summary>The factor of the least mean loss.</summary>
        public double Best(int stretch) => Grown[0].Factors[Enumerable.Range(0, Grown[0].Factors.Length).MinBy(i => Grown.Average(one => one.Finals[stretch][i]))];

        public IEnumerable<Cell[]> Rows(int stretch, int s)
        {
            for (var i = 0; i < Grown[0].Finals[s].Length; i++)
            {
                var place = i;
                var isLonger = place == Grown[0].Factors.Length;
                yield return Row(isLonger ? "cooldown made longer" : place == AdaptiveNet.Grown.Kept ? "rate kept" : place == AdaptiveNet.Grown.Asked ? "the bound's second stage" : "second stage",
                    isLonger ? Grown[0].Longer[s] : Grown[0].Factors[place] is var factor && place == AdaptiveNet.Grown.Asked ? Grown[0].AskedFactors[s] : factor, [.. Grown.Select(one => one.Finals[s][place])]);
            }

            yield return Row(Anew[s].Arm.Name, Anew[s].Setting, Anew[s].Losses);

            Cell[] Row(string name, Cell setting, double[] losses)
            {
                var less = Sample.Of([.. losses.Select((loss, i) => loss - Grown[i].Finals[s][AdaptiveNet.Grown.Kept])]);
                return [Task.Name, (double)stretch, name, setting, Cell.Of(losses.Average(), 5), less.Mean, less.Error];
            }
        }
    }
}
