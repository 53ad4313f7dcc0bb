namespace Anneal.Laws;

/// <summary>The parameters of the common annealing form.</summary>
enum AnnealingSlot { L0, A, Alpha, B, C, Beta, Gamma, P, Q, Lambda, Source, SourceConstant }

/// <summary>
/// The values in L = L₀ + A (W + S)^−α − B Σ w (1 − (1 + C y^−γ R)^−β); λ = e^−C for kernels that forget by the step.
/// </summary>
public readonly record struct AnnealingTerms
{
    /// <summary>The limit of the loss.</summary>
    public double L0 { get; init; }

    /// <summary>Scale of the progress term.</summary>
    public double A { get; init; }

    /// <summary>Exponent of the progress term.</summary>
    public double Alpha { get; init; }

    /// <summary>Loss reduction per unit of η^q, in the limit.</summary>
    public double B { get; init; }

    /// <summary>Speed of the response.</summary>
    public double C { get; init; }

    /// <summary>Exponent of the response.</summary>
    public double Beta { get; init; }

    /// <summary>How much faster the response is at lower rates.</summary>
    public double Gamma { get; init; }

    /// <summary>The clock's exponent.</summary>
    public double P { get; init; }

    /// <summary>The exponent of the rate on which annealing acts.</summary>
    public double Q { get; init; }

    /// <summary>Weight of a change that does not depend on when it comes (functional scaling law).</summary>
    public double SourceConstant { get; init; }

    internal static AnnealingTerms Default => new() { Gamma = 0, Beta = 1, P = 1, Q = 1, B = 0, C = 1 };

    internal static AnnealingSlot Slot(string name) => name switch
    {
        "L0" => AnnealingSlot.L0,
        "A" or "c1" => AnnealingSlot.A,
        "alpha" => AnnealingSlot.Alpha,
        "s" => AnnealingSlot.Source,
        "B" or "c2" => AnnealingSlot.B,
        "C" or "c4" => AnnealingSlot.C,
        "c3" => AnnealingSlot.SourceConstant,
        "beta" => AnnealingSlot.Beta,
        "gamma" => AnnealingSlot.Gamma,
        "p" => AnnealingSlot.P,
        "q" => AnnealingSlot.Q,
        "lambda" => AnnealingSlot.Lambda,
        _ => throw new ArgumentException($"The annealing form has no parameter '{name}'.", nameof(name)),
    };

    internal AnnealingTerms With(AnnealingSlot slot, double value) => slot switch
    {
        AnnealingSlot.L0 => this with { L0 = value },
        AnnealingSlot.A => this with { A = value },
        AnnealingSlot.Alpha or AnnealingSlot.Source => this with { Alpha = value },
        AnnealingSlot.B => this with { B = value },
        AnnealingSlot.C => this with { C = value },
        AnnealingSlot.Beta => this with { Beta = value },
        AnnealingSlot.Gamma => this with { Gamma = value },
        AnnealingSlot.P => this with { P = value },
        AnnealingSlot.Q => this with { Q = value },
        AnnealingSlot.Lambda => this with { C = -Math.Log(value) },
        AnnealingSlot.SourceConstant => this with { SourceConstant = value },
        _ => throw new ArgumentOutOfRangeException(nameof(slot)),
    };
}
