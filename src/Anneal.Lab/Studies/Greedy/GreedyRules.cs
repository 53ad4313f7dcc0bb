using Anneal.Theory;

namespace Anneal.Lab.Studies.Greedy;

/// <summary>The rules of GreedyLR, checked one by one.</summary>
static class GreedyRules
{
    const string Source = "GreedyLR 2025, public code";

    public static IReadOnlyList<Claim> Claims()
    {
        var options = new GreedyOptions { Initial = 1e-6 };
        return
        [
            Claim.Close("A loss that keeps falling: steps until the rate has gone from 1e-6 to its highest 1e-3, ten times at each", Source,
                StepsUntil(options, loss: t => 10 - t, rate => rate >= 1e-3 * (1 - 1e-12)), 3, 0),
            Claim.Close("A plateau: steps until the rate has gone from 1e-4, one rise included, to its lowest 1e-7", Source,
                StepsUntil(options with { Initial = 1e-4, LeastChange = 0 }, loss: _ => 3, rate => rate <= 1e-7 * (1 + 1e-12)), 5, 0),
            Claim.Close("A loss that is lower by exactly the threshold: the rate over the one before, which falls by F = 0.1", Source, AtThreshold(), 0.1, 1e-12),
            Claim.Close("After the published reset, with losses that keep falling, the rate ends at its lowest", Source + " (a bug)",
                AfterReset(double.NegativeInfinity), 1e-7, 1e-15),
            Claim.Close("After a reset to +∞ it ends at its highest", "this project", AfterReset(double.PositiveInfinity), 1e-3, 1e-12),
        ];
    }

    static double StepsUntil(GreedyOptions options, Func<int, double> loss, Func<double, bool> reached)
    {
        var greedy = new GreedyRate(options);
        for (var t = 0; t < 100; t++)
        {
            if (reached(greedy.Next(loss(t)))) return t + 1;
        }

        return double.NaN;
    }

    static double AtThreshold()
    {
        var greedy = new GreedyRate(new GreedyOptions { Initial = 1e-4, Threshold = 0.5, Window = 1 });
        var before = greedy.Next(4);
        return greedy.Next(3.5) / before;
    }

    static double AfterReset(double best)
    {
        var greedy = new GreedyRate(new GreedyOptions { Initial = 1e-5, Reset = 3, LeastChange = 0, BestAfterReset = best });
        for (var t = 0; t < 30; t++) greedy.Next(100 - t);
        return greedy.Rate;
    }
}
