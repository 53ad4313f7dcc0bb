using Anneal.Schedules;
using Anneal.Theory;
using Anneal.Training.Models;

namespace Anneal.Training.Optimizers;

/// <summary>What <see cref="GapWarmupRule"/> is told.</summary>
public sealed record GapWarmupOptions
{
    /// <summary>The highest rate, > 0.</summary>
    public double Peak { get; init; } = 1e-3;

    /// <summary>By how much the first rate is lower, above 1.</summary>
    public double Divisor { get; init; } = 100;

    /// <summary>f*: the loss that is hoped for at last; below the first loss less 0.02.</summary>
    public double FinalLoss { get; init; }

    /// <summary>σ of the automatic constants.</summary>
    public double Width { get; init; } = 0.001;

    /// <summary>How much of the mean loss is remembered from step to step, in [0, 1): a batch's own is noisy.</summary>
    public double Memory { get; init; } = 0.9;

    /// <summary>The rate after the warm-up, as a share of the steps that are left.</summary>
    public DecayShape Decay { get; init; } = DecayShape.Cosine;

    /// <summary>The rate at the end, ≥ 0.</summary>
    public double Last { get; init; }
}

/// <summary>
/// The automatic warm-up: η = Δ/(K₀ + K₁Δ + K₂Δ²) with Δ the mean loss less f*, never falling, until Δ reaches Δ* or the rate its peak;
/// then a decay over all steps that are left.
/// </summary>
/// <remarks>
/// The constants come from the first loss by <see cref="GapWarmup.Automatic"/>; the first step has the peak over the divisor, which is what they
/// give it. Source: "Where does warm-up come from?" 2026, arXiv:2602.05813.
/// </remarks>
public sealed class GapWarmupRule : IRateRule
{
    const int MeanLoss = 0;
    const int Rate = 1;
    const int K0 = 2;
    const int K1 = 3;
    const int K2 = 4;
    const int WarmSteps = 5;

    // Beyond it the margins within the gap are lost to rounding.
    const double HighestGap = 1e12;

    readonly GapWarmupOptions options;
    readonly double[] numbers = new double[6];
    readonly int steps;
    readonly double size;
    Schedule? decay;

    /// <summary>Before the first step.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="steps">Of the whole run.</param>
    /// <param name="size">κ of <see cref="GapWarmup.Automatic"/>: <see cref="SizeFor"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GapWarmupRule(GapWarmupOptions options, int steps, double size)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Positive(options.Peak);
        Require.Memory(options.Memory);
        Require.NotNegative(options.Last);
        Require.Positive(steps);
        if (!(options.Divisor > 1)) throw new ArgumentException("divisor is above 1.", nameof(options));
        (this.options, this.steps, this.size) = (options, steps, Require.Positive(size));
        (numbers[MeanLoss], numbers[WarmSteps]) = (double.NaN, double.NaN);
    }

    /// <inheritdoc/>
    public Span<double> Numbers => numbers;

    /// <summary>κ of a model: Σ min(m, n) over matrices for Muon, Σ m n for the others, whose steps have bounded entries.</summary>
    public static double SizeFor(IReadOnlyList<Parameter> parameters, bool isSpectral) => parameters
        .Where(parameter => parameter.Kind == ParameterKind.Matrix)
        .Sum(parameter => isSpectral ? Math.Min(parameter.Rows, parameter.Columns) : (double)parameter.Rows * parameter.Columns);

    /// <inheritdoc/>
    /// <exception cref="InputException">The first loss is not above the one hoped for, or out of all proportion.</exception>
    public double Next(int step, double lastLoss)
    {
        if (step == 0) return numbers[Rate] = options.Peak / options.Divisor;
        if (double.IsNaN(numbers[MeanLoss])) Begin(lastLoss);
        numbers[MeanLoss] = (options.Memory * numbers[MeanLoss]) + ((1 - options.Memory) * lastLoss);
        if (double.IsNaN(numbers[WarmSteps]))
        {
            var warmup = new GapWarmup(numbers[K0], numbers[K1], numbers[K2]);
            var gap = numbers[MeanLoss] - options.FinalLoss;
            if (gap > warmup.PeakGap) return numbers[Rate] = Math.Max(numbers[Rate], warmup.Rate(gap));
            numbers[WarmSteps] = step;
        }

        var first = (int)numbers[WarmSteps];
        decay ??= options.Decay.Decay(options.Peak, options.Last, steps - first);
        return numbers[Rate] = decay[step - first];
    }

    void Begin(double loss)
    {
        var gap = loss - options.FinalLoss;
        if (!(gap is > 0.02 and < HighestGap))
        {
            throw new InputException(FormattableString.Invariant(
                $"gap-warmup: the first loss is {loss:G4}, not from 0.02 to {HighestGap:G} above the final-loss of {options.FinalLoss:G4}; give the loss that you hope to end at."));
        }

        var found = GapWarmup.Automatic(options.Peak, options.Divisor, gap, size, options.Width);
        (numbers[MeanLoss], numbers[K0], numbers[K1], numbers[K2]) = (loss, found.K0, found.K1, found.K2);
    }
}
