using Anneal.Schedules;

namespace Anneal.Training.Optimizers;

/// <summary>A rate that may look at the losses so far. All that it remembers is in <see cref="Numbers"/>, which a checkpoint holds.</summary>
public interface IRateRule
{
    /// <summary>What a checkpoint holds.</summary>
    Span<double> Numbers { get; }

    /// <summary>The rate of an update; asked once for each, in order.</summary>
    /// <param name="step">The update, from 0.</param>
    /// <param name="lastLoss">The loss of the update before; of the first one NaN.</param>
    double Next(int step, double lastLoss);
}

/// <summary>The rates of a schedule, whatever the losses.</summary>
/// <param name="schedule">At least as long as the run.</param>
public sealed class ScheduledRate(Schedule schedule) : IRateRule
{
    /// <inheritdoc/>
    public Span<double> Numbers => [];

    /// <inheritdoc/>
    public double Next(int step, double lastLoss) => schedule[step];
}
