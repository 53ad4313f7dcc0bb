namespace Anneal.Control;

/// <summary>
/// The final loss of a staircase under a multi-power law, literal or path-consistent, from one term a drop:
/// S = Σ l_j^p n_j, R_j = Σ_{i ≥ j} l_i^p n_i.
/// </summary>
sealed class MultiPowerStairs(
    MultiPowerShape law, bool pathConsistent, int steps, double cap, double prior, (double Before, double After, double Clock)[] earlier)
{
    /// <summary>The loss, as <see cref="StairLoss"/>.</summary>
    public double Loss(ReadOnlySpan<double> levels, ReadOnlySpan<double> ends, Span<double> byLog, Span<double> byEnd)
    {
        var drops = levels.Length;
        Span<double> clocks = stackalloc double[drops + 1], byClock = stackalloc double[drops];
        clocks[drops] = 0;
        for (var j = drops - 1; j >= 0; j--) clocks[j] = clocks[j + 1] + ((ends[j] - ends[j + 1]) * Math.Pow(levels[j], law.P));
        var total = clocks[0] + ((steps - ends[0]) * Math.Pow(cap, law.P));
        var loss = law.L0 + (law.A * Math.Pow(prior + total, -law.Alpha));
        var above = -law.Alpha * law.A * Math.Pow(prior + total, -law.Alpha - 1);
        foreach (var change in earlier)
        {
            var drop = Drop(change.Before, change.After, change.Clock + total);
            loss -= law.B * drop.Value;
            above -= law.B * drop.ByClock;
        }

        byLog.Clear();
        for (var j = 0; j < drops; j++)
        {
            var drop = Drop(j > 0 ? levels[j - 1] : cap, levels[j], clocks[j]);
            loss -= law.B * drop.Value;
            if (j > 0) byLog[j - 1] -= law.B * drop.ByBefore * levels[j - 1];
            byLog[j] -= law.B * drop.ByAfter * levels[j];
            byClock[j] = -law.B * drop.ByClock;
        }

        // `above` is what a unit of clock in stage j is worth to everything before its end.
        for (var j = 0; j < drops; j++)
        {
            var power = Math.Pow(levels[j], law.P);
            byEnd[j] = -above * Math.Pow(j > 0 ? levels[j - 1] : cap, law.P);
            above += byClock[j];
            byEnd[j] += above * power;
            byLog[j] += above * (ends[j] - ends[j + 1]) * law.P * power;
        }

        return loss;
    }

    (double Value, double ByBefore, double ByAfter, double ByClock) Drop(double before, double after, double clock)
    {
        var shape = law;
        if (pathConsistent)
        {
            return (
                MultiPowerShape.Integrate(y => shape.Worth(y, clock), before, after),
                shape.Worth(before, clock),
                -shape.Worth(after, clock),
                MultiPowerShape.Integrate(y => shape.Growth(y, clock), before, after));
        }

        var fall = Math.Pow(before, law.Q) - Math.Pow(after, law.Q);
        var c = law.C * Math.Pow(after, -law.Gamma);
        var rest = Math.Pow(1 + (c * clock), -law.Beta);
        var steep = law.Beta * c * rest / (1 + (c * clock));
        return (
            fall * (1 - rest),
            law.Q * Math.Pow(before, law.Q - 1) * (1 - rest),
            (-law.Q * Math.Pow(after, law.Q - 1) * (1 - rest)) - (fall * steep * clock * law.Gamma / after),
            fall * steep);
    }
}
