using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="AdamW"/> besides its rate.</summary>
public sealed record AdamWOptions : GroupOptions
{
    /// <summary>The usual decay of language models, λ = 0.1 for matrices and heads.</summary>
    public AdamWOptions() => Decay = 0.1;

    /// <summary>Memory of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Memory of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>
/// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; θ ← (1 − η λ) θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// </summary>
/// <remarks>Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization".</remarks>
public sealed unsafe class AdamW : Optimizer
{
    readonly AdamWOptions options;
    readonly Pieces pieces;
    readonly float[][] means;
    readonly float[][] squares;
    readonly List<(string, float[])> state = [];
    readonly Action<int, int> update;
    float beta1;
    float beta2;
    float rootCorrection;
    double meanCorrection;
    double rate;

    /// <summary>State of zeros for parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AdamW(IReadOnlyList<Parameter> parameters, WorkerTeam team, AdamWOptions? options = null)
    {
        (this.options, pieces, update) = (options ?? new(), new(parameters, team), Update);
        this.options.CheckGroups();
        Require.Memory(this.options.Beta1);
        Require.Memory(this.options.Beta2);
        Require.Positive(this.options.Epsilon);
        (means, squares) = (pieces.NewArrays(), pieces.NewArrays());
        foreach (var pair in pieces.Named(means, "mean").Zip(pieces.Named(squares, "square"))) state.AddRange([pair.First, pair.Second]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => state;

    /// <inheritdoc/>
    public override void Step(in StepInputs inputs)
    {
        Steps++;
        var momentum = double.IsNaN(inputs.Momentum) ? options.Beta1 : inputs.Momentum;
        (beta1, beta2, rate) = ((float)momentum, (float)options.Beta2, inputs.Rate);
        // With momentum that changes, options' β₁ still gives the correction: it matters in the first steps only.
        meanCorrection = 1 / (1 - Math.Pow(options.Beta1, Steps));
        rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Steps)));
        pieces.Run(update);
    }

    void Update(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        var own = rate * options.RateOf(parameter.Kind);
        var (keep, eta) = (Vector256.Create((float)(1 - (own * options.DecayOf(parameter.Kind)))), Vector256.Create((float)(own * meanCorrection)));
        var (b1, b2, root) = (Vector256.Create(beta1), Vector256.Create(beta2), Vector256.Create(rootCorrection));
        var (n1, n2, epsilon) = (Vector256.Create(1 - beta1), Vector256.Create(1 - beta2), Vector256.Create((float)options.Epsilon));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, mean = means[slot], square = squares[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var g = Lanes.Load(gradient + i, left);
                var m = (b1 * Lanes.Load(mean + i, left)) + (n1 * g);
                var v = (b2 * Lanes.Load(square + i, left)) + (n2 * g * g);
                var change = eta * m / ((Vector256.Sqrt(v) * root) + epsilon);
                Lanes.Store(m, mean + i, left);
                Lanes.Store(v, square + i, left);
                Lanes.Store((keep * Lanes.Load(values + i, left)) - change, values + i, left);
            }
        }
    }
}
