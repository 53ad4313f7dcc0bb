namespace Anneal.Theory;

/// <summary>The shape of a schedule on the scale of its horizon, seen from its end: f(u) at u = 1 − z/N, f(1) = 1.</summary>
/// <param name="Name">In a word or two.</param>
/// <param name="Tail">γ: f ~ u^γ near the end; 0 where it ends above 0.</param>
/// <param name="Rate">f(u), 0 ≤ u ≤ 1.</param>
/// <param name="Integral">∫₀^u f, without cancellation near 0.</param>
public sealed record DecayProfile(string Name, double Tail, Func<double, double> Rate, Func<double, double> Integral)
{
    /// <summary>Where f has a kink, 0 &lt; u &lt; 1; 1 for nowhere.</summary>
    public double Kink { get; init; } = 1;

    /// <summary>f = 1.</summary>
    public static DecayProfile Constant { get; } = new("constant", 0, _ => 1, u => u);

    /// <summary>f = u.</summary>
    public static DecayProfile Linear { get; } = new("linear", 1, u => u, u => u * u / 2);

    /// <summary>f = (1 − cos πu)/2, which ends like π²u²/4.</summary>
    public static DecayProfile Cosine { get; } = new(
        "cosine", 2, u => Math.Sin(Math.PI * u / 2) is var half ? half * half : 0,
        u => u < 1e-3
            ? Math.PI * Math.PI * u * u * u / 12 * (1 - (Math.PI * Math.PI * u * u / 20))
            : (u - (Math.Sin(Math.PI * u) / Math.PI)) / 2);

    /// <summary>f = u^γ.</summary>
    /// <param name="exponent">γ &gt; 0.</param>
    public static DecayProfile Power(double exponent)
    {
        Require.PositiveRate(exponent);
        return new(
            FormattableString.Invariant($"power {exponent:0.##}"), exponent, u => Math.Pow(u, exponent), u => Math.Pow(u, exponent + 1) / (exponent + 1));
    }

    /// <summary>f = 1, then an exponential decay to a ratio over the last share; a share of 1 decays throughout.</summary>
    /// <param name="share">0 &lt; share ≤ 1: the decay's part of the horizon.</param>
    /// <param name="end">0 &lt; end &lt; 1: the last rate over the first.</param>
    public static DecayProfile Exponential(double share, double end)
    {
        if (share != 1) Require.Level(share);
        Require.Level(end);
        var speed = -Math.Log(end) / share;
        double Area(double u) => (Math.Exp(speed * (u - share)) - end) / speed;
        return new(
            share == 1 ? "exponential" : "stable, then exponential", 0,
            u => u >= share ? 1 : Math.Exp(speed * (u - share)),
            u => u >= share ? Area(share) + u - share : speed * u < 1e-6 ? end * u * (1 + (speed * u / 2)) : Area(u))
        { Kink = share };
    }
}
