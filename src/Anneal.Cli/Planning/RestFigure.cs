using System.Globalization;
using Anneal.Control;
using Anneal.Plotting;

namespace Anneal.Cli.Planning;

/// <summary>The final loss by where the decay begins, its flat region shaded, above the rates of the ways to go on.</summary>
static class RestFigure
{
    public static Figure Of(RestOfRun found)
    {
        var best = found.Find("decay-at-best")!;
        var starts = found.ByDecayStart.Select(point => (double)point.Start).ToArray();
        var losses = found.ByDecayStart.Select(point => point.Loss).ToArray();
        // The latest starts leave nothing of the decay and would flatten the rest of the picture.
        var shown = losses.Where((_, i) => starts[i] <= found.Next + (0.95 * (best.Schedule.Steps - found.Next))).Append(losses[0]).ToArray();
        var span = Math.Max(shown.Max() - losses.Min(), 1e-6);
        return new Figure("When to begin the decay")
        {
            Subtitle = Text($"from step {found.Next} on; shaded: starts within one row's noise of the best"),
            Description = Text($"The best decay begins at step {best.DecayStart} and ends at a loss of {best.Loss:F4}."),
            X = new Axis("step") { Lower = First(found), Upper = best.Schedule.Steps },
            Panels =
            [
                new Panel(new Axis("final loss") { Lower = losses.Min() - (0.08 * span), Upper = shown.Max() + (0.05 * span) })
                {
                    Marks =
                    [
                        new Shade(found.Flat.First, found.Flat.Last),
                        new Line(starts, losses) { Name = "by decay start", Ink = Ink.Blue, Dash = Dash.Solid, Width = 2 },
                        new Points([best.DecayStart!.Value], [losses.Min()]) { Name = "best start", Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 7 },
                    ],
                },
                new Panel(new Axis("rate") { Lower = 0 })
                {
                    Height = 150,
                    Marks = [.. Rates(found), new Rule(Direction.Vertical, found.Next)],
                },
            ],
        };
    }

    static IEnumerable<Mark> Rates(RestOfRun found)
    {
        foreach (var (name, ink, dash) in Shown)
        {
            if (found.Find(name) is { } option)
            {
                var first = First(found);
                var rates = option.Schedule.ToArray().AsSpan(first);
                yield return new Line([.. Enumerable.Range(first, rates.Length)], rates) { Name = name, Ink = ink, Dash = dash };
            }
        }
    }

    // The past is shown for half as long as what is left.
    static int First(RestOfRun found) => Math.Max(0, found.Next - ((found.Find("decay-at-best")!.Schedule.Steps - found.Next) / 2));

    static readonly (string Name, Ink Ink, Dash Dash)[] Shown =
    [
        ("keep-plan", Ink.Grey, Dash.Solid), ("optimal", Ink.Green, Dash.DashDot), ("decay-at-best", Ink.Vermilion, Dash.Solid),
        ("decay-now", Ink.Blue, Dash.Dashed),
    ];

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
