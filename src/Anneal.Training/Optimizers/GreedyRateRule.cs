using Anneal.Theory;

namespace Anneal.Training.Optimizers;

/// <summary>GreedyLR, with a state that a checkpoint can hold: <see cref="GreedyRate"/> step by step.</summary>
/// <remarks>Source: GreedyLR 2025, arXiv:2512.14527, and its public code.</remarks>
public sealed class GreedyRateRule : IRateRule
{
    const int Rate = 0;
    const int Best = 1;
    const int Good = 2;
    const int Bad = 3;
    const int SinceRise = 4;
    const int SinceFall = 5;
    const int Seen = 6;
    const int Held = 7;
    const int Window = 8;

    readonly GreedyOptions options;
    readonly double[] numbers;

    /// <summary>Begins.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GreedyRateRule(GreedyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // All of them are in every checkpoint.
        Require.Within(options.Window, 1, 1 << 16);
        _ = new GreedyRate(options);
        this.options = options;
        numbers = new double[Window + options.Window];
        (numbers[Rate], numbers[Best]) = (options.Initial, double.PositiveInfinity);
    }

    /// <inheritdoc/>
    public Span<double> Numbers => numbers;

    /// <inheritdoc/>
    public double Next(int step, double lastLoss)
    {
        if (step == 0) return numbers[Rate];
        Count(Mean(lastLoss));
        if (numbers[Good] > options.Patience)
        {
            Change(Math.Min(numbers[Rate] / options.Factor, options.Highest));
            numbers[SinceRise] = 0;
        }

        if (numbers[Bad] > options.Patience)
        {
            Change(Math.Max(numbers[Rate] * options.Factor, options.Lowest));
            numbers[SinceFall] = 0;
        }

        // Once: the count goes on, and stands at Reset + 1 only here.
        if (++numbers[Seen] == options.Reset + 1 && options.Reset > 0) Restart();
        return numbers[Rate];
    }

    // Oldest first, as the library sums them.
    double Mean(double loss)
    {
        var held = (int)numbers[Held];
        if (held == options.Window)
        {
            numbers.AsSpan(Window + 1).CopyTo(numbers.AsSpan(Window));
            held--;
        }

        numbers[Window + held] = loss;
        numbers[Held] = held + 1;
        var sum = 0.0;
        foreach (var one in numbers.AsSpan(Window, held + 1)) sum += one;
        return sum / (held + 1);
    }

    void Count(double value)
    {
        if (value < numbers[Best] - options.Threshold) (numbers[Best], numbers[Good], numbers[Bad]) = (value, numbers[Good] + 1, 0);
        else (numbers[Good], numbers[Bad]) = (0, numbers[Bad] + 1);
        if (numbers[SinceRise] < options.Cooldown)
        {
            numbers[SinceRise]++;
            numbers[Good] = 0;
        }

        if (numbers[SinceFall] < options.Warmup)
        {
            numbers[SinceFall]++;
            numbers[Bad] = 0;
        }
    }

    void Change(double to)
    {
        if (Math.Abs(to - numbers[Rate]) > options.LeastChange) numbers[Rate] = to;
    }

    void Restart()
    {
        (numbers[Rate], numbers[Best]) = (options.Initial, options.BestAfterReset);
        (numbers[Good], numbers[Bad], numbers[SinceRise], numbers[SinceFall], numbers[Held]) = (0, 0, 0, 0, 0);
    }
}
