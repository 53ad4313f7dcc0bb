using Anneal.Lab.Studies.GridRobustnessNet;
using Anneal.Lab.Studies.Networks;
using Anneal.Lab.Studies.Robustness;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies;

/// <summary>What a coarse grid of rates costs each schedule when networks are trained.</summary>
public sealed class GridRobustnessNetStudy : Study
{
    static readonly CountParameter steps = new("steps", "T of the image models: updates of 16 images.", 1000) { Quick = 50, Min = 2, Max = 100_000 };
    static readonly CountParameter languageSteps = new("language-steps", "T of the language model: updates of 8 sequences of 16 tokens.", 500) { Quick = 16, Min = 2, Max = 100_000 };
    static readonly CountParameter seeds = new("seeds", "Runs at every rate, on the same samples for every schedule and rate.", 3) { Quick = 1, Max = 100 };
    static readonly CountParameter perDoubling = new("per-doubling", "Rates of the image models' grid to a factor of 2; it has 16 doublings.", 2) { Quick = 1, Max = 8 };
    static readonly CountParameter heldOut = new("held-out", "Held-out images.", 1024) { Quick = 256, Max = 100_000 };
    static readonly Shape[] shapes = Shape.Tried;

    /// <inheritdoc/>
    public override string Title => "How coarse may a grid of learning rates be, on networks";

    /// <inheritdoc/>
    public override string Question =>
        "Does a schedule that anneals to zero forgive a coarse grid of rates when networks are trained, as the convex theory says: cosine and higher powers more than linear, and linear more than a rate that does not anneal?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
        ["Attia and Koren 2025, Benefits of learning rate annealing for tuning-robustness in stochastic optimization, arXiv:2503.09411"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [steps, languageSteps, seeds, perDoubling, heldOut];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var outcomes = Train(context);
        return new(Finding(outcomes), [.. outcomes.SelectMany(outcome => Claims(context, outcome))],
            [GridExhibits.Losses(outcomes, shapes), GridExhibits.WorstLosses(outcomes, shapes), GridExhibits.Costs(outcomes, shapes), .. GridExhibits.Tables(outcomes, shapes)])
        {
            Limits =
            [
                "Costs are ratios of held-out losses, of images from 0 and of language from its entropy, and not of gaps above the least loss, which is not known; where that is well above 0, as for logistic regression, all costs are nearer to 1 than the theory's.",
                "The theory bounds the domain, so that too high a rate is survived; a network's runs blow up there or its units die, whatever the schedule.",
                "The source trains logistic regression on synthetic data and a wide residual network on CIFAR-10; here both are small and the images are rendered digits.",
            ],
        };
    }

    static GridOutcome[] Train(StudyContext context)
    {
        var (T, runs, held, fine) = (context.Get(steps), context.Get(seeds), context.Get(heldOut), context.Get(perDoubling));
        var regression = GridTask.Images("logistic regression", new PerceptronModel([]), T, fine, held);
        var perceptron = GridTask.Images("perceptron", new PerceptronModel([64]), T, fine, held);
        var images = RememberedSource.Of(regression.Config(Shape.Constant, 1));
        var language = RememberedSource.Of(SmallNetworks.TinyLanguage(new Constant(0, 1)));
        return [Train(context, 0.15, regression, images, runs), Train(context, 0.35, perceptron, images, runs), Train(context, 0.5, GridTask.Language(context.Get(languageSteps), language), language, runs)];
    }

    static GridOutcome Train(StudyContext context, double share, GridTask task, SampleSource source, int runs)
    {
        var rates = task.Rates;
        var finals = context.Map(share, shapes.Length * rates.Length * runs, i =>
        {
            var (shape, rate, seed) = (i / runs / rates.Length, i / runs % rates.Length, i % runs);
            var config = task.Config(shapes[shape], rates[rate]) with { Seed = Sweep.SeedOf(context, seed) };
            return NetworkRun.Train(config, source, context.Cancellation).Final - task.Floor;
        });
        return new(task, [.. finals.Chunk(runs).Chunk(rates.Length)]);
    }

