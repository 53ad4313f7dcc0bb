using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>One value of a runs file, with its place.</summary>
readonly record struct YamlValue(string Value, string Key, string Path, long Line)
{
    public string Text() => Value.Length > 0 ? Value : throw Wrong("it is empty");

    public int Whole(int least) =>
        double.TryParse(Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == Math.Floor(number) && number >= least && number <= LogBuilder.LargestStep
            ? (int)number
            : throw Wrong(FormattableString.Invariant($"it must be a whole number from {least} to 200 million"));

    public double Number(bool orZero) =>
        double.TryParse(Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) && (orZero ? number >= 0 : number > 0)
            ? number
            : throw Wrong(orZero ? "it must be a number of at least 0" : "it must be a number above 0");

    /// <summary>−1, 0 or 1; null for auto.</summary>
    public int? Offset() => Value switch
    {
        "auto" => null,
        "-1" => -1,
        "0" => 0,
        "1" or "+1" => 1,
        _ => throw Wrong("it must be auto, 0, -1 or +1"),
    };

    public string Format()
    {
        try
        {
            RunReaders.RequireKnown(Text());
        }
        catch (InputException error)
        {
            throw new InputException(Path, Line, error.Message, error);
        }

        return Value;
    }

    public JumpPlacement Jump() => Value switch
    {
        "later" => JumpPlacement.LaterRow,
        "earlier" => JumpPlacement.EarlierRow,
        "middle" => JumpPlacement.Middle,
        _ => throw Wrong("it must be later, earlier or middle"),
    };

    public Schedule Schedule()
    {
        try
        {
            return ScheduleFile.ReadOrParse(Value, Path);
        }
        catch (InputException error)
        {
            throw new InputException(Path, Line, error.Message, error);
        }
    }

    InputException Wrong(string rule) => new(Path, Line, $"{Key} is {Names.Quote(Value)}; {rule}.");
}
