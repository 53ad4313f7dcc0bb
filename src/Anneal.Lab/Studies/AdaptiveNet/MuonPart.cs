using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.AdaptiveNet;

/// <summary>Muon with fewer Newton–Schulz iterations: does it want another rate, another momentum, and what does it cost?</summary>
static class MuonPart
{
    const string Source = "Inexact Muon 2025, arXiv:2510.19933";
    const double Usual = 0.9;

    // A language whose tokens follow from the two before them, so that the matrices have something to learn that a table of pairs does not know.
    static readonly NetTask[] tasks =
    [
        NetTask.Language with
        {
            Name = "language of 16 tokens, Muon",
            Rate = 1e-2,
            Of = (schedule, seed) => NetTask.Language.Of(schedule, seed) with { Data = new("language", [new("depth", "2"), new("fall", "1"), new("fineness", "2"), new("vocabulary", "16")]) },
        },
        NetTask.Images with { Name = "images, Muon", Rate = 2e-2 },
    ];

    static readonly Ink[] inks = [Ink.Vermilion, Ink.Orange, Ink.Green, Ink.Black];

    public static StudyPart Run(StudyContext context, double share)
    {
        var steps = Math.Max(10, context.Get(AdaptiveNetStudy.Steps) / 2);
        int[] iterations = context.Quick ? [1, 5] : [1, 2, 3, 5];
        var grid = new Grid(context.Quick ? [1, 4] : [1, 2, 4, 8, 16], context.Quick ? [0.9] : [0.6, 0.8, 0.9]);
        var spectra = context.Map(share * 0.02, tasks.Length, i => OracleSpectra.Of(OfMuon(tasks[i], steps, 5, 1, Usual, RunSeeds.OfPilot(context)), Math.Max(1, steps / 2), context.Cancellation));
        var outcomes = Arms.Tune(context, share * 0.98, [.. tasks.SelectMany(task => iterations.Select(k => new Arm(
            $"k = {k}", grid.Names, (setting, seed) => OfMuon(task, steps, k, grid.RateOf(setting), grid.BetaOf(setting), seed))))]);
        var all = tasks.Select((task, i) => (Task: task, Answers: iterations.Select((k, j) => Answer.Of(k, outcomes[(i * iterations.Length) + j], grid, spectra[i])).ToArray())).ToArray();

        var claims = new List<Claim>
        {
            Claim.Close("Iterated momentum matrices of the networks: root mean square of the singular values after k iterations against the polynomial's of those before, largest difference", "Jordan 2024",
                spectra.Max(one => one.Mismatch(5)), 0, 1e-9),
        };
        foreach (var (task, answers) in all)
        {
            var (least, full) = (answers[0], answers[^1]);
            claims.Add(Claim.Show($"{task.Short}: best rate of k = {least.Iterations} over that of k = {full.Iterations} (standard error {Digits.Significant(least.Rate(full).Error, 2)}); beside it what the length of its steps asks for, rms s(5)/rms s(1)", Source,
                least.Rate(full).Mean, full.Size / least.Size));
            claims.Add(Claim.Show($"{task.Short}: mean best 1 − β of k = {least.Iterations} over that of k = {full.Iterations} (1 where precision does not matter)", Source, least.Weight / full.Weight, 1));
            claims.Add(Claim.Show($"{task.Short}: loss of k = {least.Iterations} less that of k = {full.Iterations}, each at its best setting (standard error {Digits.Significant(least.Outcome.Less(full.Outcome).Error, 2)})", Source,
                least.Outcome.Less(full.Outcome).Mean, 0));
        }

        return new(
            $"Muon with one Newton–Schulz iteration in place of {all[0].Answers[^1].Iterations} wants {NetTask.Said(all, one => one.Task, one => one.Answers[0].Rate(one.Answers[^1]))} times the rate and then costs "
            + $"{NetTask.Said(all, one => one.Task, one => one.Answers[0].Outcome.Less(one.Answers[^1].Outcome))} nats.",
            claims,
            [
                new StudyFigure("muon-rates", Rates(all, grid), "Final held-out loss against the rate of the matrices, at the best momentum of each rate; one line for each number of iterations, means of the tuning runs. The rate of embeddings, heads and vectors (AdamW) stays."),
                new StudyTable("muon", $"Each number of iterations at the best of {grid.Names.Length} settings (rate × momentum), tuned on {RunSeeds.OfTuning(context).Length} seeds, compared on {RunSeeds.OfTests(context).Length} others. δ and rms s: of the networks' own momentum matrices.",
                    ["task", "iterations k", "error δ(k)", "rms s(k)", "best setting", "best rate (parabola)", "over k = 5", "standard error", "best 1 − β", "loss", "less k = 5", "standard error"],
                    [.. all.SelectMany(one => one.Answers.Select(answer => (Cell[])
                        [one.Task.Short, (double)answer.Iterations, answer.Error, answer.Size, answer.Outcome.Setting, answer.BestRates.Average(), answer.Rate(one.Answers[^1]).Mean, answer.Rate(one.Answers[^1]).Error,
                         answer.Weight, Cell.Of(answer.Outcome.Mean, 5), answer.Outcome.Less(one.Answers[^1].Outcome).Mean, answer.Outcome.Less(one.Answers[^1].Outcome).Error]))]),
                new StudyTable("muon-grid", "Mean final losses of the tuning runs.", ["task", "iterations k", "rate over the task's", "β", "loss"],
                    [.. all.SelectMany(one => one.Answers.SelectMany(answer => answer.Outcome.Means.Select((loss, setting) => (Cell[])
                        [one.Task.Short, (double)answer.Iterations, grid.RateOf(setting), grid.BetaOf(setting), loss])))]) { IsFileOnly = true },
            ])
        {
            Limits = ["Muon's matrices are at most 96 × 24; the error of an iteration grows with the ratio of singular values, which is larger in wide networks."],
        };
    }

