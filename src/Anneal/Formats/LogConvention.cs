namespace Anneal.Formats;

/// <summary>
/// What a format's records mean: which index t (the update t + 1, counted from 0) a row labelled s speaks of, and over what its
/// loss is a mean.
/// </summary>
/// <param name="LossShift">Added to the label of a training loss: −1 where the first update's row is labelled 1.</param>
/// <param name="RateShift">Added to the label of a rate: one more than for the loss where the row holds the next update's rate.</param>
/// <param name="ValidationShift">Added to the label of a validation loss: −1 where "step s" is evaluated after s updates.</param>
readonly record struct LogConvention(int LossShift, int RateShift, int ValidationShift)
{
    /// <summary>A row labelled s speaks of index s: tables of no particular tool, and tools that count from 0.</summary>
    public static LogConvention FromZero => new(0, 0, 0);

    /// <summary>The first update is labelled 1, and its row holds its own rate.</summary>
    public static LogConvention FromOne => new(-1, -1, -1);

    /// <summary>The first update is labelled 1, and its row holds the rate of the second.</summary>
    public static LogConvention FromOneRateAhead => new(-1, 0, -1);

    /// <summary>Whether a training loss is the mean since the row before.</summary>
    public bool IsMeanSinceLastRow { get; init; }

    /// <summary>β, if a training loss is an exponential moving average β·before + (1 − β)·now; 0 otherwise.</summary>
    public double Smoothing { get; init; }

    /// <summary>The tool that the names of the metrics give away, where the format is any tool's.</summary>
    public string? Tool { get; init; }

    /// <summary>What a label counts, if it is not steps.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Updates that the mean of a smoothed loss is worth: an exponential mean lags by β/(1 − β) and has (1 − β)/(1 + β) of the
    /// variance, and so has a plain mean over (1 + β)/(1 − β).
    /// </summary>
    public int SmoothingWindow => Smoothing > 0 ? (int)Math.Round((1 + Smoothing) / (1 - Smoothing)) : 1;

    /// <summary>What is added to the label of a column's rows.</summary>
    public int ShiftOf(ColumnRole role) => role switch
    {
        ColumnRole.Rate => RateShift,
        ColumnRole.ValidationLoss => ValidationShift,
        _ => LossShift,
    };

    /// <summary>The same with every row that much later.</summary>
    public LogConvention Moved(int by) => this with
    {
        LossShift = LossShift + by,
        RateShift = RateShift + by,
        ValidationShift = ValidationShift + by,
    };
}
