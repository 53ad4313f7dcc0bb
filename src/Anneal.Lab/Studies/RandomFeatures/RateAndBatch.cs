using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>Rate and batch together: only r = m/η over intrinsic time counts, and the clock on the wall decides between the pairs.</summary>
static class RateAndBatch
{
    const string Paper = "Bordelon and Mori 2026 (degeneracy derived here)";

    static readonly CountParameter steps = new(
        "batch-steps", "Steps T of the run of falling rates at batch 4 whose data 4T the runs of rising batches share.", 1024)
    { Quick = 256, Min = 64, Max = 16_384 };

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [steps];

    public static StudyPart Run(StudyContext context)
    {
        var phase = Phase.Easy;
        var (model, horizon) = (phase.Model(), context.Get(steps));
        var samples = horizon * phase.Batch;
        var degenerate = Degeneracy(context, model);
        var falling = context.Do(.02, () => RandomFeatureControl.Optimize(model, horizon, phase.LargestRate, cancellation: context.Cancellation));
        double[] rates = [phase.LargestRate, .1];
        var rising = context.Map(.02, rates.Length, i =>
            RisingRun.Best(model, rates[i], (int)Math.Round(falling.Rates.Sum() / rates[i]), samples, context.Cancellation));
        var (fast, slow) = (rising[0], rising[1]);
        var frontier = Frontier(context, phase, falling.Steps, fast.Steps, samples);
        return new(
            $"Only r = m/η over intrinsic time matters: with the same {Digits.Count((long)samples)} samples, batches that rise at the rate {fast.Rate} need "
            + $"{fast.Steps} steps for what the best falling rate does in {horizon}, at a loss {Digits.Percent((fast.Loss / falling.Loss) - 1)} higher; "
            + $"one larger batch in as few steps costs {Digits.Percent((frontier.Single(place => place.Steps == fast.Steps).OneBatch / fast.Loss) - 1)} more.",
            Claims(context, degenerate, falling, fast, slow, phase),
            [Paths(falling, rising, phase), WallClock(frontier, phase, samples, fast.Steps), Table(degenerate)])
        {
            Limits = ["Batches are real numbers of at least 0 in the mean recursion; a step costs the same time whatever its batch."],
        };
    }

    // A decaying rate at one batch, and one rate with the batches that spend the same r(S), at rates ever closer to the continuum.
    static (int Steps, int RampSteps, double Loss, double RampLoss)[] Degeneracy(StudyContext context, RandomFeatureModel model) => context.Map(.01, 3, i =>
    {
        var (scale, count) = (Math.Pow(4, i), 2000 << (2 * i));
        var rates = Enumerable.Range(0, count).Select(t => (.12 / scale * Math.Pow(1 - ((double)t / count), 1.5)) + 1e-6).ToArray();
        var ramp = RisingBatches.Matching(rates, model.Batch, .12 / scale);
        return (count, ramp.Batches.Length, new RandomFeatureGradient(model, count).Loss(rates), RisingRun.Of(model, ramp).Loss);
    });

    static Claim[] Claims(
        StudyContext context, (int Steps, int RampSteps, double Loss, double RampLoss)[] degenerate, RandomFeatureOptimum falling, RisingRun fast, RisingRun slow, Phase phase)
    {
        const string Fast = "Best rising batch at η_max: excess over the best falling rate on the same data";
        double[] published = [1.1e-3, 5.4e-5, 4.1e-6];
        return
        [
            .. degenerate.Select((pair, i) => Claim.Near(
                $"Falling rate and rising batch of one r(S), rates of .12/{Math.Pow(4, i):0}: |ΔL|/L", "an independent program",
                Math.Abs((pair.RampLoss / pair.Loss) - 1), published[i], .02)),
            Claim.Close("Steps of the falling rate over steps of the rising batch", "an independent program", (double)degenerate[0].Steps / degenerate[0].RampSteps, 2.5, .01),
            Claim.AtMost("Best rising batch at η = .1: excess over the best falling rate on the same data", Paper, (slow.Loss / falling.Loss) - 1, .002),
            // In fewer steps η_max is further from the continuum in which both are the same.
            context.IsLarge(steps) ? Claim.AtMost(Fast, Paper, (fast.Loss / falling.Loss) - 1, .02) : Claim.Show(Fast, Paper, (fast.Loss / falling.Loss) - 1, 0),
            Claim.AtMost("The best batches at η = .1 are ∝ √(K(R)(L + σ²)): largest deviation of the logarithm", "stationarity", slow.Deviation(phase), .05),
            Claim.Show("Exponent of the batch in 1 − t/T over the second half, beside 1/(2b) − 1", Paper, slow.Exponent, (1 / (2 * phase.B)) - 1),
        ];
    }

