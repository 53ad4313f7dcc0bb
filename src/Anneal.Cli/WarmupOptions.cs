using System.CommandLine;
using Anneal.Laws;

namespace Anneal.Cli;

/// <summary><c>--warmup-response</c> and <c>--warmup-sum</c>, which go together.</summary>
sealed class WarmupOptions
{
    readonly Option<string?> response = Setting.OneOf(
        "--warmup-response",
        "Whether the rises of the warm-up enter the loss-reduction sum. Default: included, or excluded with --warmup-sum.",
        defaultValue: null, "excluded", "included");

    readonly Option<double?> sum = Setting.Number(
        "--warmup-sum", "The rate sum of a warm-up that came before the first step; implies --warmup-response excluded.");

    public void AddTo(Command command)
    {
        command.Add(response);
        command.Add(sum);
    }

    /// <summary>The rate sum; null if it was not given.</summary>
    public double? Sum(ParseResult line) => line.GetValue(sum);

    /// <summary>What was asked for; null if nothing was.</summary>
    public WarmupResponse? Response(ParseResult line)
    {
        var word = line.GetValue(response);
        if (Sum(line) is not null)
        {
            return word == "included"
                ? throw new CommandException(
                    ExitCode.Usage,
                    "--warmup-sum tells the sum of a warm-up but not its rises, so it cannot go with --warmup-response included; give --warmup N instead.")
                : WarmupResponse.Excluded;
        }

        return word switch
        {
            "included" => WarmupResponse.Included,
            "excluded" => WarmupResponse.Excluded,
            _ => null,
        };
    }
}
