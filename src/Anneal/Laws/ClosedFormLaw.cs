using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>A law without memory: L(t) and its derivatives follow from the rate at t and the sums up to t.</summary>
public abstract class ClosedFormLaw : LossLaw
{
    /// <summary>L at one step and, unless <paramref name="row"/> is empty, ∂L/∂θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="at">The schedule's state at the step.</param>
    /// <param name="row">Empty, or a place per parameter.</param>
    protected abstract double Loss(ReadOnlySpan<double> theta, SchedulePoint at, Span<double> row);

    /// <inheritdoc/>
    public override LawEvaluator Prepare(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup)
    {
        var points = new SchedulePoint[steps.Length];
        for (var i = 0; i < points.Length; i++) points[i] = SchedulePoint.At(path, steps[i], warmup);
        return new Evaluator(this, points);
    }

    /// <inheritdoc/>
    public override double FinalLoss(
        ReadOnlySpan<double> theta, RatePath path, WarmupResponse warmup, Span<double> rateGradient = default) =>
        rateGradient.IsEmpty
            ? Loss(theta, SchedulePoint.At(path, path.Steps - 1, warmup), default)
            : throw new NotSupportedException($"The {Card.Title} has no gradient in the rates; its optimum is known in closed form.");

    sealed class Evaluator(ClosedFormLaw law, SchedulePoint[] points) : LawEvaluator
    {
        public override int Count => points.Length;

        public override LawEvaluator Fork() => this;

        public override void Evaluate(ReadOnlySpan<double> theta, Span<double> loss, Span<double> jacobian)
        {
            var width = law.Parameters.Length;
            for (var i = 0; i < points.Length; i++)
                loss[i] = law.Loss(theta, points[i], jacobian.IsEmpty ? default : jacobian.Slice(i * width, width));
        }
    }
}

/// <summary>What a memoryless law sees of a schedule at a step.</summary>
/// <param name="Step">t.</param>
/// <param name="Sum">W + S_t.</param>
/// <param name="Drop">The net drop of the rate so far, from the peak's end of the warm-up or, if it counts, from 0.</param>
public readonly record struct SchedulePoint(int Step, double Sum, double Drop)
{
    internal static SchedulePoint At(RatePath path, int step, WarmupResponse warmup)
    {
        var start = Math.Min(path.WarmupSteps, step);
        var from = warmup == WarmupResponse.Included && path.PriorSum == 0 ? 0 : path.Rates[start];
        return new(step, path.PriorSum + path.Sums[step], from - path.Rates[step]);
    }
}
