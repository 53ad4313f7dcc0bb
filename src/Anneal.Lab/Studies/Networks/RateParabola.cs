namespace Anneal.Lab.Studies.Networks;

/// <summary>The best of a grid of rates, between its places: the minimum of the parabola in ln η through the least loss and its neighbours.</summary>
/// <param name="Rate">η*; a place of the grid where the parabola says nothing.</param>
/// <param name="Loss">The parabola's loss there.</param>
/// <param name="IsInside">Whether the least loss of the grid has a finite neighbour on either side.</param>
readonly record struct RateParabola(double Rate, double Loss, bool IsInside)
{
    /// <summary>Finds it.</summary>
    /// <param name="rates">η, ascending.</param>
    /// <param name="losses">L at each; infinite where training diverged.</param>
    public static RateParabola Of(ReadOnlySpan<double> rates, ReadOnlySpan<double> losses)
    {
        var least = Least(losses);
        if (least == 0 || least == rates.Length - 1 || !double.IsFinite(losses[least - 1]) || !double.IsFinite(losses[least + 1])) return new(rates[least], losses[least], false);
        var (left, right) = (Math.Log(rates[least - 1] / rates[least]), Math.Log(rates[least + 1] / rates[least]));
        var (up, down) = ((losses[least + 1] - losses[least]) / right, (losses[least - 1] - losses[least]) / left);
        var curvature = (up - down) / (right - left);
        var slope = up - (curvature * right);
        // The least of three alike losses: no curvature, no slope.
        var step = curvature > 0 ? -slope / (2 * curvature) : 0;
        return new(rates[least] * Math.Exp(step), losses[least] + (step * (slope + (curvature * step))), true);
    }

    /// <summary>The loss at a rate, on the parabola through the three nearest places of the grid.</summary>
    public static double At(ReadOnlySpan<double> rates, ReadOnlySpan<double> losses, double rate)
    {
        var first = 0;
        while (first + 3 < rates.Length && rate * rate > rates[first + 1] * rates[first + 2]) first++;
        var (sum, x) = (0.0, Math.Log(rate));
        for (var i = first; i < Math.Min(rates.Length, first + 3); i++)
        {
            var weight = 1.0;
            for (var j = first; j < Math.Min(rates.Length, first + 3); j++)
            {
                if (j != i) weight *= (x - Math.Log(rates[j])) / Math.Log(rates[i] / rates[j]);
            }

            // A place of the grid that is hit takes nothing from the others, which may be infinite.
            if (weight != 0) sum += weight * losses[i];
        }

        return sum;
    }

    static int Least(ReadOnlySpan<double> losses)
    {
        var least = 0;
        for (var i = 1; i < losses.Length; i++)
        {
            if (losses[i] < losses[least]) least = i;
        }

        return least;
    }
}
