using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>Making a run with a cooldown longer, and moving a base rate between cooldowns.</summary>
static class Extension
{
    const string Source = "Schaipp et al. 2025, section 5";
    const int Transferred = 6400;

    public static readonly CountParameter Steps =
        new("extended-from", "T₀: steps of the run that is made longer.", 4000) { Min = 50, Max = 1_000_000 };

    public static readonly NumberParameter Cooldown =
        new("cooldown", "c: the share of the run that cools down.", 0.2) { Min = 0.01, Max = 0.9 };

    static readonly double[] factors = [1.5, 2, 2.5, 3, 3.5, 4];
    static readonly double[] printedFactors = [0.637, 0.533, 0.473, 0.431, 0.400, 0.375];
    static readonly double[] printedCooldowns = [0.446, 0.633, 0.771, 0.876, 0.959];

    static readonly (double Cooldown, double Linear, double Root)[] printedTransfer =
        [(0, 3.21, double.NaN), (0.05, 2.36, double.NaN), (0.1, 2.17, 2.09), (0.2, 1.95, 1.84), (0.4, 1.65, 1.50), (0.6, 1.41, double.NaN), (0.8, 1.20, double.NaN)];

    public static StudyPart Run(StudyContext context)
    {
        var (from, cooldown) = (context.Get(Steps), context.Get(Cooldown));
        var baseRate = LastIterateBound.Of(HorizonExtension.Cooldown(from, cooldown)).BaseRate;
        var ways = context.Map(0.1, factors.Length, i => Way.Of(from, (int)(factors[i] * from), cooldown, baseRate));
        var full = LastIterateBound.Of(HorizonExtension.Cooldown(Transferred, 1)).BaseRate;
        double Transfer(double c, DecayShape shape) => full / LastIterateBound.Of(HorizonExtension.Cooldown(Transferred, c, shape)).BaseRate;
        var claims = new List<Claim>();
        if (context.IsPublished(Steps, Cooldown))
        {
            claims.Add(Claim.AtMost("Factor on the rate of the second stage, T₁/T₀ = 1.5 … 4: largest distance to the printed 3 decimals", Source,
                ways.Zip(printedFactors, (way, value) => Math.Abs(way.Factor - value)).Max(), 5.01e-4));
            claims.Add(Claim.AtMost("Longer cooldown fraction instead, T₁/T₀ = 1.5 … 3.5: largest distance to the printed 3 decimals", Source,
                ways.Zip(printedCooldowns, (way, value) => Math.Abs(way.Longer - value)).Max(), 1e-3));
            claims.Add(Claim.Close("Bound of the run made twice as long with a lower second stage", Source, ways[1].Staged, 0.02310, 5.1e-6));
            claims.Add(Claim.Close("The same with the rate kept", Source, ways[1].Kept, 0.02563, 5.1e-6));
            claims.Add(Claim.Close("A run of that length, its rate tuned anew", Source, ways[1].Tuned, 0.02417, 5.1e-6));
            claims.Add(Claim.Close("A linear decay of that length, tuned", Source, ways[1].Linear, 0.02237, 5.1e-6));
        }

        claims.Add(Claim.AtMost($"γ*(linear)/γ*(cooldown c) at T = {Transferred}, 10 cooldowns: largest distance to the printed 2 decimals", Source,
            printedTransfer.Max(row => Math.Max(
                Math.Abs(Transfer(row.Cooldown, DecayShape.Linear) - row.Linear),
                double.IsNaN(row.Root) ? 0 : Math.Abs(Transfer(row.Cooldown, DecayShape.OneMinusSqrt) - row.Root))), 5.5e-3));
        double[] grid = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        return new(
            $"A run with a {Digits.Percent(cooldown)} cooldown that is made twice as long keeps its best base rate if the new stage has {Digits.Significant(ways[1].Factor, 3)} of the rate; its bound is then "
            + $"{Digits.Percent(1 - (ways[1].Staged / ways[1].Kept))} below that of the rate kept.",
            claims,
            [
                new StudyFigure("horizon-extension", Picture(ways, from, cooldown), "A run made longer. Above: the bound of four ways to go on and of a linear decay tuned for the whole length. Below: what each way changes."),
                new StudyFigure("rate-transfer", new Figure("How the best base rate depends on the cooldown")
                {
                    X = new Axis("cooldown fraction c") { Lower = -0.02, Upper = 1 },
                    Width = 640,
                    Panels =
                    [
                        new Panel(new Axis("γ*(linear)/γ*(c)") { Lower = 0.5 })
                        {
                            Marks =
                            [
                                new Line(grid, [.. grid.Select(c => Transfer(c, DecayShape.Linear))]) { Name = "linear cooldown" },
                                new Line(grid, [.. grid.Select(c => Transfer(c, DecayShape.OneMinusSqrt))]) { Name = "1 − √ cooldown", Dash = Dash.Dashed },
                                new Points([.. printedTransfer.Select(row => row.Cooldown)], [.. printedTransfer.Select(row => row.Linear)]) { Name = "printed", Marker = Marker.Cross, Ink = Ink.Black, Size = 7 },
                                new Points([.. printedTransfer.Select(row => row.Cooldown)], [.. printedTransfer.Select(row => row.Root)]) { Name = "printed", Marker = Marker.Cross, Ink = Ink.Black, Size = 7 },
                            ],
                        },
                    ],
                }, $"The base rate tuned with one cooldown, turned into that of a linear decay over all {Digits.Count(Transferred)} steps; it hardly depends on T from c = 0.1 on."),
                new StudyTable(
                    "horizon-extension", $"T₀ = {Digits.Count(from)}, cooldown {Digits.Percent(cooldown)}, base rate γ kept; D = G = 1.",
                    ["T₁/T₀", "second-stage factor", "longer cooldown", "bound: lower second stage", "longer cooldown", "rate kept", "tuned anew", "linear, tuned"],
                    [.. ways.Select((way, i) => (Cell[])[factors[i], way.Factor, way.Longer, way.Staged, way.Cooled, way.Kept, way.Tuned, way.Linear])]),
            ]);
    }

