namespace Anneal.Laws;

/// <summary>What a law is called, what it says and who said it.</summary>
/// <param name="Name">The name on the command line, in kebab case.</param>
/// <param name="Title">The name in prose.</param>
/// <param name="Formula">L(t) in Unicode, in the symbols of the parameters.</param>
/// <param name="Source">Paper and equation.</param>
public sealed record LawCard(string Name, string Title, string Formula, string Source)
{
    /// <summary>Where the law does not hold, as a sentence; null if it makes no such exception.</summary>
    public string? Caution { get; init; }

    /// <summary>Whether the law says anything sensible after a rise of the rate that is not warm-up.</summary>
    public bool HoldsForRisingRates { get; init; } = true;
}

/// <summary>One parameter of a law.</summary>
/// <param name="Name">The name in files and on the command line: L0, A, alpha, B, C, beta, gamma, p, q, …</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Lower">The smallest admissible value.</param>
/// <param name="Upper">The largest admissible value.</param>
/// <param name="Scale">The scale on which it is searched and its priors are stated.</param>
public sealed record LawParameter(string Name, string Meaning, double Lower, double Upper, ParameterScale Scale)
{
    /// <summary>Whether L is linear in it, the others held.</summary>
    public bool IsLinear { get; init; }

    /// <summary>The value on the parameter's scale.</summary>
    public double ToScale(double value) => Scale switch
    {
        ParameterScale.Log => Math.Log(value),
        ParameterScale.LogComplement => Math.Log(1 - value),
        _ => value,
    };

    /// <summary>The value at a place on the parameter's scale.</summary>
    public double FromScale(double place) => Scale switch
    {
        ParameterScale.Log => Math.Exp(place),
        ParameterScale.LogComplement => 1 - Math.Exp(place),
        _ => place,
    };

    /// <summary>∂value/∂place at a value.</summary>
    public double ScaleSlope(double value) => Scale switch
    {
        ParameterScale.Log => value,
        ParameterScale.LogComplement => value - 1,
        _ => 1,
    };
}

/// <summary>The scale on which a parameter moves.</summary>
public enum ParameterScale
{
    /// <summary>x itself.</summary>
    Linear,

    /// <summary>ln x, for positive x.</summary>
    Log,

    /// <summary>ln(1 − x), for x just below 1.</summary>
    LogComplement,
}

/// <summary>Whether the rises of the warm-up enter the loss-reduction sum.</summary>
public enum WarmupResponse
{
    /// <summary>Only rate changes after the warm-up count (the paper of the multi-power law).</summary>
    Excluded,

    /// <summary>Every rate change from the first step on counts, the warm-up's rises negatively (its published code).</summary>
    Included,
}
