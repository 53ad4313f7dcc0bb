using Anneal.Lab.Studies.Transfers;
using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Lab.Studies;

/// <summary>The best base rate against the horizon on networks, with and without annealing.</summary>
public sealed class HorizonTransferStudy : Study
{
    const string Source = "Bordelon and Mori 2026, arXiv:2602.04774 (exponents derived here)";

    static readonly CountParameter seeds = new("seeds", "Seeds; every schedule is trained with each.", 4) { Quick = 2, Min = 2, Max = 100 };
    static readonly CountParameter steps = new("steps", "T: updates of the shortest horizon; the others are 2, 4 and 8 times that.", 200) { Quick = 12, Min = 10, Max = 1_000_000 };

    /// <inheritdoc/>
    public override string Title => "Base rates across horizons, on networks";

    /// <inheritdoc/>
    public override string Question =>
        "If a run is to be eight times as long, must its base rate be lowered? Constant rates and linear decays are tuned at four horizons, for a small transformer and for a perceptron on images.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
        ["Bordelon and Mori 2026, Theory of optimal learning rate schedules and scaling laws for a random feature model, arXiv:2602.04774: its experiments on images and language, in small"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [seeds, steps];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (count, shortest) = (context.Get(seeds), context.Get(steps));
        int[] horizons = [shortest, 2 * shortest, 4 * shortest, 8 * shortest];
        // Ten evaluations in the shortest horizon, or one.
        var every = context.Quick || shortest % 10 != 0 ? shortest : shortest / 10;
        var settings = TransferSetting.All(context.Quick);
        (TransferSetting Setting, double Rate, int Seed)[] places =
            [.. from setting in settings from rate in setting.Rates from seed in Enumerable.Range(0, count) select (setting, rate, seed)];
        ulong Number(int seed) => (context.Seed["runs"].Key << 8) + (ulong)seed + 1;
        var losses = context.Map(0.95, places.Length, i => places[i].Setting.Run(places[i].Rate, Number(places[i].Seed), horizons, every, context.Cancellation));
        TransferGrid[] grids = [.. settings.Select(setting => new TransferGrid(setting.Name, setting.Rates, horizons,
        [
            .. Enumerable.Range(0, 2).Select(schedule => (double[][][])
            [
                .. horizons.Select((_, horizon) => (double[][])
                    [.. setting.Rates.Select(rate => (double[])[.. Enumerable.Range(0, places.Length).Where(i => places[i].Setting == setting && places[i].Rate == rate).Select(i => losses[i][schedule][horizon])])]),
            ]),
        ]))];
        var whole = context.Do(0.05, () => Prefix(settings[0], Number(0), horizons, every, context.Cancellation));
        return new(
            context.Quick
                ? $"Runs of {horizons[0]} to {horizons[^1]} updates have their best base rates far apart and with large errors; the full variant's are long enough to say how they move with the horizon."
                : string.Join(" ", grids.Select(grid => $"On {grid.Name} the best base rate goes as T^{Exponent(grid.Slope(TransferGrid.Constant))} without annealing and as T^{Exponent(grid.Slope(TransferGrid.Annealed))} under a linear decay; "
                    + $"kept at the best of T = {horizons[0]}, it costs {Cost(grid, TransferGrid.Constant)} and {Cost(grid, TransferGrid.Annealed)} nats at 8T.")),
            [whole, .. grids.SelectMany(grid => Claims(context, grid))],
            [TransferExhibits.BestRates(grids), .. grids.Select(TransferExhibits.Losses), TransferExhibits.Table(grids), TransferExhibits.Data(grids)])
        {
            Limits =
            [
                "Two small networks, horizons of one order of magnitude that are short beside pre-training; slopes hold for these horizons and need not be the limit's.",
                "The theory is of SGD on random features with a batch of one; the transformer here is trained by AdamW, the perceptron by SGD with momentum, and both clip long gradients.",
                "The rate is a mean of parabolas' minima: errors are those of the seeds (jackknife), not of the grid's step.",
            ],
        };
    }

    static IEnumerable<Claim> Claims(StudyContext context, TransferGrid grid)
    {
        var (constant, annealed, difference) = (grid.Slope(TransferGrid.Constant), grid.Slope(TransferGrid.Annealed), grid.SlopeDifference);
        yield return Claim.Show($"{grid.Name}, constant rate: d ln η*/d ln T{Error(constant)}; in both phases −s/(1 + s), below 0", Source, constant.Value, -0.5);
        if (context.IsPublished(seeds, steps) && !context.Quick) yield return Claim.AtMost($"{grid.Name}, constant rate: the same slope in standard errors", Source, constant.Value / constant.Error, -4);
        yield return Claim.Show($"{grid.Name}, linear decay: d ln η*/d ln T{Error(annealed)}; 0 in the hard phase, −ξ in the easy one", Source, annealed.Value, 0);
        yield return Claim.Show($"{grid.Name}: annealed slope less constant slope, same seeds{Error(difference)}; above 0", Source, difference.Value, 0.5);
        yield return Claim.AtLeast($"{grid.Name}: least fall of the best loss from a horizon to the next, either schedule (nats)", "more training", Enumerable.Range(0, 2).Min(schedule =>
            Enumerable.Range(1, grid.Horizons.Length - 1).Min(i => grid.Best(schedule, i - 1).Loss - grid.Best(schedule, i).Loss)), 0);
        if (context.Quick) yield break;
        var gain = grid.Gain;
        yield return Claim.Show($"{grid.Name}: loss that a linear decay saves at the longest horizon, both at their best rates (nats){Error(gain)}", Source, gain.Value, 0);
    }

    // What a constant run of the longest horizon shows of a shorter one is that one's own run.
    static Claim Prefix(TransferSetting setting, ulong seed, int[] horizons, int every, CancellationToken cancellation)
    {
        var rate = setting.Rates[1];
        NetworkRun Run(int steps) => NetworkRun.Train(setting.Config(new Constant(rate, steps), seed) with { EvaluateEvery = every }, cancellation);
        return Claim.AtMost("Loss of the shortest constant run less that of the longest one's first updates", "identity", Math.Abs(TransferSetting.Last(Run(horizons[0]), horizons[0]) - TransferSetting.Last(Run(horizons[1]), horizons[0])), 0);
    }

    static string Error(Jackknife slope) => double.IsFinite(slope.Error) ? $" (standard error {Digits.Significant(slope.Error, 2)})" : "";

    static string Exponent(Jackknife slope) => $"({Digits.PlusMinus(slope.Value, slope.Error)})";

    static string Cost(TransferGrid grid, int schedule) => Digits.Significant(grid.TransferCost(schedule).Value, 2);
}
