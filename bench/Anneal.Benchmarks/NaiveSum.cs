using Anneal.Schedules;

namespace Anneal.Benchmarks;

/// <summary>The multi-power law as one would write it down: for each step a loop over all changes before it, with <see cref="Math.Pow"/>.</summary>
static class NaiveSum
{
    /// <summary>L and ∂L/∂θ at one step, the warm-up's rises included.</summary>
    public static double Loss(ReadOnlySpan<double> theta, RatePath path, int step, Span<double> gradient)
    {
        var rates = path.Rates;
        var sums = path.Sums;
        var (l0, a, alpha, b, speed, beta, gamma) = (theta[0], theta[1], theta[2], theta[3], theta[4], theta[5], theta[6]);
        var (reduction, bySpeed, byBeta, byGamma) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 1; k <= step; k++)
        {
            var drop = rates[k - 1] - rates[k];
            if (drop == 0) continue;
            var x = speed * Math.Pow(rates[k], -gamma) * (sums[step] - sums[k - 1]);
            var rest = Math.Pow(1 + x, -beta);
            var slope = beta * rest * x / (1 + x);
            reduction += drop * (1 - rest);
            bySpeed += drop * slope / speed;
            byBeta += drop * rest * Math.Log(1 + x);
            byGamma -= drop * slope * Math.Log(rates[k]);
        }

        var progress = Math.Pow(sums[step], -alpha);
        (gradient[0], gradient[1], gradient[2]) = (1, progress, -a * progress * Math.Log(sums[step]));
        (gradient[3], gradient[4], gradient[5], gradient[6]) = (-reduction, -b * bySpeed, -b * byBeta, -b * byGamma);
        return l0 + (a * progress) - (b * reduction);
    }
}
