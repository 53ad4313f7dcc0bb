using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>GreedyLR against a constant rate and a cosine, each with as many settings tried.</summary>
static class GreedyPart
{
    const string Source = "GreedyLR 2025, arXiv:2512.14527";

    // Of the arms.
    const int Constant = 0;
    const int Cosine = 1;
    const int Greedy = 2;
    const int Published = 3;

    static readonly Ink[] inks = [Ink.Grey, Ink.Black, Ink.Blue, Ink.Orange];

    public static StudyPart Run(StudyContext context, double share)
    {
        var steps = context.Get(AdaptiveNetStudy.Steps);
        var all = NetTask.All.Select(task => (Task: task, Outcomes: Arms.Tune(context, share * 0.5, Entrants(task, steps, context.Quick)))).ToArray();
        var claims = new List<Claim>
        {
            Claim.AtMost("Rates of GreedyLR that leave [lowest, highest] or differ from the rate before by another factor than F, 1 or 1/F (up to its ends), in all runs", Source,
                all.Sum(one => one.Outcomes[Greedy].Tests.Sum(Faults)), 0),
        };
        foreach (var (task, outcomes) in all)
        {
            foreach (var (other, name) in new[] { (Constant, "constant rate"), (Cosine, "cosine") })
            {
                var less = outcomes[Greedy].Less(outcomes[other]);
                claims.Add(Claim.Show($"{task.Name}: final loss of tuned GreedyLR less that of the tuned {name} (standard error {Digits.Significant(less.Error, 2)})", Source, less.Mean, 0));
            }
        }

        if (context.IsPublished(AdaptiveNetStudy.Steps, AdaptiveNetStudy.Seeds))
        {
            claims.Add(Claim.AtLeast("Final loss under the published F, patience and window less that of the tuned cosine, the smaller of both tasks: without patience a noisy loss drives the rate to its lowest", Source,
                all.Min(one => one.Outcomes[Published].Less(one.Outcomes[Cosine]).Mean), 0.1));
        }

        return new(
            $"GreedyLR, tuned: {NetTask.Said(all, one => one.Task, one => one.Outcomes[Greedy].Less(one.Outcomes[Constant]))} nats against a tuned constant rate, "
            + $"{NetTask.Said(all, one => one.Task, one => one.Outcomes[Greedy].Less(one.Outcomes[Cosine]))} against a tuned cosine.",
            claims,
            [
                new StudyFigure("greedy-net-settings", Settings(all), "Every setting that was tried (points, means of the tuning runs), and the best of each on seeds of its own (bars: two standard errors). How far the points reach up is what a wrong setting costs."),
                new StudyFigure("greedy-net-rates", Rates(all, steps), "The rate of the best setting, first seed of the test."),
                new StudyTable("greedy-net", $"{all[0].Outcomes[Greedy].Arm.Settings.Count} settings each, tuned on {RunSeeds.OfTuning(context).Length} seeds, compared on {RunSeeds.OfTests(context).Length} others.",
                    ["task", "rate", "best setting", "loss", "less constant", "standard error", "less cosine", "standard error"],
                    [.. all.SelectMany(one => one.Outcomes.Select(outcome => (Cell[])
                        [one.Task.Name, outcome.Arm.Name, outcome.Setting, Cell.Of(outcome.Mean, 5), outcome.Less(one.Outcomes[Constant]).Mean, outcome.Less(one.Outcomes[Constant]).Error,
                         outcome.Less(one.Outcomes[Cosine]).Mean, outcome.Less(one.Outcomes[Cosine]).Error]))]),
            ])
        {
            Limits = ["GreedyLR sees the loss of each update's own samples, averaged over its window; the paper's runs are longer, with losses that are less noisy."],
        };
    }

