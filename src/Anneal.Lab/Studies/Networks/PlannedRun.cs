using Anneal.Curves;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Networks;

/// <summary>A run of a set: trained from the first update, or branched off the set's trunk, a run of constant rate after its warm-up.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="From">Updates that it shares with the trunk; 0 for a run of its own, the trunk's length for the trunk itself.</param>
/// <param name="Rest">The rates after them; null for none.</param>
sealed record PlannedRun(string Name, int From, Schedule? Rest);

/// <summary>Runs of one plan on one seed: the same samples in the same order, on a common trunk where their rates are the same.</summary>
/// <param name="Trunk">The run of constant rate, with its states.</param>
/// <param name="Plans">What was trained.</param>
/// <param name="Runs">A run for each plan.</param>
sealed record TrainedSet(NetworkRun Trunk, IReadOnlyList<PlannedRun> Plans, IReadOnlyList<NetworkRun> Runs)
{
    /// <summary>The run called so.</summary>
    public NetworkRun this[string name] => Runs[Plans.Select((plan, i) => (plan, i)).First(row => row.plan.Name == name).i];

    /// <summary>A run that laws are fitted to or held against; rows that it shares with the trunk are not scored.</summary>
    public TrainingRun Curve(string name)
    {
        var plan = Plans.First(plan => plan.Name == name);
        return this[name].ToRun(name) with { BranchStep = plan.From };
    }

    /// <summary>The trunk as if it had ended after so many updates.</summary>
    public TrainingRun Constant(int steps)
    {
        var run = Trunk.ToRun("constant");
        return run with { Schedule = run.Schedule[..steps], Curve = run.Curve.Between(0, steps - 1) };
    }

    /// <summary>Trains a schedule of which the trunk has the first rates, from the last state that serves.</summary>
    /// <param name="path">All rates.</param>
    /// <param name="cancellation">Asked to stop.</param>
    public NetworkRun Train(RatePath path, CancellationToken cancellation)
    {
        var rates = path.Rates.ToArray();
        var shared = 0;
        while (shared < rates.Length && shared < Trunk.Rates.Count && rates[shared] == Trunk.Rates[shared]) shared++;
        var from = Trunk.States.Keys.Where(step => step <= shared && step < rates.Length).DefaultIfEmpty(0).Max();
        var rest = new Tabulated(ValueList.Create<double>(rates.AsSpan(from)));
        return from == 0 ? NetworkRun.Train(Trunk.Config with { Schedule = rest, Steps = rest.Steps }, cancellation) : Branch(Trunk, from, rest, cancellation);
    }

    /// <summary>What all comparisons rest on: a branch is the run that it stands for.</summary>
    public Claim IsWhole(string name, CancellationToken cancellation)
    {
        var branched = this[name];
        var whole = NetworkRun.Train(branched.Config, cancellation);
        var difference = branched.HeldOut.Count != whole.HeldOut.Count ? double.PositiveInfinity
            : branched.HeldOut.Loss.ToArray().Zip(whole.HeldOut.Loss.ToArray(), (mine, other) => Math.Abs(mine - other)).DefaultIfEmpty(0).Max();
        return Claim.AtMost("Held-out losses of a run branched off the trunk and of the same run trained from its first update, largest difference", "identity", difference, 0);
    }

    /// <summary>Trains a plan on every seed; trunks and runs of their own first, then the branches.</summary>
    /// <param name="context">Whose threads work.</param>
    /// <param name="share">Of the study's time.</param>
    /// <param name="seeds">A set for each.</param>
    /// <param name="network">What is trained, by its schedule and seed.</param>
    /// <param name="trunk">A warm-up and the peak held.</param>
    /// <param name="plans">What is trained.</param>
    /// <param name="keep">Updates after which the trunk's state is kept besides.</param>
    public static TrainedSet[] Train(
        StudyContext context, double share, IReadOnlyList<ulong> seeds, Func<Schedule, ulong, TrainingConfig> network, Schedule trunk,
        IReadOnlyList<PlannedRun> plans, params IEnumerable<int> keep)
    {
        int[] kept = [.. plans.Where(plan => plan.From > 0 && plan.Rest is not null).Select(plan => plan.From).Concat(keep).Distinct()];
        // The longest first, so that no thread waits for one that began last.
        PlannedRun[] own = [new("", trunk.Steps, null), .. plans.Where(plan => plan.From == 0).OrderByDescending(plan => plan.Rest!.Steps)];
        PlannedRun[] branched = [.. plans.Where(plan => plan.From > 0 && plan.Rest is not null).OrderByDescending(plan => plan.Rest!.Steps)];
        var cost = (Own: own.Sum(plan => (double)(plan.Rest ?? trunk).Steps), Branched: branched.Sum(plan => (double)plan.Rest!.Steps));
        var first = context.Map(share * cost.Own / (cost.Own + cost.Branched), own.Length * seeds.Count, i =>
        {
            var (plan, seed) = (own[i / seeds.Count], seeds[i % seeds.Count]);
            return NetworkRun.Train(network(plan.Rest ?? trunk, seed), context.Cancellation, plan.Rest is null ? kept : []);
        });
        var then = context.Map(share * cost.Branched / (cost.Own + cost.Branched), branched.Length * seeds.Count, i =>
        {
            var plan = branched[i / seeds.Count];
            return Branch(first[i % seeds.Count], plan.From, plan.Rest!, context.Cancellation);
        });
        return [.. seeds.Select((_, s) => new TrainedSet(first[s], plans, [.. plans.Select(plan =>
            plan.Rest is null ? first[s]
            : plan.From == 0 ? first[(Array.IndexOf(own, plan) * seeds.Count) + s]
            : then[(Array.IndexOf(branched, plan) * seeds.Count) + s])]))];
    }

    // A trunk that diverged before has no state there: neither has its branch a loss.
    static NetworkRun Branch(NetworkRun trunk, int from, Schedule rest, CancellationToken cancellation) =>
        trunk.States.ContainsKey(from) ? trunk.Branch(from, rest, cancellation) : trunk with { Config = trunk.Config.Branch(from, rest) };
}
