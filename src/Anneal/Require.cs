using System.Runtime.CompilerServices;

namespace Anneal;

/// <summary>Argument checks that say the value and what was allowed.</summary>
static class Require
{
    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite rate of at least 0.");

    public static double PositiveRate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number above 0.");

    public static void SameLength(int actual, int expected, string name, string owner)
    {
        if (actual != expected)
            throw new ArgumentException($"{name} holds {actual} places, but {owner} has {expected}.", name);
    }
}