    static Arm[] Entrants(NetTask task, int steps, bool isQuick)
    {
        double[] factors = isQuick ? [1, 4] : [.. Enumerable.Range(0, 8).Select(i => Math.Pow(2, (i - 3) / 2.0))];
        Rule[] rules = isQuick
            ? [new(1, 0.5, 5, 20), new(4, 0.5, 5, 20)]
            : [.. Enumerable.Range(0, 8).Select(i => new Rule(1 << (i / 4), i / 2 % 2 == 0 ? 0.9 : 0.5, i % 2 == 0 ? 10 : 40, 20))];
        return
        [
            Arm.OfPeaks("constant", task, factors, new Constant(1, steps)),
            Arm.OfPeaks("cosine", task, factors, new Cosine(1, 0, steps)),
            new("GreedyLR", [.. rules.Select(rule => $"highest {Digits.Significant(rule.Highest * task.Rate, 3)}, F = {rule.Factor}, patience {rule.Patience}")], (setting, seed) => Of(rules[setting], seed)),
            new("GreedyLR, published rule", ["F = 0.1, patience 0, window 10"], (_, seed) => Of(new(2, 0.1, 0, 10), seed)),
        ];

        // It begins at a half of its highest rate, and may fall to a thousandth.
        TrainingConfig Of(Rule rule, ulong seed) => task.Of(new Constant(0, steps), seed) with
        {
            RateRule = new("greedy",
            [
                new("factor", Exact(rule.Factor)), new("highest", Exact(rule.Highest * task.Rate)), new("initial", Exact(rule.Highest * task.Rate / 2)),
                new("lowest", Exact(rule.Highest * task.Rate / 1000)), new("patience", $"{rule.Patience}"), new("window", $"{rule.Window}"),
            ]),
        };
    }

    static double Faults(NetworkRun run)
    {
        var rule = run.Config.RateRule!;
        var (lowest, highest, factor) = (Number("lowest"), Number("highest"), Number("factor"));
        var faults = run.Rates.Count(rate => !(rate >= lowest && rate <= highest));
        for (var t = 1; t < run.Rates.Count; t++)
        {
            var (before, now) = (run.Rates[t - 1], run.Rates[t]);
            if (now != before && now != Math.Min(before / factor, highest) && now != Math.Max(before * factor, lowest)) faults++;
        }

        return faults;

        double Number(string name) => double.Parse(rule[name]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    static string Exact(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    static Figure Settings((NetTask Task, Outcome[] Outcomes)[] all) => new("What was tried, and what it gave")
    {
        X = new("") { Lower = -0.5, Upper = 3.5, Ticks = [.. all[0].Outcomes.Select((outcome, i) => new Tick(i, outcome.Arm.Name))] },
        Legend = LegendPlace.None,
        Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: final loss"))
        {
            Height = 190,
            Marks = [.. one.Outcomes.SelectMany((outcome, i) => Strip(i, outcome))],
        })],
    };

    static IEnumerable<Mark> Strip(int place, Outcome outcome)
    {
        var own = Sample.Of(outcome.Losses);
        yield return new Points([.. outcome.Means.Select(_ => place - 0.1)], outcome.Means) { Ink = inks[place], Marker = Marker.Circle, Size = 4 };
        yield return new Points([place + 0.1], [own.Mean]) { Ink = Ink.Vermilion, Marker = Marker.Diamond, Size = 8 };
        yield return new Whiskers([place + 0.1], [own.Mean - (2 * own.Error)], [own.Mean + (2 * own.Error)]) { Ink = Ink.Vermilion };
    }

    static Figure Rates((NetTask Task, Outcome[] Outcomes)[] all, int steps)
    {
        double[] x = [.. Enumerable.Range(0, steps).Select(t => (double)t)];
        return new("Rates")
        {
            X = new("update"),
            Legend = LegendPlace.Below,
            Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: rate") { Scale = AxisScale.Logarithmic })
            {
                Height = 160,
                Marks = [.. one.Outcomes.Select((outcome, i) => new Line(x.AsSpan(0, outcome.Tests[0].Rates.Count), [.. outcome.Tests[0].Rates]) { Name = outcome.Arm.Name, Ink = inks[i], Dash = Dash.Solid })],
            })],
        };
    }

    sealed record Rule(double Highest, double Factor, int Patience, int Window);
}