    static StudyFigure Paths(RandomFeatureOptimum falling, RisingRun[] rising, Phase phase)
    {
        List<Mark> marks = [];
        var (remaining, ratio, clock) = (new List<double>(), new List<double>(), 0.0);
        foreach (var rate in falling.Rates.Reverse())
        {
            remaining.Add(clock + (rate / 2));
            ratio.Add(phase.Batch / rate);
            clock += rate;
        }

        marks.Add(new Line(remaining.ToArray(), ratio.ToArray()) { Name = $"best falling rate, m = {phase.Batch:0}", Ink = Ink.Blue, Dash = Dash.Solid });
        foreach (var (run, ink, marker) in rising.Zip([Ink.Vermilion, Ink.Green], [Marker.Circle, Marker.Square]))
        {
            // Evenly in the logarithm: one point on top of another says nothing.
            var shown = Enumerable.Range(0, 25).Select(i => (int)Math.Round(Math.Pow(run.Steps, i / 24.0)) - 1).Distinct().ToArray();
            marks.Add(new Points(
                [.. shown.Select(back => run.Rate * (back + .5))], [.. shown.Select(back => run.Batches[run.Steps - 1 - back] / run.Rate)])
            {
                Name = $"best rising batch, η = {run.Rate}",
                Ink = ink,
                Marker = marker,
            });
        }

        var exponent = (1 / (2 * phase.B)) - 1;
        var (near, far, level) = (remaining[ratio.Count / 50], remaining[^1], ratio[ratio.Count / 3] / Math.Pow(remaining[ratio.Count / 3], exponent));
        marks.Add(new Line([near, far], [1.3 * level * Math.Pow(near, exponent), 1.3 * level * Math.Pow(far, exponent)])
        {
            Name = "slope 1/(2b) − 1",
            Ink = Ink.Grey,
            Dash = Dash.Dashed,
        });
        return new(
            "rate-and-batch",
            new Figure("Rates that fall and batches that rise spend the same r(S)")
            {
                Subtitle = $"easy phase a = {phase.A}, b = {phase.B}; optima on the same data, found apart from each other",
                X = new("remaining intrinsic time R = S_T − S") { Scale = AxisScale.Logarithmic },
                Panels = [new(new("batch over rate r = m/η") { Scale = AxisScale.Logarithmic }) { Marks = marks, Height = 300 }],
            },
            "The best schedule of rates at one batch and the best schedules of batches at one rate fall on one curve of the remaining intrinsic time.");
    }

    // The least loss on the same data over the number of steps: which is to say, over the time on the wall.
    static (int Steps, double OneBatch, double OneRate)[] Frontier(StudyContext context, Phase phase, int longest, int fast, double samples)
    {
        int[] counts = [.. Enumerable.Range(0, 10).Select(i => (int)Math.Round(longest * Math.Pow(2, (i / 3.0) - 4))).Append(fast).Distinct().Order()];
        return context.Map(.06, counts.Length, i =>
        {
            var count = counts[i];
            var model = (phase with { Batch = samples / count }).Model();
            return (
                count,
                RandomFeatureControl.Optimize(model, count, phase.LargestRate, cancellation: context.Cancellation).Loss,
                RisingRun.Best(model, phase.LargestRate, count, samples, context.Cancellation).Loss);
        });
    }

