using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="PolyakScheduleFree"/>.</summary>
public sealed record PolyakOptions : AveragedOptions
{
    /// <summary>β₂ of Adam's diagonal in [0, 1); null for plain gradients.</summary>
    public double? Beta2 { get; init; }

    /// <summary>ε of Adam's diagonal, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>ℓ where a step brings no bound of its own.</summary>
    public double LowerBound { get; init; }

    /// <summary>M ≥ 0: the least squared norm that is divided by.</summary>
    public double LeastSquaredNorm { get; init; }
}

/// <summary>
/// Schedule-free descent that finds its own rate, the Polyak step γ = [f(y) − ℓ + ⟨g, z − y⟩]₊ / max(gᵀD⁻¹g, M), with x the plain mean
/// of all z, the start included. With ℓ the loss that a teacher, or the best model, has on the same batch it is the oracle form, with
/// one lower bound for all batches and M &gt; 0 the safeguarded one. The rate of a step is a factor on γ: give it a constant 1.
/// </summary>
/// <remarks>
/// Source: Oikonomou, Buchholz, Pun, Gower, Loizou (arXiv:2511.07767, version 2); the double form is <see cref="Theory.PolyakScheduleFree"/>.
/// </remarks>
public sealed unsafe class PolyakScheduleFree : AveragedOptimizer
{
    readonly PolyakOptions options;
    readonly double[] leads;
    readonly double[] norms;
    readonly Action<int, int> measure;

    /// <summary>All points at the parameters.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PolyakScheduleFree(IReadOnlyList<Parameter> parameters, WorkerTeam team, PolyakOptions? options = null)
        : base(parameters, team, options ??= new(), options.Interpolation, options.Beta2, options.Epsilon)
    {
        this.options = options;
        Require.NotNegative(options.LeastSquaredNorm);
        (leads, norms, measure) = (new double[pieces.Count], new double[pieces.Count], Measure);
        Numbers[WeightSum] = 1;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs hold no loss.</exception>
    public override void Step(in StepInputs inputs)
    {
        if (double.IsNaN(inputs.Loss)) throw new ArgumentException("A Polyak step needs the loss.", nameof(inputs));
        Begin(inputs.Momentum);
        pieces.Run(measure);
        var bound = double.IsNaN(inputs.LowerBound) ? options.LowerBound : inputs.LowerBound;
        var (promised, norm) = (inputs.Loss - bound + Pieces.Total(leads), Math.Max(Pieces.Total(norms), options.LeastSquaredNorm));
        Weigh(promised > 0 && norm > 0 ? inputs.Rate * promised / norm : 0, 1);
        Advance();
    }

    void Measure(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        fixed (float* gradient = parameter.Gradient, values = parameter.Values, zs = moving[slot], square = squares?[slot])
        {
            leads[piece] = Sums.Lead(gradient + first, zs + first, values + first, count);
            norms[piece] = square == null ? Sums.Squares(gradient + first, count) : Sums.ScaledSquares(gradient + first, square + first, count, Root, Floor);
        }
    }
}
