using Anneal.Lab.Studies.Warmups;
using Anneal.Plotting;

namespace Anneal.Lab.Studies;

/// <summary>A warm-up that follows from curvature: the rate as a function of the gap, beside tuned lengths of a linear warm-up.</summary>
public sealed class WarmupStudy : Study
{
    static readonly CountParameter steps = new("steps", "T: updates of a run.", 300) { Min = 30, Max = 1_000_000 };
    static readonly CountParameter replicas = new("replicas", "Runs that are averaged.", 16) { Quick = 4, Min = 2, Max = 10_000 };
    static readonly NumberParameter gap = new("gap", "Δ₀: the loss at the start.", 30) { Min = 2, Max = 1e6 };
    static readonly NumberParameter noise = new("gradient-noise", "σ: the length of the gradient's noise at the minimum.", 0.3) { Min = 0 };
    static readonly NumberParameter peakGap = new("peak-gap", "Δ*: where the gap's warm-up ends and the decay begins.", 1) { Min = 0.02 };
    static readonly NumberParameter divisor = new("divisor", "By how much the first rate is below the peak.", 10) { Min = 1.5 };

    /// <inheritdoc/>
    public override string Title => "Where a warm-up comes from";

    /// <inheritdoc/>
    public override string Question =>
        "If the curvature is the higher the further the loss is from its minimum, the longest safe step rises while the loss falls: a warm-up that nobody scheduled. "
        + "How does it compare with linear warm-ups of every length, on a function that has exactly such a curvature?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => ["Where does warm-up come from? 2026, arXiv:2602.05813, and its public code"];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [steps, replicas, gap, noise, peakGap, divisor];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        var (start, least) = (context.Get(gap), context.Get(peakGap));
        if (!(least < start)) throw new InputException($"--{peakGap.Name} is the gap where the warm-up ends; it must be below --{gap.Name}.");
        var bowl = new SteepBowl(context.Get(steps), start, context.Get(noise), context.Seed) { Cancellation = context.Cancellation };
        double[] lengths = context.Quick ? [0, 0.02, 0.1, 0.4] : [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4];
        var arms = lengths.Select(length => Arm.Linear(length, bowl.Steps)).Append(Arm.ByGap(least, start, context.Get(divisor), bowl.Steps)).Append(Arm.ByCurvature()).ToArray();
        var runs = context.Get(replicas);
        var found = context.Map(0.9, 2 * arms.Length, i => arms[i % arms.Length].Tune(bowl, runs, isNormalised: i >= arms.Length));
        var (plain, normalised) = (found[..arms.Length], found[arms.Length..]);
        var (bestPlain, bestNormalised) = (plain[..lengths.Length].MinBy(one => one.Loss)!, normalised[..lengths.Length].MinBy(one => one.Loss)!);
        return new(
            $"Plain gradient descent from a gap of {Digits.Significant(start)} ends {Digits.Significant(plain[0].Loss / bestPlain.Loss, 2)} times higher without a warm-up than with the best one; a rate that follows the gap needs no length and comes within "
            + $"{Digits.Percent(Math.Abs((plain[^2].Loss / bestPlain.Loss) - 1))} of it. With normalised steps a warm-up changes {Digits.Percent(Math.Abs((normalised[0].Loss / bestNormalised.Loss) - 1))}.",
            [
                .. WarmupIdentities.Claims(context.Seed),
                .. Plain(context, plain[0].Loss / bestPlain.Loss, plain[^2].Loss / bestPlain.Loss),
                Claim.Show("Normalised descent: final loss without a warm-up over that with the best linear one", "this project", normalised[0].Loss / bestNormalised.Loss, 1),
                Claim.Show("Normalised descent: final loss of η = cΔ/(K₀ + K₁Δ + K₂Δ²) over that of the best linear warm-up and decay", "this project", normalised[^1].Loss / bestNormalised.Loss, 1),
            ],
            [
                new StudyFigure("warmup", Sweep(lengths, plain, normalised), "Final loss with the best peak of each arm, against the length of a linear warm-up (points; whiskers: two standard errors). Lines: rates that follow the gap, which have no length. All arms but the last end in a linear decay."),
                new StudyFigure("gap-rate", Courses(bowl, arms, plain, normalised, least), "The rate of one run. Plain descent: the gap's warm-up and the best linear one. Normalised descent: cΔ/(K₀ + K₁Δ + K₂Δ²), of which nobody asked a warm-up or a decay, has both."),
                new StudyTable("warmup", "Every arm at its best peak; geometric means over the runs.", ["arm", "descent", "best peak", "final loss", "standard error of its logarithm"],
                    [.. found.Select((one, i) => (Cell[])[arms[i % arms.Length].Name, i < arms.Length ? "plain" : "normalised", one.Peak, one.Loss, one.Error])]),
            ])
        {
            Limits =
            [
                "Following the gap needs f*, as a guess of the final loss does in the source; here it is known.",
                "The source's steps are normalised (sign, spectral); on this function those need no warm-up, since no step is longer than its rate. What a warm-up cures here is plain descent's step, which grows with the gradient.",
                "Of the code's criteria for the automatic constants the default is implemented; with a small number of directions κ it puts the peak at the very start, and it is meant for thousands.",
            ],
        };
    }

    // What was found for the study's own problem; another may need no warm-up, or leave the gap's none.
    static Claim[] Plain(StudyContext context, double without, double byGap)
    {
        const string Without = "Plain descent: final loss without a warm-up over that with the best linear one, each with its best peak";
        const string ByGap = "Plain descent: final loss of the gap's warm-up over that of the best linear one";
        const string Source = "this project";
        return context.IsPublished(steps, gap, noise, peakGap, divisor)
            ? [Claim.AtLeast(Without, Source, without, 2), Claim.AtMost(ByGap, Source, byGap, 1.1)]
            : [Claim.Show(Without, Source, without, 1), Claim.Show(ByGap, Source, byGap, 1)];
    }

    static Figure Sweep(double[] lengths, Tuned[] plain, Tuned[] normalised)
    {
        // Places by rank: what matters happens in the first percent.
        double[] at = [.. Enumerable.Range(0, lengths.Length).Select(i => (double)i)];
        double[] edges = [-0.4, lengths.Length - 0.6];
        return new Figure("Warm-ups of every length, and a rate that follows the gap")
        {
            X = new Axis("length of the linear warm-up (% of the run)") { Lower = edges[0], Upper = edges[1], Ticks = [.. lengths.Select((length, i) => new Tick(i, Digits.Significant(100 * length)))] },
            Width = 700,
            Legend = LegendPlace.Below,
            Panels = [Of("final loss, plain descent", plain), Of("final loss, normalised", normalised)],
        };

        Panel Of(string label, Tuned[] found) => new(new Axis(label) { Scale = AxisScale.Logarithmic })
        {
            Height = 190,
            Marks =
            [
                new Points(at, [.. found[..at.Length].Select(one => one.Loss)]) { Name = "linear warm-up, linear decay", Ink = Ink.Black, Size = 6 },
                new Whiskers(at, [.. found[..at.Length].Select(one => one.Loss * Math.Exp(-2 * one.Error))], [.. found[..at.Length].Select(one => one.Loss * Math.Exp(2 * one.Error))]) { Ink = Ink.Black },
                new Line(edges, [found[^2].Loss, found[^2].Loss]) { Name = "gap's warm-up, linear decay", Ink = Ink.Vermilion, Dash = Dash.Solid },
                new Line(edges, [found[^1].Loss, found[^1].Loss]) { Name = "cΔ/(K₀ + K₁Δ + K₂Δ²) throughout", Ink = Ink.Blue, Dash = Dash.Dashed },
            ],
        };
    }

    static Figure Courses(SteepBowl bowl, Arm[] arms, Tuned[] plain, Tuned[] normalised, double least)
    {
        var best = Enumerable.Range(0, arms.Length - 2).MinBy(i => plain[i].Loss);
        return new Figure("Rates that follow the gap")
        {
            X = new Axis("step t"),
            Width = 700,
            Legend = LegendPlace.Below,
            Panels =
            [
                new Panel(new Axis("rate, plain descent") { Lower = 0 }) { Height = 150, Marks = [Course(best, plain, false, $"best linear warm-up ({arms[best].Name})", Ink.Black), Course(arms.Length - 2, plain, false, $"gap's warm-up to Δ* = {Digits.Significant(least)}", Ink.Vermilion)] },
                new Panel(new Axis("rate, normalised") { Lower = 0 }) { Height = 150, Marks = [Course(arms.Length - 1, normalised, true, "cΔ/(K₀ + K₁Δ + K₂Δ²)", Ink.Blue)] },
            ],
        };

        Line Course(int arm, Tuned[] found, bool isNormalised, string name, Ink ink)
        {
            var rates = new List<double>();
            bowl.Run(0, arms[arm].Rate(found[arm].Peak), isNormalised, rates.Add);
            return new Line([.. rates]) { Name = name, Ink = ink, Dash = Dash.Solid };
        }
    }
}
