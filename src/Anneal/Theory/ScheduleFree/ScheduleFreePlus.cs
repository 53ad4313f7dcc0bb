using System.Numerics.Tensors;

namespace Anneal.Theory;

/// <summary>The settings of <see cref="ScheduleFreePlus"/>; the published ones unless changed.</summary>
public sealed record ScheduleFreePlusOptions
{
    /// <summary>A factor on the rate it finds.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>β of the first steps.</summary>
    public double Interpolation { get; init; } = 0.9;

    /// <summary>β from step <see cref="InterpolationSteps"/> on.</summary>
    public double LastInterpolation { get; init; } = 0.965;

    /// <summary>Over how many steps β changes; 0 leaves it as it is.</summary>
    public int InterpolationSteps { get; init; }

    /// <summary>Adam's β₁.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's β₂.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Adam's ε.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ of z ← z − γ² λ y: a corrected weight decay, 20 to 50 for language models.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How much of the gradient norm is remembered from step to step, 0 to 1.</summary>
    public double NormMemory { get; init; }

    /// <summary>For how many steps x is z itself.</summary>
    public int UnaveragedSteps { get; init; }

    /// <summary>r of the weights (k + 1)^r γ_max².</summary>
    public double StepPower { get; init; }
}

/// <summary>
/// ScheduleFree+: schedule-free Adam with momentum whose rate is a Polyak step in the l₁ norm, with f* taken as 0.
/// </summary>
/// <remarks>
/// With b_k between the two values of β, on a geometric path of 1 − β:
/// n_k = the corrected running mean of ‖g‖₁ √(π/2), γ = η max(0, f(y) + b_k⟨g, z − x⟩)/n_k,
/// z ← z − γ²λ y − γ m̂/(√v̂ + ε), c = w/Σw with w = (k + 1)^r max γ² (1 while x is not averaged), x ← (1 − c) x + c z,
/// y ← b_k x + (1 − b_k) z. Source: ScheduleFree+ (arXiv:2605.19095), the paper's code.
/// </remarks>
public sealed class ScheduleFreePlus
{
    readonly ScheduleFreePlusOptions options;
    readonly AdamScale scale;
    readonly double[] x;
    readonly double[] y;
    readonly double[] z;
    readonly double[] momentum;
    readonly double[] direction;
    int step;
    double norm;
    double highest;
    double sum;

    /// <summary>A method at its start.</summary>
    /// <param name="start">d places; copied.</param>
    /// <param name="options">The settings; null for the published ones.</param>
    public ScheduleFreePlus(ReadOnlySpan<double> start, ScheduleFreePlusOptions? options = null)
    {
        this.options = options ?? new();
        scale = new(start.Length, this.options.Beta2, this.options.Epsilon);
        (x, y, z) = (start.ToArray(), start.ToArray(), start.ToArray());
        (momentum, direction) = (new double[start.Length], new double[start.Length]);
    }

    /// <summary>y: where the next gradient is wanted.</summary>
    public ReadOnlySpan<double> Y => y;

    /// <summary>x: what is evaluated.</summary>
    public ReadOnlySpan<double> X => x;

    /// <summary>One step; nothing is allocated.</summary>
    /// <param name="gradient">g at <see cref="Y"/>.</param>
    /// <param name="value">f(y), of the same batch; at least 0.</param>
    /// <returns>γ.</returns>
    public double Step(ReadOnlySpan<double> gradient, double value)
    {
        scale.Observe(gradient);
        var interpolation = InterpolationAt(step);
        step++;
        norm = (options.NormMemory * norm) + ((1 - options.NormMemory) * TensorPrimitives.SumOfMagnitudes(gradient) * Math.Sqrt(Math.PI / 2));
        var corrected = norm / (1 - Math.Pow(options.NormMemory, step));
        var lead = interpolation * (TensorPrimitives.Dot(gradient, z) - TensorPrimitives.Dot(gradient, x));
        var rate = corrected > 0 ? options.Rate * Math.Max(0, value + lead) / corrected : 0;
        highest = Math.Max(highest, rate);
        Advance(gradient, rate, Share(), interpolation);
        return rate;
    }

    void Advance(ReadOnlySpan<double> gradient, double rate, double share, double interpolation)
    {
        for (var i = 0; i < momentum.Length; i++) momentum[i] = (options.Beta1 * momentum[i]) + ((1 - options.Beta1) * gradient[i]);
        scale.Divide(momentum, direction);
        var (decay, ahead) = (rate * rate * options.WeightDecay, rate / (1 - Math.Pow(options.Beta1, step)));
        for (var i = 0; i < z.Length; i++)
        {
            z[i] -= (decay * y[i]) + (ahead * direction[i]);
            x[i] = ((1 - share) * x[i]) + (share * z[i]);
            y[i] = (interpolation * x[i]) + ((1 - interpolation) * z[i]);
        }
    }

    double Share()
    {
        if (step <= options.UnaveragedSteps) return 1;
        var weight = Math.Pow(step, options.StepPower) * highest * highest;
        sum += weight;
        return weight > 0 ? weight / sum : 0;
    }

    double InterpolationAt(int k)
    {
        if (options.InterpolationSteps == 0) return options.Interpolation;
        var share = Math.Min((double)k / options.InterpolationSteps, 1);
        return 1 - (Math.Pow(1 - options.Interpolation, 1 - share) * Math.Pow(1 - options.LastInterpolation, share));
    }
}
