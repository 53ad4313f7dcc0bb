using System.Runtime.Intrinsics;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>What all schedule-free optimisers are told.</summary>
public abstract record AveragedOptions : GroupOptions
{
    /// <summary>β from 0 to 1: gradients are taken at y = (1 − β) z + β x. A schedule of the momentum sets it in its place.</summary>
    public double Interpolation { get; init; } = 0.9;
}

/// <summary>
/// The points of a schedule-free method: z takes the steps, x averages z and is what one evaluates, and gradients are taken at
/// y = (1 − β) z + β x, which the parameters hold between <see cref="Optimizer.EndEvaluation"/> and <see cref="Optimizer.BeginEvaluation"/>.
/// </summary>
/// <remarks>
/// z ← z − γ (d + λ y); x ← x + c (z − x) with c = w / Σ w; y = z + β (x − z), in this form so that equal points stay equal to the bit,
/// and x and z are both kept, so that β may change and nothing drifts. Source: Defazio et al. 2024 (arXiv:2405.15682).
/// </remarks>
public abstract unsafe class AveragedOptimizer : Optimizer
{
    private protected const int WeightSum = 0;
    private protected const int HighestRate = 1;
    private protected const int Interpolation = 2;
    private protected const int LastRate = 3;
    private protected const int GradientSize = 4;

    private protected readonly Pieces pieces;
    private protected readonly float[][] moving;
    private protected readonly float[][] average;
    private protected readonly float[][]? squares;
    readonly List<(string, float[])> state = [];
    readonly double[] numbers = new double[5];
    readonly GroupOptions groups;
    readonly Action<int, int> observe;
    readonly Action<int, int> move;
    readonly Action<int, int> showAverage;
    readonly Action<int, int> showQueried;
    readonly double beta2;
    readonly float floor;
    double rate;
    float share;
    float root;

    private protected AveragedOptimizer(
        IReadOnlyList<Parameter> parameters, WorkerTeam team, GroupOptions groups, double interpolation, double? beta2, double epsilon)
    {
        groups.CheckGroups();
        Require.Share(interpolation);
        Require.Positive(epsilon);
        if (beta2 is { } given) Require.Memory(given, nameof(beta2));
        (pieces, this.groups, this.beta2, floor) = (new(parameters, team), groups, beta2 ?? 0, (float)epsilon);
        (moving, average) = (pieces.NewCopies(), pieces.NewCopies());
        Keep(moving, "moving");
        Keep(average, "average");
        if (beta2 is not null) Keep(squares = pieces.NewArrays(), "square");
        numbers[Interpolation] = interpolation;
        (observe, move, showAverage, showQueried) = (Observe, Move, ShowAverage, ShowQueried);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<(string Name, float[] Values)> State => state;

    /// <inheritdoc/>
    public sealed override Span<double> Numbers => numbers;

    /// <inheritdoc/>
    public sealed override double AppliedRate => numbers[LastRate];

    /// <inheritdoc/>
    public sealed override void BeginEvaluation() => pieces.Run(showAverage);

    /// <inheritdoc/>
    public sealed override void EndEvaluation() => pieces.Run(showQueried);

    private protected float Root => root;

    private protected float Floor => floor;

    private protected float Share => share;

    private protected float Beta => (float)numbers[Interpolation];

    private protected void Keep(float[][] arrays, string name) => state.AddRange(pieces.Named(arrays, name));

    /// <summary>γ of a kind of parameter, and the λ it is decayed with.</summary>
    private protected (double Rate, double Decay) Own(ParameterKind kind) => (rate * groups.RateOf(kind), groups.DecayOf(kind));

    /// <summary>Counts the step, takes β where one is given, and takes the gradient into Adam's diagonal.</summary>
    private protected void Begin(double momentum)
    {
        Steps++;
        if (!double.IsNaN(momentum)) numbers[Interpolation] = momentum;
        if (squares is null) return;
        root = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps)));
        pieces.Run(observe);
    }

    /// <summary>Sets γ and c of the step.</summary>
    private protected void Weigh(double found, double weight)
    {
        (rate, numbers[LastRate]) = (found, found);
        numbers[WeightSum] += weight;
        share = weight > 0 ? (float)(weight / numbers[WeightSum]) : 0;
    }

    /// <summary>Moves z along g, or D⁻¹g where Adam's diagonal is kept, and x and y after it.</summary>
    private protected void Advance() => pieces.Run(move);

    private protected void ShareAlways() => share = 1;

    void Observe(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var (b2, n2) = (Vector256.Create((float)beta2), Vector256.Create((float)(1 - beta2)));
        fixed (float* gradient = pieces.Parameters[slot].Gradient, square = squares![slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var g = Lanes.Load(gradient + i, end - i);
                Lanes.Store((b2 * Lanes.Load(square + i, end - i)) + (n2 * g * g), square + i, end - i);
            }
        }
    }

    void Move(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var parameter = pieces.Parameters[slot];
        var (own, decay) = Own(parameter.Kind);
        var (eta, lambda, c, b) = (Vector256.Create((float)own), Vector256.Create((float)decay), Vector256.Create(share), Vector256.Create(Beta));
        var (correction, epsilon) = (Vector256.Create(root), Vector256.Create(floor));
        fixed (float* values = parameter.Values, gradient = parameter.Gradient, zs = moving[slot], xs = average[slot], square = squares?[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var left = end - i;
                var d = Lanes.Load(gradient + i, left);
                if (square != null) d /= (Vector256.Sqrt(Lanes.Load(square + i, left)) * correction) + epsilon;
                var z = Lanes.Load(zs + i, left) - (eta * (d + (lambda * Lanes.Load(values + i, left))));
                var x = Lanes.Load(xs + i, left);
                x += c * (z - x);
                Lanes.Store(z, zs + i, left);
                Lanes.Store(x, xs + i, left);
                Lanes.Store(z + (b * (x - z)), values + i, left);
            }
        }
    }

    void ShowAverage(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        average[slot].AsSpan(first, count).CopyTo(pieces.Parameters[slot].Values.AsSpan(first));
    }

    // As Move writes it, so that the bits come back.
    void ShowQueried(int piece, int worker)
    {
        var (slot, first, count) = pieces[piece];
        var b = Vector256.Create(Beta);
        fixed (float* values = pieces.Parameters[slot].Values, zs = moving[slot], xs = average[slot])
        {
            for (int i = first, end = first + count; i < end; i += Lanes.Width)
            {
                var z = Lanes.Load(zs + i, end - i);
                Lanes.Store(z + (b * (Lanes.Load(xs + i, end - i) - z)), values + i, end - i);
            }
        }
    }
}
