namespace Anneal.Control;

/// <summary>No schedule satisfies the constraints: why, in one sentence that can be shown as it is.</summary>
public sealed class InfeasibleException : Exception
{
    /// <summary>Says which constraints contradict each other.</summary>
    public InfeasibleException(string message, Exception? inner = null) : base(message, inner) { }

    /// <summary>Says which constraints contradict each other.</summary>
    public InfeasibleException(string message) : this(message, null) { }

    /// <summary>Constraints that contradict each other in a way not named.</summary>
    public InfeasibleException() : this("No schedule satisfies the constraints.") { }

    /// <summary>Whether there is nothing left to decide because the run has reached the end that was asked for.</summary>
    public bool IsOver { get; init; }
}
