using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>One seed's constant trunk, and the longer runs that grow from it.</summary>
/// <param name="Factors">Of the second stage; at <see cref="Asked"/> that of the bound, which differs by length.</param>
/// <param name="AskedFactors">The bound's, by length.</param>
/// <param name="Longer">The bound's longer cooldowns, by length; NaN for none.</param>
/// <param name="Finals">Final losses by length and factor; the last one is of the longer cooldown.</param>
/// <param name="Example">One of the runs, with the bound's factor.</param>
sealed record Grown(double[] Factors, double[] AskedFactors, double[] Longer, double[][] Finals, NetworkRun Example)
{
    /// <summary>The place of the rate kept.</summary>
    public const int Kept = 0;

    /// <summary>The place of the bound's factor.</summary>
    public const int Asked = 1;

    const double Cooldown = 0.2;

    /// <summary>Trains them.</summary>
    public static Grown Of(NetTask task, double peak, int from, int[] stretches, double[] asked, bool isQuick, ulong seed, CancellationToken cancellation)
    {
        var first = (int)(((1 - Cooldown) * from) + 1e-9);
        // The trunk is held for as long as any of the runs holds it.
        var trunk = NetworkRun.Train(task.Of(new Constant(peak, first), seed) with { EvaluateEvery = (stretches[^1] * from) + 1 }, cancellation, first);
        double[] factors = isQuick ? [1, asked[0], 0.25] : [1, asked[0], 0.71, 0.5, 0.35, 0.25, 0.125];
        NetworkRun? example = null;
        double[] longer = [.. stretches.Select(stretch => HorizonExtension.LongerCooldown(from, stretch * from, Cooldown))];
        double[][] finals = [.. stretches.Select((stretch, s) => (double[])
        [
            .. factors.Select((factor, i) =>
            {
                var run = Branch(HorizonExtension.Staged(from, stretch * from, Cooldown, i == Asked ? asked[s] : factor));
                if (i == Asked) example ??= run;
                return run?.Final ?? double.PositiveInfinity;
            }),
            double.IsNaN(longer[s]) ? double.NaN : Branch(HorizonExtension.Cooldown(stretch * from, longer[s]))?.Final ?? double.PositiveInfinity,
        ])];
        return new(factors, asked, longer, finals, example ?? trunk);

        // A longer cooldown may begin before the trunk ends: then it is trained from the start.
        NetworkRun? Branch(Schedule shape)
        {
            if (trunk.Diverged is not null) return null;
            return Enumerable.Range(0, first).All(t => shape[t] == 1)
                ? trunk.Branch(first, peak * shape[first..], cancellation)
                : NetworkRun.Train(task.Of(peak * shape, seed) with { EvaluateEvery = trunk.Config.EvaluateEvery }, cancellation);
        }
    }

    /// <summary>|final loss of the example − that of its rates from the start|.</summary>
    public double FromTheStart(CancellationToken cancellation)
    {
        if (Example.Diverged is not null) return 0;
        return Math.Abs(NetworkRun.Train(Example.Config, cancellation).Final - Example.Final);
    }
}
