using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>The automatic warm-up against a tuned length, peak by peak.</summary>
static class WarmupPart
{
    const string Source = "Where does warm-up come from? 2026, arXiv:2602.05813";

    // Of the arms at a peak.
    const int Tuned = 0;
    const int Automatic = 1;
    const int Untuned = 2;
    const int None = 3;

    static readonly Ink[] inks = [Ink.Blue, Ink.Vermilion];

    static readonly double[] lengths = [0, 0.1, 0.2, 0.4, 0.6, 0.8];

    // A pilot too short to fall so far says nothing of where losses end; a batch of the first update may lie below it.
    const double LeastFall = 0.5;

    // How far the loss is hoped to fall, over the fall of the pilot; and by how much the first rate is lower.
    static readonly (double Fall, double Divisor)[] automatic = [(1, 100), (1, 10), (0.8, 100), (0.8, 10), (1.3, 100), (1.3, 10)];

    public static StudyPart Run(StudyContext context, double share)
    {
        var steps = context.Get(AdaptiveNetStudy.Steps);
        double[] factors = context.Quick ? [4] : [1, 4];
        var pilots = context.Map(share * 0.05, NetTask.All.Length, i =>
            NetworkRun.Train(NetTask.All[i].Of(new Cosine(NetTask.All[i].Rate, 0, steps), RunSeeds.OfPilot(context)), context.Cancellation));
        var places = NetTask.All.SelectMany((task, i) => factors.Select(factor => (Task: task, Pilot: pilots[i], Factor: factor))).ToArray();
        var kinds = Entrants(places[0].Task, pilots[0], 1, steps, context.Quick).Length;
        var outcomes = Arms.Tune(context, share * 0.95, [.. places.SelectMany(place => Entrants(place.Task, place.Pilot, place.Factor, steps, context.Quick))]);
        var all = places.Select((place, i) => new Place(place.Task, place.Factor, outcomes[(i * kinds)..((i + 1) * kinds)])).ToArray();

        var claims = new List<Claim>
        {
            Claim.AtMost("The rates that the rule found, given as a table, train the same network: held-out loss less that of the rule's run, largest of all peaks", "identity",
                context.Do(0, () => all.Max(place => Replayed(place.Outcomes[Automatic].Tests[0], context))), 0),
            Claim.AtMost("Rates of the automatic warm-up that fall before the peak, in all runs", Source, all.Sum(place => place.Outcomes[Automatic].Tests.Sum(Falls)), 0),
        };
        var bests = NetTask.All.Select(task => all.Where(place => place.Task == task).MinBy(place => place.Outcomes[Tuned].Means.Min())!).ToArray();
        foreach (var (task, best) in NetTask.All.Zip(bests))
        {
            var own = all.Where(place => place.Task == task).ToArray();
            claims.Add(Claim.Show($"{task.Name}, at the best peak ({best.Peak}): automatic warm-up, untuned, less the tuned length (standard error {Digits.Significant(best.Outcomes[Untuned].Less(best.Outcomes[Tuned]).Error, 2)})", Source,
                best.Outcomes[Untuned].Less(best.Outcomes[Tuned]).Mean, 0));
            foreach (var other in own.Where(place => place != best))
            {
                claims.Add(Claim.Show($"{task.Name}, at the other peak ({other.Peak}): the same (standard error {Digits.Significant(other.Outcomes[Untuned].Less(other.Outcomes[Tuned]).Error, 2)})", Source,
                    other.Outcomes[Untuned].Less(other.Outcomes[Tuned]).Mean, 0));
            }
        }

        if (context.IsPublished(AdaptiveNetStudy.Steps, AdaptiveNetStudy.Seeds))
        {
            var high = all.Single(place => place.Task == NetTask.Language && place.Factor == 4).Outcomes;
            claims.Add(Claim.AtLeast("Language, four times the usual peak: final loss without a warm-up less that with the tuned length", Source, high[None].Less(high[Tuned]).Mean, 0.03));
        }

        return new(
            $"Automatic warm-up at the best peak, untuned: {NetTask.Said(bests, one => one.Task, one => one.Outcomes[Untuned].Less(one.Outcomes[Tuned]))} nats above the best of six lengths, "
            + $"tuned: {NetTask.Said(bests, one => one.Task, one => one.Outcomes[Automatic].Less(one.Outcomes[Tuned]))}; no warm-up at all: {NetTask.Said(bests, one => one.Task, one => one.Outcomes[None].Less(one.Outcomes[Tuned]))}.",
            claims,
            [
                new StudyFigure("warmup-lengths", Lengths(all, steps),
                    "Final held-out loss against the length of the warm-up, one colour for each peak. Lines: linear warm-up, then a cosine, means of the tuning runs. Diamonds: the automatic warm-up in its six settings, at the length that it found; what lies far above the lines is not shown, the table has it."),
                new StudyFigure("warmup-rates", Rates(all, steps), "The rate over its peak as the rule found it (first seed of the test): solid in the setting that was best, dotted untuned. Where the loss does not fall while the rate is low, the rule waits."),
                new StudyTable("warmup", $"Six lengths against six settings of the rule for each peak, on {RunSeeds.OfTuning(context).Length} seeds; compared on {RunSeeds.OfTests(context).Length} others.",
                    ["task", "peak", "warm-up", "best setting", "updates to the peak", "loss", "less tuned length", "standard error"],
                    [.. all.SelectMany(place => place.Outcomes.Select(outcome => (Cell[])
                        [place.Task.Name, place.Peak, outcome.Arm.Name, outcome.Setting, outcome.Tests.Average(Warm), Cell.Of(outcome.Mean, 5),
                         outcome.Less(place.Outcomes[Tuned]).Mean, outcome.Less(place.Outcomes[Tuned]).Error]))]),
            ])
        {
            Limits =
            [
                "The automatic warm-up is told the loss that is hoped for; here it comes from a pilot run, which its budget does not count. Its theory is of steps of bounded length (sign descent, Muon, normalised descent); AdamW is near to one, heavy ball is not.",
            ],
        };
    }

