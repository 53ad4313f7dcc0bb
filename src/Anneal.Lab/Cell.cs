using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>A cell of a study's table: a number, which files hold to its last bit, or text.</summary>
public readonly struct Cell
{
    const int UsualDigits = 4;

    readonly string? text;
    readonly int digits;

    Cell(double? number, string? text, int digits = UsualDigits) => (Number, this.text, this.digits) = (number, text, digits);

    /// <summary>The number; null for text.</summary>
    public double? Number { get; }

    /// <summary>As people read it: four significant digits unless it was made with more.</summary>
    public string Display => text ?? Digits.Significant(Number!.Value, digits);

    /// <summary>As files hold it.</summary>
    public string Exact => text ?? Number!.Value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number that people read with so many significant digits, as losses that hardly differ.</summary>
    public static Cell Of(double number, int digits) => new(number, null, digits);

    /// <summary>A number.</summary>
    public static implicit operator Cell(double number) => new(number, null);

    /// <summary>A text.</summary>
    public static implicit operator Cell(string text) => new(null, text ?? "");
}
