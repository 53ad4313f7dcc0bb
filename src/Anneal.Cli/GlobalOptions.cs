using System.CommandLine;

namespace Anneal.Cli;

/// <summary>The options that every verb takes.</summary>
sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Write the result as JSON." };

    public Option<ulong?> Seed { get; } =
        Setting.Seed("--seed", "Seed of everything random; the same seed gives the same bytes.", defaultValue: 1);

    public Option<string?> Color { get; } = Setting.OneOf("--color", "Colours.", "auto", "auto", "always", "never");

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress, notes or warnings on stderr." };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Show the stack trace of a failure." };

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[Json, Seed, Color, Quiet, Debug])
        {
            option.Recursive = true;
            root.Add(option);
        }
    }

    public ColorChoice ColorOf(ParseResult line) => line.GetValue(Color) switch
    {
        "always" => ColorChoice.Always,
        "never" => ColorChoice.Never,
        _ => ColorChoice.Auto,
    };
}
