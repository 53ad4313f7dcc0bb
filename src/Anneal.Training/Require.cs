using System.Globalization;
using System.Runtime.CompilerServices;

namespace Anneal.Training;

/// <summary>Argument checks whose message says the value and what was allowed.</summary>
static class Require
{
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Fault(name, value, "at least 0");

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0 ? value : throw Fault(name, value, "above 0");

    public static double AtMost(double value, double most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value <= most ? value : throw Fault(name, value, string.Create(CultureInfo.InvariantCulture, $"at most {most}"));

    public static double Memory(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw Fault(name, value, "at least 0 and below 1");

    public static double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Fault(name, value, "from 0 to 1");

    public static int Within(int value, int least, int most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= most ? value : throw Fault(name, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

    // The last part of 'options.EmbeddingDecay', as a configuration writes it.
    static ArgumentOutOfRangeException Fault(string name, double value, string rule)
    {
        var word = Names.Kebab(name[(name.LastIndexOf('.') + 1)..]);
        return new(word, string.Create(CultureInfo.InvariantCulture, $"{word} is {value:R}; it must be {rule}."));
    }
}