    static StudyFigure WallClock((int Steps, double OneBatch, double OneRate)[] frontier, Phase phase, double samples, int fast)
    {
        var x = frontier.Select(place => (double)place.Steps).ToArray();
        var (rates, batches) = (frontier.Select(place => place.OneBatch).ToArray(), frontier.Select(place => place.OneRate).ToArray());
        return new(
            "wall-clock",
            new Figure($"The loss that {Digits.Count((long)samples)} samples can buy in so many steps")
            {
                Subtitle = $"easy phase a = {phase.A}, b = {phase.B}, η ≤ {phase.LargestRate}; exact means",
                X = new("steps of the run") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new(new("least loss L(T)") { Scale = AxisScale.Logarithmic, Upper = 1.6 * batches.Min() })
                    {
                        Marks =
                        [
                            new Line(x, rates) { Ink = Ink.Blue, Dash = Dash.Solid },
                            new Points(x, rates) { Name = "rates optimal, one batch", Ink = Ink.Blue, Marker = Marker.Circle },
                            new Line(x, batches) { Ink = Ink.Vermilion, Dash = Dash.Solid },
                            new Points(x, batches) { Name = "batches optimal, one rate η_max", Ink = Ink.Vermilion, Marker = Marker.Square },
                            new Rule(Direction.Vertical, fast) { Label = "S*/η_max" },
                        ],
                    },
                ],
            },
            "Few steps want rising batches at the largest rate, S*/η_max of them; longer runs at that rate waste their data on small batches, "
            + "and from about twice as many on one batch and a falling rate do as well.");
    }

    static StudyTable Table((int Steps, int RampSteps, double Loss, double RampLoss)[] degenerate) => new(
        "degeneracy",
        "A falling rate, and one rate with the batches of the same r(S) and data: the difference vanishes with the rate.",
        ["peak rate", "steps, falling rate", "L", "steps, rising batch", "L", "|ΔL|/L"],
        [.. degenerate.Select((pair, i) => (Cell[])
        [
            .12 / Math.Pow(4, i), pair.Steps, pair.Loss, pair.RampSteps, pair.RampLoss, Math.Abs((pair.RampLoss / pair.Loss) - 1),
        ])]);

    /// <summary>A run at one rate.</summary>
    sealed record RisingRun(double Rate, double[] Batches, double[] Losses)
    {
        public int Steps => Batches.Length;

        public double Loss => Losses[^1];

        public static RisingRun Of(RandomFeatureModel model, RisingBatches ramp)
        {
            var mean = new RandomFeatureGradient(model, ramp.Batches.Length);
            mean.Loss(new Constant(ramp.Rate, ramp.Batches.Length).ToArray(), ramp.Batches);
            return new(ramp.Rate, ramp.Batches, mean.Losses.ToArray());
        }

        public static RisingRun Best(RandomFeatureModel model, double rate, int count, double samples, CancellationToken cancellation) =>
            Of(model, RisingBatches.Best(model, rate, count, samples, cancellation));

        /// <summary>The slope of ln m in ln(1 − t/T) over the second half but its last twentieth, where a step is not small.</summary>
        public double Exponent
        {
            get
            {
                var from = Steps / 2;
                var shown = Enumerable.Range(from, (int)(.95 * Steps) - from).ToArray();
                return PowerFit.Of([.. shown.Select(t => 1 - ((t + .5) / Steps))], [.. shown.Select(t => Batches[t])]).Exponent;
            }
        }

        /// <summary>max |ln m_t − ln c√(K(R_t)(L_t + σ²))| with c such that the data agree, K(R) = Σ λ² e^(−2λR).</summary>
        public double Deviation(Phase phase)
        {
            var spectrum = phase.Model().Spectrum;
            var predicted = Batches.Select((_, t) =>
            {
                var (remaining, kernel) = (Rate * (Steps - t - .5), 0.0);
                for (var k = 0; k < spectrum.Eigenvalues.Length; k++)
                {
                    var λ = spectrum.Eigenvalues[k];
                    kernel += spectrum.Directions[k] * λ * λ * Math.Exp(-2 * λ * remaining);
                }

                return Math.Sqrt(kernel * (Losses[t] + phase.NoiseVariance));
            }).ToArray();
            var factor = Batches.Sum() / predicted.Sum();
            return predicted.Zip(Batches).Max(pair => Math.Abs(Math.Log(pair.Second / pair.First / factor)));
        }
    }
}
