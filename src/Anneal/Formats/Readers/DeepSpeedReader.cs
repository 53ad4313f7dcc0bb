namespace Anneal.Formats;

/// <summary>
/// DeepSpeed's own lines, <c>… [Rank 0] step=10, skipped=0, lr=[9.0e-06], mom=[(0.9, 0.999)]</c>: rates without losses. What runs on
/// DeepSpeed prints its losses in lines of its own, whose reader comes first.
/// </summary>
/// <remarks>The line is printed after step k and the scheduler's step, so its rate is that of update k + 1 (engine.py).</remarks>
sealed class DeepSpeedReader : ConsoleReader
{
    public override string Name => "DeepSpeed";

    public override int Generality => 1;

    protected override LogConvention Convention => LogConvention.FromOneRateAhead;

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (!line.Number("step="u8, out var step, out var rest) || !rest.StartsWith(", skipped="u8)) return false;
        if (!rest.Number("lr="u8, out var rate)) return false;
        row.Step = step;
        row.Add("lr", rate);
        return true;
    }
}
