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
public sealed record LawParameter(string Name, string Meaning, double Lower, double Upper, ParameterScale Scale);

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
