namespace Anneal.Theory;

/// <summary>How much each iterate counts in a schedule-free average: w_k = (k + 1)^r γ_k^p, with γ_k the rate or the highest so far.</summary>
/// <param name="RatePower">p, at least 0.</param>
public readonly record struct AveragingRule(double RatePower)
{
    /// <summary>r, at least 0.</summary>
    public double StepPower { get; init; }

    /// <summary>Whether γ_k is the highest rate so far, so that a decaying schedule does not lower the weights.</summary>
    public bool OfHighestRate { get; init; }

    /// <summary>All alike, c = 1/t: the average of the first theory.</summary>
    public static AveragingRule Uniform => new(0);

    /// <summary>w = γ, which gives <see cref="ScheduleFreeBound"/> for any schedule ("schedulet", Pun, Buchholz, Gower 2025, arXiv:2511.07767).</summary>
    public static AveragingRule ByRate => new(1);

    /// <summary>w = γ².</summary>
    public static AveragingRule BySquaredRate => new(2);

    /// <summary>The published code's default: the square of the highest rate so far.</summary>
    public static AveragingRule Published => new(2) { OfHighestRate = true };

    /// <summary>The weights of a schedule written out.</summary>
    /// <param name="rates">γ_k ≥ 0.</param>
    /// <returns>w_k, a place per rate.</returns>
    public double[] Weights(ReadOnlySpan<double> rates)
    {
        var weights = new double[rates.Length];
        var highest = 0.0;
        for (var k = 0; k < rates.Length; k++)
        {
            highest = Math.Max(highest, rates[k]);
            weights[k] = Math.Pow(k + 1, StepPower) * Math.Pow(OfHighestRate ? highest : rates[k], RatePower);
        }

        return weights;
    }
}
