using Anneal.Numerics;
using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>How an optimal schedule falls: as (1 − t/T)^δ in steps, as r^(1 − 1/(2b)) in the intrinsic time r that is left.</summary>
static class DecayExponents
{
    /// <summary>R² of η^(1/δ) against t after the first tenth.</summary>
    public static double Linearity(RandomFeatureOptimum optimum, double δ)
    {
        var first = optimum.Steps / 10;
        var count = optimum.Steps - first;
        var meanX = (first + optimum.Steps - 1) / 2.0;
        var meanY = optimum.Rates.Skip(first).Sum(rate => Math.Pow(rate, 1 / δ)) / count;
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var t = first; t < optimum.Steps; t++)
        {
            var (dx, dy) = (t - meanX, Math.Pow(optimum.Rates[t], 1 / δ) - meanY);
            (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
        }

        return xy * xy / (xx * yy);
    }

    /// <summary>The δ for which η^(1/δ) is the most linear.</summary>
    public static double BestPower(RandomFeatureOptimum optimum) => RateSearch.Best(δ => 1 - Linearity(optimum, δ), .3, 10).Rate;

    /// <summary>The power of η in r over the last fall.</summary>
    public static PowerFit TailExponent(RandomFeatureOptimum optimum)
    {
        var (left, rates) = Tail(optimum);
        return PowerFit.Of(left, rates);
    }

    /// <summary>Both phases' last falls over r, with the powers of theory.</summary>
    public static StudyFigure Figure(PhaseOptima easy, PhaseOptima hard)
    {
        var marks = new List<Mark>();
        foreach (var (of, ink) in new[] { (easy, Ink.Blue), (hard, Ink.Vermilion) })
        {
            var (left, rates) = Tail(of.Optima[^1]);
            var (power, middle) = (1 - (1 / (2 * of.Phase.B)), (int)(left.Length * .9));
            var thinned = Enumerable.Range(0, 15).Select(i => Array.FindIndex(left, r => r >= left[0] * Math.Pow(left[^1] / left[0], i / 14.0))).Where(i => i >= 0).Distinct().ToArray();
            marks.Add(new Line(left, [.. left.Select(r => rates[middle] * Math.Pow(r / left[middle], power))])
            { Name = $"r^(1−1/(2b)), b = {Digits.Significant(of.Phase.B)}", Ink = ink, Dash = Dash.Dashed });
            marks.Add(new Points([.. thinned.Select(i => left[i])], [.. thinned.Select(i => rates[i])]) { Name = $"{of.Phase.Name}: optimum", Ink = ink });
        }

        return new("decay-shape", new Figure("The last fall of the optimal rate is a power of the intrinsic time left")
        {
            Subtitle = $"T = {Digits.Count(easy.Optima[^1].Steps)}; fitted exponents {Fitted(easy)} and {Fitted(hard)}",
            X = new Axis("intrinsic time left r = Σ η (rate × steps)") { Scale = AxisScale.Logarithmic },
            Panels = [new Panel(new Axis("rate η*") { Scale = AxisScale.Logarithmic }) { Marks = marks }],
        }, "Points: the computed optimum. Dashed: the power that follows from a memory K(r) ∝ r^−(2−1/b) of the noise, through the far end of the fall. "
           + "In steps it is the fall (1 − t/T)^(2b−1).");

        static string Fitted(PhaseOptima of) => $"{Digits.Fixed(TailExponent(of.Optima[^1]).Exponent, 3)} (theory {Digits.Fixed(1 - (1 / (2 * of.Phase.B)), 3)})";
    }

    // From r = 3 to the beginning of the last fall, or to three tenths of all intrinsic time.
    static (double[] Left, double[] Rates) Tail(RandomFeatureOptimum optimum)
    {
        var (left, rates, sum, peak, total) = (new List<double>(), new List<double>(), 0.0, optimum.Rates.Max(), optimum.Rates.Sum());
        for (var t = optimum.Steps - 1; t >= 0; t--)
        {
            var (rate, r) = (optimum.Rates[t], sum + (optimum.Rates[t] / 2));
            sum += rate;
            if (r > .3 * total || rate > .95 * peak) break;
            if (r < 3) continue;
            left.Add(r);
            rates.Add(rate);
        }

        return ([.. left], [.. rates]);
    }
}
