using System.Numerics.Tensors;

namespace Anneal.Theory;

/// <summary>
/// The points of a schedule-free method: z takes the steps, x averages z and is what one evaluates and keeps, and gradients are taken
/// between them, at y = (1 − β) z + β x.
/// </summary>
/// <remarks>
/// z ← z − γ d, x ← (1 − c) x + c z with c = w / Σ w: Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024 (arXiv:2405.15682),
/// eqs. (1)–(3). β = 0 is SGD with its iterates averaged (Polyak and Ruppert), β = 1 primal averaging.
/// <para>
/// Which weight a step is given is the caller's: the theory weighs each z by its <em>own next</em> rate (<see cref="FirstWeight"/> is
/// that of the start, the last step's weight is 0), the published code by the rate that made it (the start has weight 0).
/// <see cref="AveragingRule"/> gives the weights.
/// </para>
/// </remarks>
public abstract class ScheduleFreePoints
{
    // y and z.
    private protected readonly double[] queried;
    private protected readonly double[] moving;
    double sum;

    private protected ScheduleFreePoints(ReadOnlySpan<double> start, double interpolation, double firstWeight)
    {
        if (!(interpolation is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "The interpolation β is between 0 and 1.");
        (queried, moving, Interpolation, sum) = (start.ToArray(), start.ToArray(), interpolation, Require.Rate(firstWeight));
        FirstWeight = firstWeight;
    }

    /// <summary>β.</summary>
    public double Interpolation { get; }

    /// <summary>The weight of the start in the average.</summary>
    public double FirstWeight { get; }

    /// <summary>y: where the next gradient is wanted.</summary>
    public ReadOnlySpan<double> Y => queried;

    /// <summary>z: what takes the steps.</summary>
    public ReadOnlySpan<double> Z => moving;

    /// <summary>Writes x: what is evaluated.</summary>
    /// <param name="x">d places.</param>
    public abstract void CopyX(Span<double> x);

    /// <summary>One step of z, and what follows of it for x and y.</summary>
    /// <param name="direction">d: the gradient at y, or what a preconditioner made of it.</param>
    /// <param name="rate">γ ≥ 0.</param>
    /// <param name="weight">w ≥ 0: of the new z among all so far; 0 leaves x where it is.</param>
    public void Move(ReadOnlySpan<double> direction, double rate, double weight)
    {
        Require.SameLength(direction.Length, moving.Length, nameof(direction), "the start");
        sum += weight;
        Advance(direction, rate, weight > 0 ? weight / sum : 0);
    }

    private protected abstract void Advance(ReadOnlySpan<double> direction, double rate, double share);

    /// <summary>β⟨g, z − x⟩ = ⟨g, z − y⟩, which needs no x.</summary>
    internal double Lead(ReadOnlySpan<double> gradient) => TensorPrimitives.Dot(gradient, moving) - TensorPrimitives.Dot(gradient, queried);
}
