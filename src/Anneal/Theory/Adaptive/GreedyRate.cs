namespace Anneal.Theory;

/// <summary>What <see cref="GreedyRate"/> is told; the defaults are those of the published code.</summary>
public sealed record GreedyOptions
{
    /// <summary>η before the first loss; from <see cref="Lowest"/> to <see cref="Highest"/>.</summary>
    public double Initial { get; init; } = 1e-4;

    /// <summary>The lowest rate.</summary>
    public double Lowest { get; init; } = 1e-7;

    /// <summary>The highest rate.</summary>
    public double Highest { get; init; } = 1e-3;

    /// <summary>F, between 0 and 1: the rate is divided by it after good steps and multiplied with it after bad ones.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>How many good or bad steps in a row change nothing yet.</summary>
    public int Patience { get; init; }

    /// <summary>By how much a loss must fall below the best to count as better.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>How many of the last losses are averaged; 1 for none.</summary>
    public int Window { get; init; } = 10;

    /// <summary>So many steps after the rate rose, none counts as good.</summary>
    public int Cooldown { get; init; }

    /// <summary>So many steps after the rate fell, none counts as bad.</summary>
    public int Warmup { get; init; }

    /// <summary>After so many losses the rate and the counters begin again, once; 0 for never.</summary>
    public int Reset { get; init; }

    /// <summary>Changes of the rate smaller than this are not made.</summary>
    public double LeastChange { get; init; } = 1e-8;

    /// <summary>
    /// The best loss after the reset: +∞, so that the next loss is better. The published code has −∞ there, after which no loss is ever better
    /// and the rate falls to its lowest.
    /// </summary>
    public double BestAfterReset { get; init; } = double.PositiveInfinity;
}

/// <summary>GreedyLR: the rate rises while the loss falls, and falls while it does not.</summary>
/// <remarks>
/// Each step, with v the mean of the last losses: v &lt; best − threshold makes v the best, adds to the good steps in a row and ends the bad
/// ones; else the other way round, equality included. More good steps than the patience: η ← min(η/F, highest). More bad ones: η ← max(η F, lowest).
/// Neither counter is set back when the rate changes, so that it goes on changing every step while the luck lasts.
/// Source: GreedyLR 2025, arXiv:2512.14527, and its public code.
/// </remarks>
public sealed class GreedyRate
{
    readonly GreedyOptions options;
    readonly Queue<double> window = new();
    double best = double.PositiveInfinity;
    int good, bad, sinceRise, sinceFall, seen;
    bool hasReset;

    /// <summary>Begins.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GreedyRate(GreedyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Rate(options.Lowest, nameof(options.Lowest));
        Require.Level(options.Factor, nameof(options.Factor));
        Require.Positive(options.Window, nameof(options.Window));
        Require.NotNegative(options.Patience, nameof(options.Patience));
        if (!(options.Initial >= options.Lowest && options.Initial <= options.Highest))
            throw new ArgumentException("The initial rate lies between the lowest and the highest.", nameof(options));
        this.options = options;
        Rate = options.Initial;
    }

    /// <summary>η of the next step.</summary>
    public double Rate { get; private set; }

    /// <summary>Takes the loss of a step and returns the rate of the next.</summary>
    /// <param name="loss">The loss; one that is not a number counts as no better.</param>
    public double Next(double loss)
    {
        window.Enqueue(loss);
        if (window.Count > options.Window) window.Dequeue();
        Count(window.Average());
        if (good > options.Patience)
        {
            Change(Math.Min(Rate / options.Factor, options.Highest));
            sinceRise = 0;
        }

        if (bad > options.Patience)
        {
            Change(Math.Max(Rate * options.Factor, options.Lowest));
            sinceFall = 0;
        }

        if (++seen > options.Reset && options.Reset > 0 && !hasReset) Restart();
        return Rate;
    }

    void Count(double value)
    {
        if (value < best - options.Threshold) (best, good, bad) = (value, good + 1, 0);
        else (good, bad) = (0, bad + 1);
        if (sinceRise < options.Cooldown)
        {
            sinceRise++;
            good = 0;
        }

        if (sinceFall < options.Warmup)
        {
            sinceFall++;
            bad = 0;
        }
    }

    void Change(double to)
    {
        if (Math.Abs(to - Rate) > options.LeastChange) Rate = to;
    }

    void Restart()
    {
        (Rate, best, good, bad, sinceRise, sinceFall) = (options.Initial, options.BestAfterReset, 0, 0, 0, 0);
        window.Clear();
        hasReset = true;
    }
}
