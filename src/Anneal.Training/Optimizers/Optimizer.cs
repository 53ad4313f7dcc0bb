namespace Anneal.Training.Optimizers;

/// <summary>What an update is told besides the gradients.</summary>
/// <param name="Rate">η_t.</param>
/// <param name="Momentum">β_t, where a schedule sets it; NaN for the optimiser's own.</param>
/// <param name="Loss">The batch's loss at the point where the gradient was taken.</param>
/// <param name="LowerBound">A lower bound on that loss (a teacher's, or 0), for Polyak steps; NaN for none.</param>
public readonly record struct StepInputs(double Rate, double Momentum = double.NaN, double Loss = double.NaN, double LowerBound = double.NaN);

/// <summary>
/// Changes parameters by their gradients. All of its state is in <see cref="State"/>, in arrays and numbers that a checkpoint holds.
/// Same bits whatever the number of threads.
/// </summary>
public abstract class Optimizer
{
    /// <summary>Does update number <see cref="Steps"/> and clears nothing: the caller clears gradients.</summary>
    public abstract void Step(in StepInputs inputs);

    /// <summary>Updates done.</summary>
    public long Steps { get; protected set; }

    /// <summary>Arrays that a checkpoint holds, by name.</summary>
    public abstract IReadOnlyList<(string Name, float[] Values)> State { get; }

    /// <summary>Numbers that a checkpoint holds (sums of weights, largest rates), by name.</summary>
    public virtual Span<double> Numbers => [];

    /// <summary>The rate of the last update where the optimiser finds its own or changes the given one; NaN where the given one was used.</summary>
    public virtual double AppliedRate => double.NaN;

    /// <summary>
    /// Puts the point of evaluation into the parameters (the average of a schedule-free method) until <see cref="EndEvaluation"/>;
    /// most optimisers evaluate where they train.
    /// </summary>
    public virtual void BeginEvaluation() { }

    /// <summary>Puts the point of training back, to the same bits.</summary>
    public virtual void EndEvaluation() { }

    /// <summary>Restores the count of updates from a checkpoint.</summary>
    internal void Resume(long steps) => Steps = steps;
}
