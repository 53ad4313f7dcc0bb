namespace Anneal.Schedules;

/// <summary>Rates given one by one: η_t = Rates[t].</summary>
/// <param name="Rates">η₀ … η_{T−1}, at least one of them; copied.</param>
public sealed record Tabulated(ValueList<double> Rates) : Schedule
{
    /// <summary>η₀ … η_{T−1}.</summary>
    public ValueList<double> Rates { get; } = Checked(Rates);

    /// <inheritdoc/>
    public override int Steps => Rates.Count;

    /// <inheritdoc/>
    protected override double At(int t) => Rates[t];

    /// <inheritdoc/>
    protected override void Fill(int start, Span<double> rates) => Rates.Span.Slice(start, rates.Length).CopyTo(rates);

    static ValueList<double> Checked(ValueList<double> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        if (rates.Count == 0) throw new ArgumentException("Rates is empty; a schedule has at least one step.", nameof(rates));
        for (var t = 0; t < rates.Count; t++)
        {
            // Looked at first, so that a good table costs no message for each of its rates.
            if (!double.IsFinite(rates[t]) || rates[t] < 0) Require.Rate(rates[t], $"Rates[{t}]");
        }

        return rates;
    }
}