    // Linear warm-ups of six lengths, the rule in six settings, the rule as it is, no warm-up.
    static Arm[] Entrants(NetTask task, NetworkRun pilot, double factor, int steps, bool isQuick)
    {
        var peak = factor * task.Rate;
        var (first, fall) = (pilot.HeldOut.Loss[0], pilot.HeldOut.Loss[0] - pilot.Final);
        var some = isQuick ? lengths[3..5] : lengths;
        var rules = isQuick ? automatic[..2] : automatic;
        return
        [
            new("linear, tuned length", [.. some.Select(length => Digits.Percent(length))], (setting, seed) => task.Of(Linear(peak, some[setting], steps), seed)),
            new("automatic, tuned", [.. rules.Select(rule => $"f₀ − {Digits.Significant(rule.Fall)} of the pilot's fall, η₀ = peak/{rule.Divisor:0}")], (setting, seed) => Ruled(rules[setting], seed)),
            new("automatic, untuned", ["as the first"], (_, seed) => Ruled(rules[0], seed)),
            new("none", ["none"], (_, seed) => task.Of(Linear(peak, 0, steps), seed)),
        ];

        TrainingConfig Ruled((double Fall, double Divisor) rule, ulong seed) => task.Of(new Constant(0, steps), seed) with
        {
            RateRule = new("gap-warmup",
            [
                new("divisor", Exact(rule.Divisor)), new("final-loss", Exact(first - (rule.Fall * Math.Max(fall, LeastFall)))), new("peak", Exact(peak)),
            ]),
        };
    }

