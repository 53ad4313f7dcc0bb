using System.Globalization;
using System.Runtime.CompilerServices;

namespace Anneal;

/// <summary>Argument checks that say the value and what was allowed.</summary>
static class Require
{
    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, Said(name, value, "be at least 1"));

    public static int NotNegative(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, Said(name, value, "be at least 0"));

    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, Said(name, value, "be a finite number of at least 0"));

    public static double PositiveRate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, Said(name, value, "be a finite number above 0"));

    public static double Level(double value, [CallerArgumentExpression(nameof(value))] string name = "") => value is > 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, Said(name, value, "be between 0 and 1"));

    public static void SameLength(int actual, int expected, string name, string owner)
    {
        if (actual != expected)
            throw new ArgumentException($"{name} holds {actual} places, but {owner} has {expected}.", name);
    }

    static string Said(string name, double value, string rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} is {value:R}; it must {rule}.");
}
