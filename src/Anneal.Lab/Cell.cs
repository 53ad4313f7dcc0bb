using System.Globalization;
using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>A cell of a study's table: a number, which files hold to its last bit, or text.</summary>
public readonly struct Cell
{
    readonly string? text;

    Cell(double? number, string? text) => (Number, this.text) = (number, text);

    /// <summary>The number; null for text.</summary>
    public double? Number { get; }

    /// <summary>As people read it: four significant digits.</summary>
    public string Display => text ?? Digits.Significant(Number!.Value);

    /// <summary>As files hold it.</summary>
    public string Exact => text ?? Number!.Value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public static implicit operator Cell(double number) => new(number, null);

    /// <summary>A text.</summary>
    public static implicit operator Cell(string text) => new(null, text ?? "");
}
