namespace Anneal.Laws;

/// <summary>Parameters that several laws have, with the same meaning, bounds and scale.</summary>
static class CommonParameters
{
    public static LawParameter L0 { get; } = new("L0", "the loss in the limit, in the log’s unit", 0, 20, ParameterScale.Linear) { IsLinear = true };

    public static LawParameter A { get; } = new("A", "scale of the progress term", 1e-8, 1e8, ParameterScale.Log) { IsLinear = true };

    public static LawParameter Alpha { get; } = new("alpha", "exponent of the progress term", 0.01, 3, ParameterScale.Log);

    public static LawParameter B { get; } =
        new("B", "loss reduction per unit of rate, in the limit", 1e-8, 1e10, ParameterScale.Log) { IsLinear = true };

    public static LawParameter C { get; } = new("C", "speed of the response", 1e-12, 1e12, ParameterScale.Log);

    public static LawParameter Beta { get; } = new("beta", "exponent of the response", 0.01, 20, ParameterScale.Log);

    public static LawParameter Gamma { get; } =
        new("gamma", "how much faster the response is at lower rates", -0.5, 2, ParameterScale.Linear);

    // At 0 the response is complete at once, and its slope is not defined.
    public static LawParameter Lambda { get; } =
        new("lambda", "what is left of the response per step", 1e-6, 0.9999999, ParameterScale.LogComplement);

    public static LawParameter P { get; } = new("p", "exponent of the clock", 0.1, 2, ParameterScale.Linear);

    public static LawParameter Q { get; } = new("q", "exponent of the rate on which annealing acts", 0.1, 2, ParameterScale.Linear);
}
