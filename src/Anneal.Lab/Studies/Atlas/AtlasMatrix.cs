using Anneal.Schedules;

namespace Anneal.Lab.Studies.Atlas;

/// <summary>A judge of schedules.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Counts">Whether its judgement enters the worst case.</param>
/// <param name="Losses">The final loss of each schedule, in its own unit.</param>
sealed record AtlasJudge(string Name, bool Counts, double[] Losses);

/// <summary>Schedules against judges: the predicted final losses, and the regrets by which one schedule is never bad.</summary>
sealed class AtlasMatrix
{
    /// <summary>The judge that knows, where the runs are simulated.</summary>
    public const string Simulator = "simulator";

    public AtlasMatrix(IReadOnlyList<AtlasSchedule> schedules, IReadOnlyList<AtlasJudge> judges, int constant)
    {
        (Schedules, Judges) = (schedules, judges);
        Regret = new double[schedules.Count, judges.Count];
        for (var j = 0; j < judges.Count; j++)
        {
            var losses = judges[j].Losses;
            var best = losses.Min();
            var gain = losses[constant] - best;
            for (var i = 0; i < schedules.Count; i++) Regret[i, j] = gain > 0 ? (losses[i] - best) / gain : 0;
        }

        Worst = [.. Enumerable.Range(0, schedules.Count).Select(i =>
            Enumerable.Range(0, judges.Count).Where(j => judges[j].Counts).Max(j => Regret[i, j]))];
        Order = [.. Enumerable.Range(0, schedules.Count).OrderBy(i => Worst[i])];
    }

    public IReadOnlyList<AtlasSchedule> Schedules { get; }

    public IReadOnlyList<AtlasJudge> Judges { get; }

    /// <summary>
    /// (L − least)/(L(constant) − least) for each schedule and judge: the share of what annealing can gain that is left on the table;
    /// 0 is the best of all rows, 1 as bad as not to anneal. It has no unit, so judges can be compared.
    /// </summary>
    public double[,] Regret { get; }

    /// <summary>The largest regret of each schedule among the judges that count.</summary>
    public IReadOnlyList<double> Worst { get; }

    /// <summary>The schedules from the least worst regret on.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Places every schedule before every judge.</summary>
    public static AtlasMatrix Of(StudyContext context, AtlasLaws laws, IReadOnlyList<AtlasSchedule> schedules, double share)
    {
        var rows = context.Map(share, schedules.Count, i =>
        {
            var schedule = schedules[i];
            var losses = laws.Laws.Select(law => law.Fit.Law.FinalLoss(schedule.Path)).ToList();
            losses.Add(AtlasTheories.Bound(schedule));
            if (laws.Truth is { } truth) losses.Add(truth(new Tabulated(ValueList.Create(schedule.Path.Rates))));
            return losses;
        });
        var judges = laws.Laws.Select((law, j) => new AtlasJudge(law.Name, laws.Counts(law), Column(j))).ToList();
        judges.Add(new("convex bound", Counts: false, Column(judges.Count)));
        if (laws.Truth is not null) judges.Add(new(Simulator, Counts: false, Column(judges.Count)));
        return new(schedules, judges, schedules.Select((schedule, i) => (schedule.Name, i)).First(row => row.Name == "constant").i);

        double[] Column(int j) => [.. rows.Select(row => row[j])];
    }
}
