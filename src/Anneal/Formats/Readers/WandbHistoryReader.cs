namespace Anneal.Formats;

/// <summary>
/// A W&amp;B history, one object a line: <c>{"_step":12,"_runtime":3.4,"_timestamp":1.7e9,"train/loss":2.5,"train/global_step":400}</c>.
/// </summary>
/// <remarks>
/// <c>_step</c> counts calls of the logger, so a step of the trainer's own is read where there is one, and rows without it
/// (system metrics, evaluations that are logged apart) are passed over.
/// </remarks>
sealed class WandbHistoryReader : ObjectLinesReader
{
    public override string Name => "W&B history";

    public override int Generality => 0;

    protected override bool EveryObjectHasStep => false;

    protected override bool HasOwnKeys(IReadOnlyList<string> keys) =>
        keys.Contains("_step", StringComparer.Ordinal)
        && (keys.Contains("_runtime", StringComparer.Ordinal) || keys.Contains("_timestamp", StringComparer.Ordinal));
}
