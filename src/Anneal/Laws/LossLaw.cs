using System.Collections.Immutable;
using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>A loss law L(t; η, θ): what the loss is after the update of index t of a schedule η.</summary>
/// <remarks>
/// A law is stateless and immutable; θ is a vector in the order of <see cref="Parameters"/>.
/// A new law is one file with one sealed class derived from this one or from one of its abstract forms; the catalogue finds it.
/// </remarks>
public abstract class LossLaw
{
    /// <summary>Name, formula and source.</summary>
    public abstract LawCard Card { get; }

    /// <summary>θ's components: names, meanings and bounds.</summary>
    public abstract ImmutableArray<LawParameter> Parameters { get; }

    /// <summary>
    /// Makes what evaluates L and ∂L/∂θ at <paramref name="steps"/> of <paramref name="path"/>, for any θ, without allocating again.
    /// </summary>
    /// <param name="path">The rates.</param>
    /// <param name="steps">Strictly rising step labels in 0 … T−1.</param>
    /// <param name="warmup">Whether the warm-up's rises count.</param>
    public abstract LawEvaluator Prepare(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup);

    /// <summary>Whether <see cref="FinalLoss"/> can give ∂L/∂η.</summary>
    public virtual bool IsControllable => false;

    /// <summary>L(T−1) in O(T), and ∂L/∂η_t unless <paramref name="rateGradient"/> is empty.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="path">The rates.</param>
    /// <param name="warmup">Whether the warm-up's rises count.</param>
    /// <param name="rateGradient">Empty, or T places.</param>
    /// <exception cref="NotSupportedException">A gradient is asked of a law that is not controllable.</exception>
    public abstract double FinalLoss(
        ReadOnlySpan<double> theta, RatePath path, WarmupResponse warmup, Span<double> rateGradient = default);

    /// <summary>The place of a parameter in θ, −1 if the law has none of that name.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (Parameters[i].Name == name) return i;
        }

        return -1;
    }
}

/// <summary>Evaluates one law on one schedule at fixed steps; not thread-safe, makes no garbage.</summary>
public abstract class LawEvaluator
{
    /// <summary>The number of steps asked for.</summary>
    public abstract int Count { get; }

    /// <summary>Writes L at each step and, unless <paramref name="jacobian"/> is empty, ∂L/∂θ row by row.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="loss"><see cref="Count"/> places.</param>
    /// <param name="jacobian">Empty, or <see cref="Count"/> × p places, a row per step.</param>
    public abstract void Evaluate(ReadOnlySpan<double> theta, Span<double> loss, Span<double> jacobian);

    /// <summary>Another evaluator of the same law, schedule and steps, for another thread; what is immutable is shared.</summary>
    public abstract LawEvaluator Fork();
}
