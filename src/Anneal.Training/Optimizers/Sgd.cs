using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="Sgd"/> besides its rate.</summary>
public sealed record SgdOptions : GroupOptions
{
    /// <summary>β in [0, 1): 0 keeps no momentum, and takes none of a schedule.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the gradient goes ahead of the momentum (Nesterov) or within it (heavy ball).</summary>
    public bool Nesterov { get; init; }
}

/// <summary>
/// v ← β v + g; θ ← (1 − η λ) θ − η d with d = v (heavy ball), d = g + β v (Nesterov), or d = g without momentum. Under a constant β
/// a step is worth η / (1 − β).
/// </summary>
/// <remarks>Sources: Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013, with the rate outside of v.</remarks>
public sealed unsafe class Sgd : Optimizer
{
    readonly SgdOptions options;
    readonly Pieces pieces;
    readonly float[][]? velocities;
    readonly List<(string, float[])> state = [];
    readonly Action<int, int> update;
    double rate;
    float beta;

    /// <summary>At rest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Sgd(IReadOnlyList<Parameter> parameters, WorkerTeam team, SgdOptions? options = null)
    {
        (this.options, pieces, update) = (options ?? new(), new(parameters, team), Update);
        this.options.CheckGroups();
        Require.Memory(this.options.Momentum);
        if (this.options.Momentum == 0) return;
        velocities = pieces.NewArrays();
        state.AddRange(pieces.Named(velocities, "velocity"));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, float[] Values)> State => state;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A momentum is given, and there is no place for one.</exception>
    public override void Step(in StepInputs inputs)
    {
        if (velocities is null && inputs.Momentum > 0)
            throw new InvalidOperationException("SGD without momentum keeps no velocity; take heavy-ball or nesterov where a schedule sets the momentum.");
        Steps++;
        (rate, beta) = (inputs.Rate, (float)(double.IsNaN(inputs.Momentum) ? options.Momentum : inputs.Momentum));
        pieces.Run(update);
    }

    void Update(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        var own = rate * options.RateOf(parameter.Kind);
        var (keep, eta, b) = (Vector256.Create((float)(1 - (own * options.DecayOf(parameter.Kind)))), Vector256.Create((float)own), Vector256.Create(beta));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, velocity = velocities?[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var g = Lanes.Load(gradient + i, left);
                if (velocity != null)
                {
                    var v = (b * Lanes.Load(velocity + i, left)) + g;
                    Lanes.Store(v, velocity + i, left);
                    g = options.Nesterov ? g + (b * v) : v;
                }

                Lanes.Store((keep * Lanes.Load(values + i, left)) - (eta * g), values + i, left);
            }
        }
    }
}
