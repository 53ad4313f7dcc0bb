namespace Anneal.Formats;

/// <summary>
/// nanochat: <c>step 00010/01000 (1.00%) | loss: 5.123456 | lrm: 1.00 | dt: 512.34ms | …</c> and
/// <c>Step 00250 | Validation bpb: 0.812345</c>.
/// </summary>
/// <remarks>
/// Steps count from 0 and a validation is made before the update of its step, after s updates. The loss is a debiased
/// exponential mean with β = 0.9, and lrm is the rate as a multiple of its peak, rounded to two decimals (base_train.py): give the
/// schedule, and the rates are rebuilt from it.
/// </remarks>
sealed class NanochatReader : ConsoleReader
{
    public override string Name => "nanochat";

    protected override LogConvention Convention => new(0, 0, -1) { Smoothing = 0.9 };

    protected override bool TryRead(ReadOnlySpan<byte> line, LogRow row)
    {
        if (line.Number("Step "u8, out var step, out var rest) && rest.Number("| Validation bpb:"u8, out var bits))
        {
            row.Step = step;
            row.Add("val_bpb", bits);
            return true;
        }

        if (!line.Number("step "u8, out step, out rest)) return false;
        if (!rest.Number("| loss:"u8, out var loss) || !rest.Number("| lrm:"u8, out var multiple) && !rest.Number("lrm:"u8, out multiple)) return false;
        row.Step = step;
        row.Add("loss", loss);
        row.Add("lrm", multiple);
        return true;
    }
}