    static string Finding(GridOutcome[] outcomes) => string.Join(" ", outcomes.Select(outcome =>
    {
        var at16 = outcome.Costs.Select((costs, s) => (Cost: Digits.Significant(costs[3].Worst, 3), Loss: Digits.Significant(costs[3].Worst * outcome.Means[s].Min(), 3))).ToArray();
        return $"{Sentence(outcome.Task.Name)}: a grid with ratio 16 ends at worst at {at16[0].Cost} times the schedule's least loss with a constant rate, {at16[2].Cost} with a linear decay, {at16[3].Cost} with a cosine and "
            + $"{at16[5].Cost} with (1 − t/T)³, which is {at16[0].Loss}, {at16[2].Loss}, {at16[3].Loss} and {at16[5].Loss}.";
    })) + $" The theory's order of the costs at R = 16, constant > linear > cosine, holds for {outcomes.Count(IsOrdered)} of {outcomes.Length} models.";

    static bool IsOrdered(GridOutcome outcome) => outcome.Costs[0][3].Worst > outcome.Costs[2][3].Worst && outcome.Costs[2][3].Worst > outcome.Costs[3][3].Worst;

    static IEnumerable<Claim> Claims(StudyContext context, GridOutcome outcome)
    {
        const string Source = "Attia and Koren 2025, arXiv:2503.09411";
        const string Identity = "identity";
        var name = Sentence(outcome.Task.Name);
        // R = 4 holds every grid of R = 16, and R = 2 all of them.
        yield return Claim.AtLeast(
            $"{name}: the worst cost of a grid less that of a finer one that holds it (R = 16 and 4, all and 2), the least of all schedules", Identity,
            outcome.Costs.Min(costs => Math.Min(costs[3].Worst - costs[1].Worst, costs.Min(cost => cost.Worst - costs[0].Worst))), 0);
        foreach (var (worse, better) in ((int, int)[])[(0, 2), (1, 2), (2, 3), (3, 5)])
        {
            yield return Show($"worst cost of grids with R = 8, 16, 32, geometric mean, ln of {shapes[worse].Name} over {shapes[better].Name}", outcome.LogCosts(worse), outcome.LogCosts(better));
        }

        // What is far beyond noise at the study's own sizes.
        var isJudged = context.IsPublished(steps, languageSteps, seeds, perDoubling, heldOut);
        const string Lost = "worst loss of grids with R = 8, 16, 32, geometric mean, ln of";
        yield return isJudged ? Judged($"{Lost} {shapes[1].Name} over {shapes[2].Name}", 1, 2) : Show($"{Lost} {shapes[1].Name} over {shapes[2].Name}", outcome.LogLosses(1), outcome.LogLosses(2));
        yield return isJudged && outcome.Task.Name == "logistic regression"
            ? Judged($"{Lost} {shapes[0].Name} over {shapes[2].Name}", 0, 2)
            : Show($"{Lost} {shapes[0].Name} over {shapes[2].Name}", outcome.LogLosses(0), outcome.LogLosses(2));
        yield return Show("ln of the cost of a rate too high by 4, constant over cosine", outcome.LogMissed(0, 4), outcome.LogMissed(3, 4));
        yield return Show("ln of the cost of a rate too low by 4, constant over cosine", outcome.LogMissed(0, 0.25), outcome.LogMissed(3, 0.25));

        Claim Judged(string statement, int worse, int better) =>
            Claim.AtLeast($"{name}: {statement}", Source, Sample.Paired(outcome.LogLosses(worse), outcome.LogLosses(better)).Mean, 0);

        Claim Show(string statement, double[] worse, double[] better)
        {
            var difference = Sample.Paired(worse, better);
            return Claim.Show($"{name}: {statement}; standard error over seeds {Digits.Significant(difference.Error, 2)}", Source, difference.Mean, 0);
        }
    }

    static string Sentence(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
