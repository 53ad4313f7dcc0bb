using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Parts that may be empty, joined to a length: how frameworks' schedules are put together.</summary>
static class Phases
{
    const int LongestTable = 50_000_000;

    /// <summary>The parts one after another: cut at <paramref name="steps"/>, or held at <paramref name="after"/> up to there.</summary>
    public static Schedule Join(int steps, double after, params ReadOnlySpan<Schedule?> parts)
    {
        var kept = new List<Schedule>();
        var left = Require.Positive(steps);
        foreach (var part in parts)
        {
            if (part is null || left == 0) continue;
            kept.Add(part.Steps <= left ? part : part[..left]);
            left -= kept[^1].Steps;
        }

        if (left > 0) kept.Add(new Constant(after, left));
        return Schedule.Join([.. kept]);
    }

    /// <summary>A shape from one rate towards another, or nothing for no steps.</summary>
    public static Schedule? Ramp(DecayShape shape, double from, double to, int steps) => steps > 0 ? shape.Decay(from, to, steps) : null;

    public static Schedule? Line(double from, double to, int steps) => Ramp(DecayShape.Linear, from, to, steps);

    public static Schedule? Cosine(double from, double to, int steps) => Ramp(DecayShape.Cosine, from, to, steps);

    public static Schedule? Hold(double rate, int steps) => steps > 0 ? new Constant(rate, steps) : null;

    /// <summary>A ramp read at 1 … n, so that its last update has the rate it leads to.</summary>
    public static Schedule? Ending(Schedule? ramp) => ramp switch
    {
        null => null,
        Ramp { Steps: 1, To: var to } => new Constant(to, 1),
        Ramp { To: var to } => ramp[1..].Then(new Constant(to, 1)),
        _ => throw new ArgumentException("Only a ramp has an end.", nameof(ramp)),
    };

    /// <summary>A formula written out.</summary>
    public static Schedule Table(int steps, Func<int, double> rate)
    {
        if (steps > LongestTable) throw new InputException(Text.Of($"A table of {steps} rates is too long; at most {LongestTable} are written out."));
        var rates = new double[Require.Positive(steps)];
        // Formulas that end at 0 may miss it by a rounding error.
        for (var t = 0; t < steps; t++) rates[t] = rate(t) is < 0 and > -1e-12 ? 0 : rate(t);
        return new Tabulated(rates);
    }

    /// <summary>Frameworks' names for shapes.</summary>
    public static DecayShape Shape(string name) => name switch
    {
        "linear" => DecayShape.Linear,
        "cosine" or "cos" => DecayShape.Cosine,
        "sqrt" or "1-sqrt" or "1_sqrt" or "minus_sqrt" or "one-minus-sqrt" => DecayShape.OneMinusSqrt,
        _ => throw new InputException($"There is no decay {Names.Quote(name)}; there are linear, cosine and 1-sqrt."),
    };
}