    static TrainingConfig OfMuon(NetTask task, int steps, int iterations, double factor, double beta, ulong seed) => task.Of(new Cosine(task.Rate, 0, steps), seed) with
    {
        Optimizer = new("muon", [new("iterations", Digits.Count(iterations)), new("matrix-rate", Exact(factor)), new("momentum", Exact(beta))]),
    };

    static string Exact(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    static Figure Rates((NetTask Task, Answer[] Answers)[] all, Grid grid) => new("Muon by Newton–Schulz iterations")
    {
        X = new("rate of the matrices over that of the rest") { Scale = AxisScale.Logarithmic, Ticks = NetTask.Ticks(grid.Rates) },
        Legend = LegendPlace.Below,
        Panels = [.. all.Select(one => new Panel(new($"{one.Task.Short}: final loss"))
        {
            Height = 190,
            Marks = [.. one.Answers.SelectMany((answer, i) => (Mark[])
            [
                new Line(grid.Rates, grid.OverRates(answer.Outcome.Means)) { Name = $"k = {answer.Iterations}", Ink = inks[^(one.Answers.Length - i)], Dash = Dash.Solid },
                new Points(grid.Rates, grid.OverRates(answer.Outcome.Means)) { Ink = inks[^(one.Answers.Length - i)], Marker = Marker.Circle },
            ])],
        })],
    };

    /// <summary>Rates of the matrices over the task's, and momenta.</summary>
    sealed record Grid(double[] Rates, double[] Betas)
    {
        public string[] Names => [.. Rates.SelectMany(rate => Betas.Select(beta => $"× {Digits.Significant(rate)}, β = {Digits.Significant(beta)}"))];

        public double RateOf(int setting) => Rates[setting / Betas.Length];

        public double BetaOf(int setting) => Betas[setting % Betas.Length];

        /// <summary>The least loss by rate.</summary>
        public double[] OverRates(double[] losses) => [.. Rates.Select((_, i) => losses.AsSpan(i * Betas.Length, Betas.Length).ToArray().Min())];

        /// <summary>The least loss by 1 − β, ascending.</summary>
        public double[] OverWeights(double[] losses) => [.. Betas.Select((_, j) => Rates.Select((_, i) => losses[(i * Betas.Length) + j]).Min()).Reverse()];
    }

    /// <summary>How training answers to a number of iterations.</summary>
    sealed record Answer(int Iterations, Outcome Outcome, double[] BestRates, double Weight, double Error, double Size)
    {
        public static Answer Of(int iterations, Outcome outcome, Grid grid, OracleSpectra spectra)
        {
            var seeds = Enumerable.Range(0, outcome.Tuning[0].Length).Select(s => outcome.Tuning.Select(runs => runs[s].Final).ToArray()).ToArray();
            double[] weights = [.. grid.Betas.Select(beta => 1 - beta).Reverse()];
            return new(
                iterations, outcome, [.. seeds.Select(losses => RateParabola.Of(grid.Rates, grid.OverRates(losses)).Rate)],
                Math.Exp(seeds.Average(losses => Math.Log(RateParabola.Of(weights, grid.OverWeights(losses)).Rate))), spectra.Error(iterations), spectra.Size(iterations));
        }

        /// <summary>The best rate over another's, by seed.</summary>
        public Sample Rate(Answer other) => Sample.Of([.. BestRates.Zip(other.BestRates, (own, its) => own / its)]);
    }
}