    static Figure Picture(Way[] ways, int from, double cooldown) => new($"Extending a run of T₀ = {Digits.Count(from)} steps, cooldown {Digits.Percent(cooldown)}")
    {
        X = new Axis("length T₁/T₀"),
        Width = 720,
        Panels =
        [
            new Panel(new Axis("bound Ω at base rate γ"))
            {
                Height = 250,
                Marks =
                [
                    new Line(factors, [.. ways.Select(way => way.Kept)]) { Name = "rate kept" },
                    new Line(factors, [.. ways.Select(way => way.Tuned)]) { Name = "rate tuned anew" },
                    new Line(factors, [.. ways.Select(way => way.Staged)]) { Name = "lower second stage" },
                    new Line(factors, [.. ways.Select(way => way.Cooled)]) { Name = "longer cooldown" },
                    new Line(factors, [.. ways.Select(way => way.Linear)]) { Name = "linear decay, tuned", Ink = Ink.Black },
                ],
            },
            new Panel(new Axis("factor; fraction") { Lower = 0, Upper = 1 })
            {
                Height = 150,
                Marks =
                [
                    new Line(factors, [.. ways.Select(way => way.Factor)]) { Name = "lower second stage" },
                    new Line(factors, [.. ways.Select(way => way.Longer)]) { Name = "longer cooldown" },
                ],
            },
        ],
    };

    sealed record Way(double Factor, double Longer, double Staged, double Cooled, double Kept, double Tuned, double Linear)
    {
        public static Way Of(int from, int to, double cooldown, double baseRate)
        {
            var factor = HorizonExtension.StageFactor(from, to, cooldown);
            var longer = HorizonExtension.LongerCooldown(from, to, cooldown);
            var same = LastIterateBound.Of(HorizonExtension.Cooldown(to, cooldown));
            return new(
                factor, longer,
                double.IsNaN(factor) ? double.NaN : LastIterateBound.Of(HorizonExtension.Staged(from, to, cooldown, factor)).At(baseRate),
                double.IsNaN(longer) ? double.NaN : LastIterateBound.Of(HorizonExtension.Cooldown(to, longer)).At(baseRate),
                same.At(baseRate), same.Value, LastIterateBound.Of(HorizonExtension.Cooldown(to, 1)).Value);
        }
    }
}
