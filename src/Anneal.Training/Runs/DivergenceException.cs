using System.Globalization;

namespace Anneal.Training.Runs;

/// <summary>The loss or the gradient is no number any more: there is nothing to go on with.</summary>
public sealed class DivergenceException : Exception
{
    /// <summary>A run that diverged.</summary>
    /// <param name="what">What is not finite: <c>loss</c>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="step">The index of the update, from 0, that was not done.</param>
    /// <param name="rate">Its rate.</param>
    public DivergenceException(string what, double value, int step, double rate)
        : base(string.Create(CultureInfo.InvariantCulture, $"The {what} is {Word(value)} at update {step}, where the rate is {rate:0.####e0}: the run diverged."))
        => (Step, Rate) = (step, rate);

    /// <summary>A run that diverged.</summary>
    public DivergenceException() : this("The run diverged.") { }

    /// <summary>A run that diverged.</summary>
    public DivergenceException(string message) : base(message) { }

    /// <summary>A run that diverged.</summary>
    public DivergenceException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The index of the update, from 0, that was not done.</summary>
    public int Step { get; }

    /// <summary>Its rate.</summary>
    public double Rate { get; }

    static string Word(double value) => double.IsNaN(value) ? "not a number" : "infinite";
}
