using Anneal.Training.Data;

namespace Anneal.Training.Models;

/// <summary>
/// A network: forward beside backward, buffers made once for the largest batch. Not thread-safe; the threads of its team work inside.
/// </summary>
public abstract class Model
{
    /// <summary>The parameters, in the order in which checkpoints hold them.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What samples it takes.</summary>
    public abstract SampleShape Shape { get; }

    /// <summary>The number of trained numbers.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Values.Length);

    /// <summary>The mean loss (nats per token, nats per label, or half the squared error) of a batch.</summary>
    public abstract double Loss(Batch batch);

    /// <summary>The mean loss, its gradient times <paramref name="weight"/> added to every parameter's.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="weight">1 / (number of accumulated batches).</param>
    public abstract double LossAndGradient(Batch batch, float weight = 1);

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradient()
    {
        // Not foreach, which would allocate an enumerator in every step.
        for (var i = 0; i < Parameters.Count; i++) Array.Clear(Parameters[i].Gradient);
    }
}
