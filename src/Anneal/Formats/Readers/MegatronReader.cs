namespace Anneal.Formats;

/// <summary>
/// Megatron-LM and Megatron-DeepSpeed:
/// <c> [2025-01-01 00:00:00] iteration      122/  250000 | consumed samples: 124928 | … | learning rate: 9.15E-06 | lm loss: 2.5E+00 |</c>
/// and <c> validation loss at iteration 1000 | lm loss value: 2.31E+00 | lm loss PPL: 1.0E+01 |</c>.
/// </summary>
/// <remarks>
/// The first update is iteration 1. The line is printed after the scheduler's step, so its rate is that of the next update;
/// an iteration that was skipped does not advance it. Losses are means since the line before (training_log in training.py).
/// </remarks>
sealed class MegatronReader : ConsoleReader
{
    public override string Name => "Megatron-LM";

    protected override LogConvention Convention => LogConvention.FromOneRateAhead with { IsMeanSinceLastRow = true };

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.Number("validation loss at iteration "u8, out var evaluated, out var values))
        {
            // The same line is printed for a test set.
            if (values.IndexOf("test set"u8) >= 0 || !values.Number("lm loss value:"u8, out var loss)) return false;
            row.Step = evaluated;
            row.Add("validation loss", loss);
            return true;
        }

        if (!line.Number("iteration "u8, out var step, out var rest) || rest.TrimStart((byte)' ') is not [(byte)'/', ..]) return false;
        if (rest.IndexOf("| consumed samples:"u8) < 0 && rest.IndexOf("| elapsed time per iteration"u8) < 0) return false;
        row.Step = step;
        row.AddPairs(rest, (byte)'|');
        return true;
    }
}
