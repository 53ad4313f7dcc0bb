using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>What becomes of a claim.</summary>
public enum Verdict
{
    /// <summary>Measured within the tolerance.</summary>
    Passed,

    /// <summary>Measured outside it.</summary>
    Failed,

    /// <summary>
    /// Measured and set beside the theory without a judgement, as a slope at sizes where the theory's limit is not yet reached.
    /// </summary>
    Shown,
}

/// <summary>One thing that a theory, a paper or an identity says, and what was measured.</summary>
/// <param name="Statement">A sentence with its symbols, without a full stop.</param>
/// <param name="Source">Paper and section, or "identity".</param>
/// <param name="Measured">The number measured; NaN where the claim is not about one.</param>
/// <param name="Expected">What it is compared with, with the tolerance: "−0.5 ± 0.01", "≤ 1e-6".</param>
/// <param name="Verdict">Whether it held.</param>
public sealed record Claim(string Statement, string Source, double Measured, string Expected, Verdict Verdict)
{
    /// <summary>The verdict as tables show it.</summary>
    public string Word => Verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "FAILED",
        _ => "shown",
    };

    /// <summary>|measured − expected| ≤ tolerance.</summary>
    public static Claim Close(string statement, string source, double measured, double expected, double tolerance) => new(
        statement, source, measured, $"{Digits.Significant(expected, 7)} ± {Digits.Significant(tolerance)}", Of(Math.Abs(measured - expected) <= tolerance));

    /// <summary>|measured/expected − 1| ≤ tolerance.</summary>
    public static Claim Near(string statement, string source, double measured, double expected, double tolerance) => new(
        statement, source, measured, $"{Digits.Significant(expected, 7)} ± {Digits.Percent(tolerance)}",
        Of(Math.Abs(measured - expected) <= tolerance * Math.Abs(expected)));

    /// <summary>measured ≤ bound.</summary>
    public static Claim AtMost(string statement, string source, double measured, double bound) => new(
        statement, source, measured, $"≤ {Digits.Significant(bound)}", Of(measured <= bound));

    /// <summary>measured ≥ bound.</summary>
    public static Claim AtLeast(string statement, string source, double measured, double bound) => new(
        statement, source, measured, $"≥ {Digits.Significant(bound)}", Of(measured >= bound));

    /// <summary>A number beside what the theory's limit would be; no verdict.</summary>
    public static Claim Show(string statement, string source, double measured, double limit) => new(
        statement, source, measured, $"limit {Digits.Significant(limit)}", Verdict.Shown);

    static Verdict Of(bool holds) => holds ? Verdict.Passed : Verdict.Failed;
}
