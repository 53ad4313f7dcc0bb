using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;

namespace Anneal.Lab.Studies.BatchRamps;

/// <summary>Runs that switch to the large batch, set beside the large batch from the start at equal numbers of updates.</summary>
/// <param name="sizes">Lengths.</param>
/// <param name="runs">By seed; those that did not diverge.</param>
/// <param name="rate">Their rate.</param>
sealed class CatchUp(RampSizes sizes, RampRuns[] runs, double rate)
{
    const string Source = "Fast catch-up, late switching 2026, arXiv:2602.14208";

    static readonly Ink[] inks = [Ink.Blue, Ink.Vermilion, Ink.Green];

    /// <summary>What is left of the gap in loss after the switch.</summary>
    /// <param name="decide">Whether there are seeds enough to judge each gap by its error.</param>
    /// <param name="isRough">Whether it is only claimed that the gap of the longest head falls.</param>
    public IEnumerable<Claim> Claims(bool decide, bool isRough)
    {
        for (var i = 0; i < sizes.Heads.Count && runs.Length > 0; i++)
        {
            var head = sizes.Heads[i];
            var left = Left(i);
            var span = $"last third of the {Digits.Count(sizes.Tail)} updates after the switch over the first tenth, {Digits.Count(head)} updates at the small batch first";
            var statement = $"Gap to the large batch at equal updates: {span}";
            yield return isRough && i == sizes.Heads.Count - 1 ? Claim.AtMost(statement, Source, left.Value, 1) : Claim.Show(statement, Source, left.Value, 0);
            if (decide) yield return Claim.AtLeast($"How far that share is below 1, in standard errors, {Digits.Count(head)} updates first", Source, (1 - left.Value) / left.Error, 4);
        }
    }

    /// <summary>The mean gap of the last third after the switch over that of the first tenth.</summary>
    public Jackknife Left(int head) => Jackknife.Of(runs.Length, seeds =>
        seeds.Average(seed => Mean(runs[seed], head, sizes.Tail * 2 / 3.0, sizes.Tail)) / seeds.Average(seed => Mean(runs[seed], head, 0, sizes.Tail / 10.0)));

    public StudyFigure Figure()
    {
        var marks = new List<Mark>();
        for (var i = 0; i < sizes.Heads.Count && runs.Length > 0; i++)
        {
            var (x, gaps) = Gaps(i);
            var ink = inks[i % inks.Length];
            marks.Add(new Line(x, [.. gaps.Select(gap => gap.Value)]) { Name = $"switched after {Digits.Count(sizes.Heads[i])} updates", Ink = ink, Dash = Dash.Solid });
            marks.Add(new Points(x, [.. gaps.Select(gap => gap.Value)]) { Ink = ink, Marker = Marker.Circle });
            marks.Add(new Whiskers(x, [.. gaps.Select(gap => gap.Value - (2 * gap.Error))], [.. gaps.Select(gap => gap.Value + (2 * gap.Error))]) { Ink = ink });
        }

        marks.Add(new Rule(Direction.Horizontal, 0) { Label = "large batch from the start" });
        return new(
            "catch-up",
            new Figure("Catch-up: a run that switches, against the large batch from the start")
            {
                Subtitle = $"batch {sizes.Small}, then {sizes.Large}; rate {Digits.Significant(rate)}; until the switch a run sees 1/{sizes.Factor} of the large batch's data",
                X = new("updates after the switch τ") { Scale = AxisScale.Logarithmic },
                Legend = LegendPlace.Below,
                Panels = [new(new("loss less that of the large batch (nats/token)")) { Height = 280, Marks = marks }],
            },
            "Held-out loss at equal numbers of updates, same seeds: what is left of the gap after the switch is what the data that were saved would have given. Whiskers: two standard errors.");
    }

    // Geometric bins of the updates after the switch.
    (double[] X, Jackknife[] Gaps) Gaps(int head)
    {
        var edges = new List<double> { 0 };
        for (var edge = 2.0 * sizes.Every; edge < sizes.Tail; edge *= 1.6) edges.Add(edge);
        edges.Add(sizes.Tail);
        var (x, gaps) = (new List<double>(), new List<Jackknife>());
        for (var k = 0; k + 1 < edges.Count; k++)
        {
            var (from, to) = (edges[k], edges[k + 1]);
            if (double.IsNaN(Mean(runs[0], head, from, to))) continue;
            x.Add(k == 0 ? to / 2 : Math.Sqrt(from * to));
            gaps.Add(Jackknife.Of(runs.Length, seeds => seeds.Average(seed => Mean(runs[seed], head, from, to))));
        }

        return ([.. x], [.. gaps]);
    }

    // The mean gap over evaluations within from < τ ≤ to; both runs are evaluated after the same updates. NaN without any.
    double Mean(RampRuns run, int head, double from, double to)
    {
        var (switched, whole, start) = (run.Heads[head].HeldOut, run.Whole!.HeldOut, sizes.Heads[head]);
        var (sum, count) = (0.0, 0);
        for (int i = 0, j = 0; i < switched.Count; i++)
        {
            var after = switched.Steps[i] + 1 - start;
            if (after <= from || after > to) continue;
            while (j < whole.Count && whole.Steps[j] < switched.Steps[i]) j++;
            if (j == whole.Count || whole.Steps[j] != switched.Steps[i]) continue;
            sum += switched.Loss[i] - whole.Loss[j];
            count++;
        }

        return count > 0 ? sum / count : double.NaN;
    }
}
