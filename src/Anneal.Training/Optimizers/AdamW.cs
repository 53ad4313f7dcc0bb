using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="AdamW"/> besides its rate.</summary>
public sealed record AdamWOptions
{
    /// <summary>Memory of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Memory of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ of matrices and heads, ≥ 0.</summary>
    public double Decay { get; init; } = 0.1;

    /// <summary>λ of embeddings, ≥ 0; vectors are never decayed.</summary>
    public double EmbeddingDecay { get; init; }

    /// <summary>λ of a kind of parameter.</summary>
    public double DecayOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Vector => 0,
        ParameterKind.Embedding => EmbeddingDecay,
        _ => Decay,
    };
}

/// <summary>
/// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; θ ← (1 − η λ) θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// </summary>
/// <remarks>Source: Loshchilov and Hutter 2019, "Decoupled weight decay regularization".</remarks>
public sealed unsafe class AdamW : Optimizer
{
    readonly WorkerTeam team;
    readonly AdamWOptions options;
    readonly (Parameter Parameter, float[] Mean, float[] Square)[] slots;
    readonly (int Slot, int First, int Count)[] parts;
    readonly List<(string, float[])> state = [];
    readonly Action<int, int> update;
    float beta1;
    float beta2;
    float step;
    float rootCorrection;
    double rate;

    /// <summary>State of zeros for parameters.</summary>
    public AdamW(IReadOnlyList<Parameter> parameters, WorkerTeam team, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(team);
        (this.team, this.options, update) = (team, options ?? new(), Update);
        slots = [.. parameters.Select(p => (p, Floats.New(p.Values.Length), Floats.New(p.Values.Length)))];
        foreach (var (parameter, mean, square) in slots)
        {
            state.Add(($"{parameter.Name}.mean", mean));
            state.Add(($"{parameter.Name}.square", square));
        }

        parts = [.. Enumerable.Range(0, slots.Length).SelectMany(Cut)];
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
        step = (float)(inputs.Rate / (1 - Math.Pow(options.Beta1, Steps)));
        rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Steps)));
        team.Run(parts.Length, update);
    }

    IEnumerable<(int Slot, int First, int Count)> Cut(int slot)
    {
        var length = slots[slot].Parameter.Values.Length;
        for (var first = 0; first < length; first += Rows.Numbers) yield return (slot, first, Math.Min(Rows.Numbers, length - first));
    }

    void Update(int part, int worker)
    {
        var (slot, first, count) = parts[part];
        var (parameter, mean, square) = slots[slot];
        var keep = Vector256.Create((float)(1 - (rate * options.DecayOf(parameter.Kind))));
        var (b1, b2, eta, root) = (Vector256.Create(beta1), Vector256.Create(beta2), Vector256.Create(step), Vector256.Create(rootCorrection));
        var (n1, n2, epsilon) = (Vector256.Create(1 - beta1), Vector256.Create(1 - beta2), Vector256.Create((float)options.Epsilon));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, means = mean, squares = square)
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var g = Lanes.Load(gradient + i, left);
                var m = (b1 * Lanes.Load(means + i, left)) + (n1 * g);
                var v = (b2 * Lanes.Load(squares + i, left)) + (n2 * g * g);
                var change = eta * m / ((Vector256.Sqrt(v) * root) + epsilon);
                Lanes.Store(m, means + i, left);
                Lanes.Store(v, squares + i, left);
                Lanes.Store((keep * Lanes.Load(values + i, left)) - change, values + i, left);
            }
        }
    }
}
