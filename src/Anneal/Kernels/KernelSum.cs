namespace Anneal.Kernels;

/// <summary>One observation's annealing sum D = Σ w_i K(c_i, R_i) and its derivatives.</summary>
record struct KernelSum
{
    /// <summary>D.</summary>
    public double Value;

    /// <summary>∂D/∂ln C.</summary>
    public double LogC;

    /// <summary>∂D/∂β (power kernel only).</summary>
    public double Beta;

    /// <summary>∂D/∂γ (power kernel only).</summary>
    public double Gamma;

    /// <summary>∂D/∂p, through R.</summary>
    public double Clock;

    /// <summary>∂D/∂ of the first parameter in the weights.</summary>
    public double Weight1;

    /// <summary>∂D/∂ of the second parameter in the weights.</summary>
    public double Weight2;
}

/// <summary>The kernel 1 − (1 + C y^−γ R)^−β or, unless <paramref name="IsPower"/>, 1 − e^{−C R}.</summary>
/// <param name="IsPower">Whether it is a power.</param>
/// <param name="HasGamma">Whether ∂/∂γ is wanted.</param>
/// <param name="C">C.</param>
/// <param name="Beta">β.</param>
/// <param name="Gamma">γ.</param>
readonly record struct Response(bool IsPower, bool HasGamma, double C, double Beta, double Gamma)
{
    /// <summary>Where 1 + c R is beyond this, as after a drop to 0, the response is complete whatever β.</summary>
    public const double Complete = 1e100;

    /// <summary>β, or 1: what a derivative through R has for a factor.</summary>
    public double Factor => IsPower ? Beta : 1;
}

/// <summary>The weighted events a kernel is summed over, as arrays of one length.</summary>
readonly ref struct KernelInput
{
    /// <summary>w_i.</summary>
    public required ReadOnlySpan<double> Weight { get; init; }

    /// <summary>∂w_i/∂ the first parameter in the weights; empty if there is none.</summary>
    public required ReadOnlySpan<double> Weight1 { get; init; }

    /// <summary>∂w_i/∂ the second; empty if there is none.</summary>
    public required ReadOnlySpan<double> Weight2 { get; init; }

    /// <summary>c_i = C y_i^−γ; not for a pass over all events.</summary>
    public required ReadOnlySpan<double> C { get; init; }

    /// <summary>ln y_i.</summary>
    public required ReadOnlySpan<double> LogKernel { get; init; }

    /// <summary>The clock just before (or at) each event.</summary>
    public required ReadOnlySpan<double> Clock { get; init; }

    /// <summary>Its derivative in p; empty if p is held.</summary>
    public required ReadOnlySpan<double> ClockSlope { get; init; }
}
