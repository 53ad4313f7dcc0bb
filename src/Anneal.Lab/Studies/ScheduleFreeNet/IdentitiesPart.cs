using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>What holds of schedule-free training whatever the network is.</summary>
static class IdentitiesPart
{
    public static StudyPart Run(StudyContext context, double share, Field field)
    {
        const string Identity = "identity";
        var half = Math.Max(1, field.Steps / 2);
        Schedule[] schedules = [new Constant(field.FreePeak, field.Steps), new Constant(field.FreePeak, field.Steps), new Constant(field.FreePeak, field.Steps), new Constant(field.FreePeak, half)];
        string[] rules = ["rate", "uniform", "squared-rate", "rate"];
        var runs = context.Map(share, rules.Length, i => NetworkRun.Train(
            field.Scheduled(schedules[i], rules[i]) with { Seed = Sweep.SeedOf(context, 0), EvaluateEvery = half }, field.Source, context.Cancellation));
        var early = Enumerable.Range(0, runs[0].HeldOut.Count).First(i => runs[0].HeldOut.Steps[i] == half - 1);
        return new(
            null,
            [
                Claim.AtMost("Images: a run with a constant rate inside, at T/2, and a run of T/2 steps: the difference of held-out losses (no horizon)", Identity, Math.Abs(runs[0].HeldOut.Loss[early] - runs[3].Final), 0),
                Claim.AtMost(
                    "Images: constant rate inside, weights 1, γ and γ²: the largest difference of final losses", Identity,
                    Math.Max(Math.Abs(runs[1].Final - runs[0].Final), Math.Abs(runs[2].Final - runs[0].Final)), 1e-4),
            ],
            []);
    }
}