    static Schedule Linear(double peak, double length, int steps)
    {
        var warmup = (int)Math.Round(length * steps);
        // The ramp begins above 0, and reaches the peak with the first step of the decay.
        return warmup == 0
            ? new Cosine(peak, 0, steps)
            : new Tabulated([.. Enumerable.Range(0, warmup).Select(t => peak * (t + 1) / (warmup + 1))]).Then(new Cosine(peak, 0, steps - warmup));
    }

    // Updates before the highest rate.
    static double Warm(NetworkRun run)
    {
        var highest = run.Rates.Count == 0 ? 0 : run.Rates.Max();
        return Math.Max(0, run.Rates.TakeWhile(rate => rate < highest).Count());
    }

    static double Falls(NetworkRun run)
    {
        var warm = (int)Warm(run);
        return Enumerable.Range(1, Math.Max(0, warm - 1)).Count(t => run.Rates[t] < run.Rates[t - 1]);
    }

    static double Replayed(NetworkRun run, StudyContext context)
    {
        if (run.Diverged is not null) return 0;
        var again = NetworkRun.Train(run.Config with { RateRule = null, Schedule = new Tabulated([.. run.Rates]) }, context.Cancellation);
        return Math.Abs(again.Final - run.Final);
    }

    static Figure Lengths(Place[] all, int steps) => new("Length of the warm-up")
    {
        X = new("updates before the peak, share of the run") { Lower = -0.01 },
        Legend = LegendPlace.Below,
        Panels = [.. NetTask.All.Select(task =>
        {
            var own = all.Where(place => place.Task == task).ToArray();
            var lines = own.SelectMany(place => place.Outcomes[Tuned].Means).Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
            return new Panel(new($"{task.Short}: final loss") { Upper = lines.Max() + (0.5 * (lines.Max() - lines.Min())) + 1e-3 })
            {
                Height = 200,
                Marks = [.. own.SelectMany((place, i) =>
                {
                    var (tuned, rule) = (place.Outcomes[Tuned], place.Outcomes[Automatic]);
                    double[] x = [.. tuned.Tuning.Select(runs => runs.Average(Warm) / steps)];
                    return (Mark[])
                    [
                        new Line(x, tuned.Means) { Name = $"peak × {Digits.Significant(place.Factor)}, linear", Ink = inks[i], Dash = Dash.Solid },
                        new Points(x, tuned.Means) { Ink = inks[i], Marker = Marker.Circle, Size = 4 },
                        new Points([.. rule.Tuning.Select(runs => runs.Average(Warm) / steps)], rule.Means) { Name = $"peak × {Digits.Significant(place.Factor)}, automatic", Ink = inks[i], Marker = Marker.Diamond, Size = 8 },
                    ];
                })],
            };
        })],
    };

    static Figure Rates(Place[] all, int steps)
    {
        double[] x = [.. Enumerable.Range(0, steps).Select(t => (double)t)];
        return new("The rates that the rule found")
        {
            X = new("update"),
            Legend = LegendPlace.Below,
            Panels = [.. NetTask.All.Select(task => new Panel(new($"{task.Short}: rate/peak") { Lower = 0, Upper = 1.05 })
            {
                Height = 150,
                Marks = [.. all.Where(place => place.Task == task).SelectMany((place, i) => (Mark[])
                [
                    Curve(place, place.Outcomes[Automatic], i, "tuned", Dash.Solid), Curve(place, place.Outcomes[Untuned], i, "untuned", Dash.Dotted),
                ])],
            })],
        };

        Line Curve(Place place, Outcome outcome, int i, string which, Dash dash)
        {
            double[] rates = [.. outcome.Tests[0].Rates.Select(rate => rate / (place.Factor * place.Task.Rate))];
            return new(x.AsSpan(0, rates.Length), rates) { Name = $"peak × {Digits.Significant(place.Factor)}, {which}", Ink = inks[i], Dash = dash };
        }
    }

    static string Exact(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    sealed record Place(NetTask Task, double Factor, Outcome[] Outcomes)
    {
        public string Peak => Digits.Significant(Factor * Task.Rate, 3);
    }
}
