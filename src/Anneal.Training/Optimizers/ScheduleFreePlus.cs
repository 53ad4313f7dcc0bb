using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Numbers of <see cref="ScheduleFreePlus"/>; the published ones unless changed.</summary>
public sealed record PlusOptions : AveragedOptions
{
    /// <summary>β from step <see cref="InterpolationSteps"/> on.</summary>
    public double LastInterpolation { get; init; } = 0.965;

    /// <summary>Over how many steps β changes; 0 leaves it as it is.</summary>
    public int InterpolationSteps { get; init; }

    /// <summary>Adam's β₁ in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's β₂ in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Adam's ε, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How much of the gradient norm is remembered from step to step, in [0, 1).</summary>
    public double NormMemory { get; init; }

    /// <summary>For how many steps x is z itself.</summary>
    public int UnaveragedSteps { get; init; }

    /// <summary>r ≥ 0 of the weights (k + 1)^r γ_max².</summary>
    public double StepPower { get; init; }

    /// <summary>f*: 0 as published.</summary>
    public double LowerBound { get; init; }
}

/// <summary>
/// ScheduleFree+: schedule-free Adam with momentum whose rate is a Polyak step in the l₁ norm. The rate of a step is a
/// factor on it: a constant 1 as published. The decay is γ² λ y, with λ of 20 to 50 for language models.
/// </summary>
/// <remarks>
/// ‖g‖₁ grows with the number of parameters, and the rate found shrinks: of a transformer with 10⁵ parameters it was far too high, and
/// a factor of 0.03 did better than 0.1 or 1. Source: ScheduleFree+ (arXiv:2605.19095), the paper's code; the double form is <see cref="Theory.ScheduleFreePlus"/>.
/// </remarks>
public sealed unsafe class ScheduleFreePlus : AveragedOptimizer
{
    readonly PlusOptions options;
    readonly float[][] means;
    readonly double[] leads;
    readonly double[] magnitudes;
    readonly Action<int, int> measure;
    readonly Action<int, int> move;
    float correction;

    /// <summary>All points at the parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ScheduleFreePlus(IReadOnlyList<Parameter> parameters, WorkerTeam team, PlusOptions? options = null)
        : base(parameters, team, options ??= new(), options.Interpolation, options.Beta2, options.Epsilon)
    {
        Require.Memory(options.Beta1);
        Require.Memory(options.NormMemory);
        Require.NotNegative(options.StepPower);
        Require.Share(options.LastInterpolation);
        Require.NotNegative(options.InterpolationSteps);
        this.options = options;
        means = pieces.NewArrays();
        Keep(means, "mean");
        (leads, magnitudes, measure, move) = (new double[pieces.Count], new double[pieces.Count], Measure, Move);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs hold no loss.</exception>
    public override void Step(in StepInputs inputs)
    {
        if (double.IsNaN(inputs.Loss)) throw new ArgumentException("A Polyak step needs the loss.", nameof(inputs));
        Begin(double.IsNaN(inputs.Momentum) ? InterpolationAt(Steps) : inputs.Momentum);
        pieces.Run(measure);
        Numbers[GradientSize] = (options.NormMemory * Numbers[GradientSize])
            + ((1 - options.NormMemory) * Pieces.Total(magnitudes) * Math.Sqrt(Math.PI / 2));
        var size = Numbers[GradientSize] / (1 - Math.Pow(options.NormMemory, Steps));
        var lead = Numbers[Interpolation] * Pieces.Total(leads);
        var rate = size > 0 ? inputs.Rate * Math.Max(0, inputs.Loss - options.LowerBound + lead) / size : 0;
        Numbers[HighestRate] = Math.Max(Numbers[HighestRate], rate);
        var isAveraged = Steps > options.UnaveragedSteps;
        Weigh(rate, isAveraged ? Math.Pow(Steps, options.StepPower) * Numbers[HighestRate] * Numbers[HighestRate] : 0);
        if (!isAveraged) ShareAlways();
        correction = (float)(1 / (1 - Math.Pow(options.Beta1, Steps)));
        pieces.Run(move);
    }

    // ⟨g, z − x⟩ and ‖g‖₁.
    void Measure(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        fixed (float* gradient = pieces.Parameters[slot].Gradient, zs = moving[slot], xs = average[slot])
        {
            leads[piece] = Sums.Lead(gradient + first, zs + first, xs + first, count);
            magnitudes[piece] = Sums.Magnitudes(gradient + first, count);
        }
    }

    void Move(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        var (own, decay) = Own(parameter.Kind);
        var (eta, lambda) = (Vector256.Create((float)(own * correction)), Vector256.Create((float)(own * own * decay)));
        var (c, b, root, epsilon) = (Vector256.Create(Share), Vector256.Create(Beta), Vector256.Create(Root), Vector256.Create(Floor));
        var (b1, n1) = (Vector256.Create((float)options.Beta1), Vector256.Create((float)(1 - options.Beta1)));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, zs = moving[slot], xs = average[slot], square = squares![slot], mean = means[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var m = (b1 * Lanes.Load(mean + i, left)) + (n1 * Lanes.Load(gradient + i, left));
                var d = m / ((Vector256.Sqrt(Lanes.Load(square + i, left)) * root) + epsilon);
                var z = Lanes.Load(zs + i, left) - ((lambda * Lanes.Load(values + i, left)) + (eta * d));
                var x = Lanes.Load(xs + i, left);
                x += c * (z - x);
                Lanes.Store(m, mean + i, left);
                Lanes.Store(z, zs + i, left);
                Lanes.Store(x, xs + i, left);
                Lanes.Store(z + (b * (x - z)), values + i, left);
            }
        }
    }

    double InterpolationAt(long step)
    {
        if (options.InterpolationSteps == 0) return options.Interpolation;
        var share = Math.Min((double)step / options.InterpolationSteps, 1);
        return 1 - (Math.Pow(1 - options.Interpolation, 1 - share) * Math.Pow(1 - options.LastInterpolation, share));
    }
}
