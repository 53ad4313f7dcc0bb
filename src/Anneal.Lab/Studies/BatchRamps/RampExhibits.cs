using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.BatchRamps;

/// <summary>What the switches did at equal data.</summary>
static class RampExhibits
{
    static readonly Ink[] inks = [Ink.Vermilion, Ink.Orange, Ink.Green, Ink.Blue, Ink.Black];
    static readonly Ink[] rateInks = [Ink.Vermilion, Ink.Orange, Ink.Green, Ink.Purple];

    public static StudyFigure Switches(RampSizes sizes, RampTable table)
    {
        return new(
            "switches",
            new Figure("Final loss against when the batch is raised, at equal data")
            {
                Subtitle = $"batch {sizes.Small}, then {sizes.Large}; every point at its best rate",
                X = new("share of the data before the switch") { Lower = -0.05, Upper = 1.05 },
                Legend = LegendPlace.Below,
                Panels = [Panel(false), Panel(true)],
            },
            "Loss less that of the small batch only, on the same seeds; whiskers: two standard errors. Dashed: single rates. At 0 the large batch only, at 1 the small batch only.");

        Panel Panel(bool decayed)
        {
            var x = RampSizes.Switches;
            var never = x.Length - 1;
            Jackknife[] differences = [.. x.Select((_, share) => table.Difference(decayed, share, never))];
            var marks = new List<Mark>();
            for (var rate = 0; rate < table.Rates.Length && table.Rates.Length > 1; rate++)
            {
                marks.Add(new Line(x, [.. x.Select((_, share) => table.Of(decayed)[share][rate].Average() - table.Loss(decayed, never).Value)])
                {
                    Name = $"rate {Digits.Significant(table.Rates[rate])}",
                    Ink = rateInks[rate],
                    Dash = Dash.Dashed,
                    Width = 1,
                });
            }

            marks.Add(new Line(x, [.. differences.Select(one => one.Value)]) { Name = "best rate", Ink = Ink.Blue, Dash = Dash.Solid });
            marks.Add(new Points(x, [.. differences.Select(one => one.Value)]) { Name = "best rate", Ink = Ink.Blue, Marker = Marker.Circle, Size = 7 });
            marks.Add(new Whiskers(x, [.. differences.Select(one => one.Value - (2 * one.Error))], [.. differences.Select(one => one.Value + (2 * one.Error))]) { Ink = Ink.Blue });
            marks.Add(new Rule(Direction.Horizontal, 0));
            return new(new($"{(decayed ? "decaying" : "constant")} rate: ΔL (nats)")) { Height = 190, Marks = marks };
        }
    }

    public static StudyFigure Curves(RampSizes sizes, NetworkRun[][] runs, double rate, string[] words)
    {
        var marks = new List<Mark>();
        for (var share = 0; share < words.Length; share++)
        {
            var own = runs.Where(seed => seed[share].Diverged is null).Select(seed => seed[share]).ToArray();
            if (own.Length == 0) continue;
            var batches = own[0].Config.Batch;
            var (x, y) = (new List<double>(), new List<double>());
            for (var i = 0; i < own[0].HeldOut.Count; i++)
            {
                var data = batches.Sum(own[0].HeldOut.Steps[i] + 1) / (double)((long)sizes.Steps * sizes.Small);
                // What came before the switch is the small batch's own curve.
                if (data < Math.Max(0.1, share < words.Length - 1 ? RampSizes.Switches[share] : 0)) continue;
                x.Add(data);
                y.Add(own.Average(run => run.HeldOut.Loss[i]));
            }

            marks.Add(new Line([.. x], [.. y]) { Name = words[share], Ink = inks[share], Dash = Dash.Solid });
        }

        return new(
            "curves",
            new Figure("Held-out loss along the data")
            {
                Subtitle = $"batch {sizes.Small}, then {sizes.Large}; constant rate {Digits.Significant(rate)}; means over the seeds",
                X = new("share of the data seen"),
                Legend = LegendPlace.Below,
                Panels = [new(new("loss (nats/token)")) { Height = 280, Marks = marks }],
            },
            "Each switched run leaves the small batch's curve and falls by what noise the small batch had; the large batch from the start has made fewer updates.");
    }

    public static StudyTable Arms(RampSizes sizes, RampTable table, Func<int, int, NetworkRun[]> runs, string[] words) => new(
        "arms",
        "Every arm at its best rate; differences to the small batch only are paired over the seeds. The third column: after how many updates an arm under a constant rate is as low as the small batch only at its end.",
        ["switch", "updates", "updates to its loss", "constant: rate", "loss (nats/token)", "less small only", "standard error", "decay: rate", "loss (nats/token)", "less small only", "standard error"],
        [.. words.Select((word, share) => (Cell[])[word, (double)sizes.Updates(RampSizes.Switches[share]), Reached(table, runs, share), .. Part(table, false, share), .. Part(table, true, share)])]);

    public static StudyTable Data(RampTable table) => new(
        "losses", "All final losses.", ["rate schedule", "share before the switch", "rate", "seed", "loss (nats/token)"],
        [
            .. from decayed in (bool[])[false, true]
               from share in Enumerable.Range(0, RampSizes.Switches.Length)
               from rate in Enumerable.Range(0, table.Rates.Length)
               from seed in Enumerable.Range(0, table.Seeds)
               select (Cell[])[decayed ? "decay" : "constant", RampSizes.Switches[share], table.Rates[rate], seed + 1.0, table.Of(decayed)[share][rate][seed]],
        ])
    { IsFileOnly = true };

    /// <summary>The updates after which an arm's mean loss, over three evaluations, is that of the small batch only at its end; NaN for never.</summary>
    public static double Reached(RampTable table, Func<int, int, NetworkRun[]> runs, int share)
    {
        var aim = table.Loss(false, RampSizes.Switches.Length - 1).Value;
        var own = runs(table.Best(false, share, [.. Enumerable.Range(0, table.Seeds)]), share);
        if (own.Any(run => run.Diverged is not null)) return double.NaN;
        var mean = Enumerable.Range(0, own[0].HeldOut.Count).Select(i => own.Average(run => run.HeldOut.Loss[i])).ToArray();
        for (var i = 2; i < mean.Length; i++)
        {
            if ((mean[i] + mean[i - 1] + mean[i - 2]) / 3 <= aim) return own[0].HeldOut.Steps[i] + 1;
        }

        return double.NaN;
    }

    static IEnumerable<Cell> Part(RampTable table, bool decayed, int share)
    {
        int[] all = [.. Enumerable.Range(0, table.Seeds)];
        var difference = table.Difference(decayed, share, RampSizes.Switches.Length - 1);
        return [table.Rates[table.Best(decayed, share, all)], table.Loss(decayed, share).Value, Cell.Of(difference.Value, 2), Cell.Of(difference.Error, 2)];
    }
}
