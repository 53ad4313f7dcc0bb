using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>How a schedule-free average weighs its steps.</summary>
public enum Averaging
{
    /// <summary>The square of the highest rate so far: the published code.</summary>
    HighestRate,

    /// <summary>All alike, c = 1/t: the first theory.</summary>
    Uniform,

    /// <summary>The rate: the theory for any schedule (arXiv:2511.07767).</summary>
    Rate,

    /// <summary>The square of the rate.</summary>
    SquaredRate,
}

/// <summary>Numbers of <see cref="ScheduleFree"/> besides its rate.</summary>
public sealed record ScheduleFreeOptions : AveragedOptions
{
    /// <summary>β₂ of Adam's diagonal in [0, 1); null for plain gradients.</summary>
    public double? Beta2 { get; init; }

    /// <summary>ε of Adam's diagonal, > 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The weight of a step in the average, that of the rate which made it; the start has none.</summary>
    public Averaging Averaging { get; init; }

    /// <summary>r ≥ 0: weights are also multiplied with (k + 1)^r.</summary>
    public double StepPower { get; init; }

    /// <summary>Whether RAdam's factor is put on the rate, in place of a warm-up; needs β₂.</summary>
    public bool Rectified { get; init; }
}

/// <summary>Schedule-free SGD, or AdamW with β₂ given, under any schedule.</summary>
/// <remarks>
/// Sources: Defazio et al. 2024 (arXiv:2405.15682), as released since version 1.3; the weights by the rate: Pun, Buchholz, Gower 2025
/// (arXiv:2511.07767). The double form is <see cref="ScheduleFreeTriple"/> with <see cref="ScheduleFreeAdamW"/>.
/// </remarks>
public sealed class ScheduleFree : AveragedOptimizer
{
    readonly ScheduleFreeOptions options;
    readonly AveragingRule rule;

    /// <summary>All points at the parameters.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ScheduleFree(IReadOnlyList<Parameter> parameters, WorkerTeam team, ScheduleFreeOptions? options = null)
        : base(parameters, team, options ??= new(), options.Interpolation, options.Beta2, options.Epsilon)
    {
        this.options = options;
        Require.NotNegative(options.StepPower);
        if (options is { Rectified: true, Beta2: null or <= 0.6 })
            throw new ArgumentException("rectified needs the memory of Adam's squares: give a beta2 above 0.6, below which no step is ever trusted.", nameof(options));
        rule = options.Averaging switch
        {
            Averaging.Uniform => AveragingRule.Uniform,
            Averaging.Rate => AveragingRule.ByRate,
            Averaging.SquaredRate => AveragingRule.BySquaredRate,
            _ => AveragingRule.Published,
        };
    }

    /// <inheritdoc/>
    public override void Step(in StepInputs inputs)
    {
        Begin(inputs.Momentum);
        var rate = inputs.Rate * (options.Rectified ? ScheduleFreeAdamW.Rectification((int)Math.Min(Steps, 1 << 24), options.Beta2!.Value) : 1);
        Numbers[HighestRate] = Math.Max(Numbers[HighestRate], rate);
        var counted = rule.OfHighestRate ? Numbers[HighestRate] : rate;
        Weigh(rate, Math.Pow(Steps, options.StepPower) * Math.Pow(counted, rule.RatePower));
        Advance();
    }
}
