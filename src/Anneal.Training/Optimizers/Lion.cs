using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="Lion"/> besides its rate.</summary>
public sealed record LionOptions : GroupOptions
{
    /// <summary>β₁ in [0, 1): of the mean whose sign is taken.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ in [0, 1): of the mean that is kept; null for β₁, which is sign descent with momentum, and without at β₁ = 0.</summary>
    public double? Beta2 { get; init; } = 0.99;
}

/// <summary>θ ← (1 − η λ) θ − η sign(β₁ m + (1 − β₁) g); m ← β₂ m + (1 − β₂) g, with sign(0) = 0.</summary>
/// <remarks>
/// Sources: Chen et al. 2023, "Symbolic discovery of optimization algorithms" (arXiv:2302.06675); with β₂ = β₁ Signum of Bernstein
/// et al. 2018 (arXiv:1802.04434).
/// </remarks>
public sealed unsafe class Lion : Optimizer
{
    readonly LionOptions options;
    readonly Pieces pieces;
    readonly float[][] means;
    readonly List<(string, float[])> state = [];
    readonly Action<int, int> update;
    double rate;
    float beta1;
    float beta2;

    /// <summary>State of zeros for parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Lion(IReadOnlyList<Parameter> parameters, WorkerTeam team, LionOptions? options = null)
    {
        (this.options, pieces, update) = (options ?? new(), new(parameters, team), Update);
        this.options.CheckGroups();
        Require.Memory(this.options.Beta1);
        if (this.options.Beta2 is { } given) Require.Memory(given, nameof(LionOptions.Beta2));
        means = pieces.NewArrays();
        state.AddRange(pieces.Named(means, "mean"));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => state;

    /// <inheritdoc/>
    public override void Step(in StepInputs inputs)
    {
        Steps++;
        var momentum = double.IsNaN(inputs.Momentum) ? options.Beta1 : inputs.Momentum;
        (rate, beta1, beta2) = (inputs.Rate, (float)momentum, (float)(options.Beta2 ?? momentum));
        pieces.Run(update);
    }

    void Update(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        var own = rate * options.RateOf(parameter.Kind);
        var keep = Vector256.Create((float)(1 - (own * options.DecayOf(parameter.Kind))));
        var (up, down) = (Vector256.Create((float)own), Vector256.Create((float)-own));
        var (b1, n1, b2, n2) = (Vector256.Create(beta1), Vector256.Create(1 - beta1), Vector256.Create(beta2), Vector256.Create(1 - beta2));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, mean = means[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var (g, m) = (Lanes.Load(gradient + i, left), Lanes.Load(mean + i, left));
                var towards = (b1 * m) + (n1 * g);
                var change = (Vector256.GreaterThan(towards, Vector256<float>.Zero) & up)
                    | (Vector256.LessThan(towards, Vector256<float>.Zero) & down);
                Lanes.Store((b2 * m) + (n2 * g), mean + i, left);
                Lanes.Store((keep * Lanes.Load(values + i, left)) - change, values + i, left);
            }
        }
    }
}
