using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.MultiPowerTheory;

/// <summary>The momentum law's best schedule is the peak and then nothing: in closed form, by its optimality conditions, and found blindly.</summary>
static class MomentumLaw
{
    const string Paper = "Luo et al. 2025, theorem 2";
    const double Peak = 3e-4;

    // A, α, B = C/(1 − λ), λ, the steps and the warm-up's sum: a run of the published size, and one small enough for a blind search.
    static readonly Case published = new((.525, .508, 380, .999), 20_000, .324), small = new((1, .5, 2000, .98), 400, 1e-3);

    public static StudyPart Run(StudyContext context)
    {
        var (best, law) = (published.Best, published.Law);
        var every = context.Do(.05, () => Enumerable.Range(1, published.Steps).Select(n => best.Derivative(law, Peak, published.Prior, n)).ToArray());
        var losses = Enumerable.Range(1, published.Steps - 1).Select(n => MomentumLawOptimum.LossOf(law, published.Steps, Peak, published.Prior, n)).ToArray();
        var stationary = Math.Log(law.Alpha * law.A * Math.Pow(published.Prior + ((published.Steps - best.ZeroSteps) * Peak), -law.Alpha - 1) / (law.B * -Math.Log(law.Lambda)))
            / Math.Log(law.Lambda);
        var (blind, found) = context.Do(.1, () => Blind(small));
        return new(
            $"The momentum law's optimum is no decay but one drop to zero: {Digits.Count(best.ZeroSteps)} of {Digits.Count(published.Steps)} steps without rate.",
            [
                Claim.Close("Step of the drop, T = 20,000, λ = .999", "an independent program", published.Steps - best.ZeroSteps + 1, 17_091, 0),
                Claim.Close("Steps without rate by αA (W + S)^−(α+1) = B λ^n (−ln λ)", "an independent program", stationary, 2910.36, .01),
                Claim.Close("No other number of steps without rate is better: the best of all", Paper, Array.IndexOf(losses, losses.Min()) + 1, best.ZeroSteps, 0),
                Claim.Close("Optimality: ∂L/∂Δ is least at the drop, at n =", Paper, Array.IndexOf(every, every.Min()) + 1, best.ZeroSteps, 0),
                Claim.AtMost("There it is negative, so that the whole rate is spent: ∂L/∂Δ", Paper, every.Min(), 0),
                Claim.AtMost("Sharing the drop with the step before or after gains: largest", Paper, Mixing(), 1e-15),
                Claim.AtMost("Small case, drops found blindly from a straight line: loss above the closed form", Paper, (blind - small.Best.Loss) / Math.Abs(small.Best.Loss), 1e-5),
                Claim.AtLeast("… and not below it", Paper, (blind - small.Best.Loss) / Math.Abs(small.Best.Loss), -1e-12),
                Claim.AtLeast("… with this share of the rate dropped within two steps of the closed form's", Paper,
                    Enumerable.Range(-2, 5).Sum(i => found[small.Steps - small.Best.ZeroSteps + i]), .98),
            ],
            [Conditions(every, losses, best)]);
    }

    // What the best mixture of two neighbouring drops gains over the one drop.
    static double Mixing()
    {
        var (law, best) = (published.Law, published.Best);
        return Enumerable.Range(1, 99).SelectMany(i => new[] { -1, 1 }.Select(side =>
        {
            var (share, other) = (i / 100.0, best.ZeroSteps + side);
            var steps = published.Steps - ((share * other) + ((1 - share) * best.ZeroSteps));
            var annealed = (share * Math.Pow(law.Lambda, other)) + ((1 - share) * Math.Pow(law.Lambda, best.ZeroSteps));
            return best.Loss - ((law.A * Math.Pow(published.Prior + (steps * Peak), -law.Alpha)) - (law.B * Peak * (1 - annealed)));
        })).Max();
    }

    // Multiplicative updates of the shares dropped at each step, from a straight line: convex, so that they end at the optimum.
    static (double Loss, double[] Shares) Blind(Case each)
    {
        var (law, steps, prior) = each;
        var shares = new double[steps + 1];
        Array.Fill(shares, 1.0 / (steps + 1));
        var best = double.PositiveInfinity;
        for (var i = 0; i < 6000; i++)
        {
            // The last share is the rate never dropped; what is dropped at k is gone from k to the end.
            var (clock, annealed) = (prior + (steps * Peak), 0.0);
            for (var k = 0; k < steps; k++)
            {
                clock -= shares[k] * Peak * (steps - k);
                annealed += shares[k] * (1 - Math.Pow(law.Lambda, steps - k));
            }

            best = Math.Min(best, (law.A * Math.Pow(clock, -law.Alpha)) - (law.B * Peak * annealed));
            var (slope, sum, least) = (law.Alpha * law.A * Math.Pow(clock, -law.Alpha - 1), 0.0, 0.0);
            for (var k = 0; k < steps; k++) least = Math.Min(least, Derivative(k));
            for (var k = 0; k <= steps; k++) sum += shares[k] *= Math.Exp(-20 * (Derivative(k) - least) / law.B);
            for (var k = 0; k <= steps; k++) shares[k] /= sum;

            double Derivative(int k) => (slope * (steps - k)) - (law.B * (1 - Math.Pow(law.Lambda, steps - k)));
        }

        return (best, shares);
    }

    static StudyFigure Conditions(double[] every, double[] losses, MomentumLawOptimum best)
    {
        var n = Enumerable.Range(1, losses.Length).Select(i => (double)i).ToArray();
        var shown = Enumerable.Range(0, 400).Select(i => (int)Math.Round(Math.Pow(losses.Length, i / 399.0)) - 1).Distinct().ToArray();
        return new(
            "momentum-law",
            new Figure("Under the momentum law one drop to zero is best")
            {
                Subtitle = $"T = {Digits.Count(published.Steps)}, λ = {published.Law.Lambda}, η₀ = 3e-4; ∂L/∂Δ at the optimum is least where the drop is",
                X = new("steps n from the drop to the end") { Scale = AxisScale.Logarithmic },
                Panels =
                [
                    new(new("loss L − L₀") { Upper = .3 })
                    {
                        Marks =
                        [
                            new Line([.. shown.Select(i => n[i])], [.. shown.Select(i => losses[i])]) { Name = "peak, then n steps of 0", Ink = Ink.Blue, Dash = Dash.Solid },
                            new Points([best.ZeroSteps], [best.Loss]) { Name = "closed form", Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 7 },
                        ],
                        Height = 170,
                    },
                    new(new("∂L/∂Δ at the optimum"))
                    {
                        Marks =
                        [
                            new Line([.. shown.Select(i => n[i])], [.. shown.Select(i => every[i])]) { Ink = Ink.Blue, Dash = Dash.Solid },
                            new Points([best.ZeroSteps], [every[best.ZeroSteps - 1]]) { Name = "closed form", Ink = Ink.Vermilion, Marker = Marker.Circle, Size = 7 },
                            new Rule(Direction.Horizontal, 0),
                        ],
                        Height = 170,
                    },
                ],
                Legend = LegendPlace.Below,
            },
            "Every smaller or larger n costs, and so does moving any part of the drop: the law says how long to rest, and cannot say how to decay.");
    }

    sealed record Case((double A, double Alpha, double B, double Lambda) Law, int Steps, double Prior)
    {
        public MomentumLawOptimum Best { get; } = MomentumLawOptimum.Of(Law, Steps, Peak, Prior);
    }
}
