using System.CommandLine;
using Anneal.Formats;

namespace Anneal.Cli;

/// <summary>What is said on the line of how a log is to be read.</summary>
sealed class ReadingOptions
{
    public Option<string?> Format { get; } = Setting.Text(
        "--format", "Read the logs as this format, whatever they look like: megatron-lm, torchtitan, csv, …; docs/logs.md lists them.", "NAME");

    public Option<string?> Offset { get; } = Setting.OneOf(
        "--offset",
        "What is added to a row's step to count updates from 0: −1 where the first update's row says 1. auto: what the format does.",
        "auto", "auto", "0", "-1", "+1");

    public Option<string?> Pattern { get; } = Setting.Text(
        "--pattern", @"Read the lines that match a regular expression: 'it (?<step>\d+) .* loss (?<loss>\S+)', also with a group lr.", "RE");

    public IReadOnlyList<Option> All => [Format, Offset, Pattern];

    public RunSettings Of(ParseResult line) => new()
    {
        Format = line.GetValue(Format),
        Pattern = line.GetValue(Pattern),
        Offset = line.GetValue(Offset) switch
        {
            "0" => 0,
            "-1" => -1,
            "+1" => 1,
            _ => null,
        },
    };
}
