using System.Globalization;

namespace Anneal.Lab;

/// <summary>Something of a study that a user may change: <c>--name value</c> on the command line.</summary>
/// <param name="Name">In kebab case, without dashes.</param>
/// <param name="Description">A sentence, with the symbol and the unit.</param>
public abstract record StudyParameter(string Name, string Description)
{
    /// <summary>What a value looks like in the help.</summary>
    public abstract string Shape { get; }

    /// <summary>The value where none is given; null for none.</summary>
    /// <param name="quick">Whether the short variant of the study is wanted.</param>
    public abstract object? DefaultOf(bool quick);

    /// <summary>Reads a value.</summary>
    /// <exception cref="InputException">It is none, or out of range.</exception>
    public abstract object Parse(string text);

    internal InputException Wrong(string wanted, string text) => new($"--{Name} wants {wanted}, not {Names.Quote(text)}.");
}

/// <summary>A number.</summary>
/// <param name="Name">In kebab case, without dashes.</param>
/// <param name="Description">A sentence, with the symbol and the unit.</param>
/// <param name="Default">The value where none is given.</param>
public sealed record NumberParameter(string Name, string Description, double Default) : StudyParameter(Name, Description)
{
    /// <summary>The default of the short variant; null for the same.</summary>
    public double? Quick { get; init; }

    /// <summary>The least value that makes sense.</summary>
    public double Min { get; init; } = double.MinValue;

    /// <summary>The greatest value that makes sense.</summary>
    public double Max { get; init; } = double.MaxValue;

    /// <inheritdoc/>
    public override string Shape => "X";

    /// <inheritdoc/>
    public override object DefaultOf(bool quick) => quick ? Quick ?? Default : Default;

    /// <inheritdoc/>
    public override object Parse(string text) =>
        double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value >= Min && value <= Max
            ? value
            : throw Wrong(Range.Of(Min, Max, double.MinValue, double.MaxValue, "a number"), text);
}

/// <summary>A whole number.</summary>
/// <param name="Name">In kebab case, without dashes.</param>
/// <param name="Description">A sentence, with the symbol and the unit.</param>
/// <param name="Default">The value where none is given.</param>
public sealed record CountParameter(string Name, string Description, int Default) : StudyParameter(Name, Description)
{
    /// <summary>The default of the short variant; null for the same.</summary>
    public int? Quick { get; init; }

    /// <summary>The least value that makes sense.</summary>
    public int Min { get; init; } = 1;

    /// <summary>The greatest value that makes sense.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <inheritdoc/>
    public override string Shape => "N";

    /// <inheritdoc/>
    public override object DefaultOf(bool quick) => quick ? Quick ?? Default : Default;

    /// <inheritdoc/>
    public override object Parse(string text) =>
        double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value == Math.Floor(value) && value >= Min && value <= Max
            ? (int)value
            : throw Wrong(Range.Of(Min, Max, int.MinValue, int.MaxValue, "a whole number"), text);
}

/// <summary>Text: the name of a file, a schedule in the notation, one of a few words.</summary>
/// <param name="Name">In kebab case, without dashes.</param>
/// <param name="Description">A sentence.</param>
/// <param name="Example">What a value looks like in the help: <c>FILE.csv</c>.</param>
public sealed record TextParameter(string Name, string Description, string Example) : StudyParameter(Name, Description)
{
    /// <summary>The value where none is given; null for none.</summary>
    public string? Default { get; init; }

    /// <inheritdoc/>
    public override string Shape => Example;

    /// <inheritdoc/>
    public override object? DefaultOf(bool quick) => Default;

    /// <inheritdoc/>
    public override object Parse(string text) => text.Length > 0 ? text : throw Wrong(Example, text);
}

static class Range
{
    public static string Of(double min, double max, double least, double most, string what) => (min > least, max < most) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"{what} from {min} to {max}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"{what} from {min}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"{what} up to {max}"),
        _ => what,
    };
}
