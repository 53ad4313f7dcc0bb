using Anneal.Numerics;

namespace Anneal.Theory;

/// <summary>A form that the decay of a schedule may have, from 1 at x = 0 downwards, with at most one number to fit.</summary>
/// <param name="Name">As tables call it.</param>
/// <param name="Low">The least value of its number; equal to <paramref name="High"/> where there is nothing to fit.</param>
/// <param name="High">The largest.</param>
/// <param name="Value">f(x; number) for x in [0, 1].</param>
public sealed record DecayForm(string Name, double Low, double High, Func<double, double, double> Value)
{
    /// <summary>(1 − x)^q.</summary>
    public static DecayForm Power { get; } = new("(1 − x)^q", .2, 8, (x, q) => Math.Pow(1 - x, q));

    /// <summary>(1 − x)^1.5, WSDSC.</summary>
    public static DecayForm SqrtCube { get; } = new("(1 − x)^1.5", 1.5, 1.5, (x, q) => Math.Pow(1 - x, q));

    /// <summary>1 − x^q.</summary>
    public static DecayForm OneMinusPower { get; } = new("1 − x^q", .1, 8, (x, q) => 1 - Math.Pow(x, q));

    /// <summary>1 − √x.</summary>
    public static DecayForm OneMinusSqrt { get; } = new("1 − √x", .5, .5, (x, q) => 1 - Math.Pow(x, q));

    /// <summary>e^(−qx).</summary>
    public static DecayForm Exponential { get; } = new("e^(−qx)", .1, 50, (x, q) => Math.Exp(-q * x));

    /// <summary>(1 + cos πx)/2.</summary>
    public static DecayForm Cosine { get; } = new("(1 + cos πx)/2", 1, 1, (x, _) => (1 + Math.Cos(Math.PI * x)) / 2);

    /// <summary>1 − x.</summary>
    public static DecayForm Line { get; } = new("1 − x", 1, 1, (x, q) => 1 - (q * x));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DecayForm> All { get; } = [Power, SqrtCube, OneMinusPower, OneMinusSqrt, Exponential, Cosine, Line];

    /// <summary>The number of least squares.</summary>
    /// <param name="decay">The decay at x = (i + ½)/n, as shares of where it begins.</param>
    /// <returns>The number, and the root of the mean square of what is left.</returns>
    public (double Number, double Residual) Fit(ReadOnlySpan<double> decay)
    {
        Require.Positive(decay.Length, "places");
        var values = decay.ToArray();
        var number = Low == High ? Low : RateSearch.Best(Squares, Low, High, 33, 1e-8).Rate;
        return (number, Math.Sqrt(Squares(number) / values.Length));

        double Squares(double q)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                var rest = Value((i + .5) / values.Length, q) - values[i];
                sum += rest * rest;
            }

            return sum;
        }
    }

    /// <summary>
    /// The exponent of the decay that is best under the path-consistent multi-power law, in the limit of long runs:
    /// (1 + β)/(1 + γβ − β); 2b − 1 of the random-feature model where γ = 0 and β = 1 − 1/b.
    /// </summary>
    /// <param name="beta">β ≥ 0 of the law.</param>
    /// <param name="gamma">γ of the law; 1 + γβ − β must be above 0.</param>
    public static double LimitExponent(double beta, double gamma)
    {
        var below = 1 + (gamma * beta) - beta;
        return below > 0 ? (1 + beta) / below : throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "1 + γβ − β must be above 0.");
    }
}
