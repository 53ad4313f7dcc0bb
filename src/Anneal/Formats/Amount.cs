using System.Globalization;

namespace Anneal.Formats;

/// <summary>A number of a schedule file with the unit it was written in.</summary>
/// <param name="Value">The number, at least 0.</param>
/// <param name="Unit">
/// Empty for the unit of the place it stands in, <c>%</c> for per cent of the whole, or for a length of training <c>st</c> (updates),
/// <c>sp</c> (samples), <c>tok</c> (tokens) or <c>ep</c> (epochs).
/// </param>
public readonly record struct Amount(double Value, string Unit = "")
{
    static readonly string[] Units = ["%", "st", "sp", "tok", "ep"];

    /// <summary>A number in the unit of its place.</summary>
    public static implicit operator Amount(double value) => new(value);

    /// <summary>Reads <c>3200</c>, <c>10%</c>, <c>2.5e9tok</c>; null for what is none.</summary>
    public static Amount? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = text.AsSpan().Trim();
        var unit = "";
        foreach (var known in Units)
        {
            if (!number.EndsWith(known, StringComparison.Ordinal)) continue;
            unit = known;
            number = number[..^known.Length].TrimEnd();
            break;
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0
            ? new Amount(value, unit)
            : null;
    }

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R}{Unit}");
}
