namespace Anneal.Formats;

/// <summary>
/// What the labels of a tracker's rows mean (W&amp;B, TensorBoard, MLflow, tables and JSON of no particular tool), told from the names
/// of the metrics, which give away the tool that logged them.
/// </summary>
static class ToolKeys
{
    // In order: a name further down may occur in what is above.
    static readonly (string Tool, string[] Keys, LogConvention Meaning)[] Tools =
    [
        // As its trainer_state.json; that file can also show whether the rate is the next update's.
        ("Hugging Face", ["train/global_step", "train/loss"], LogConvention.FromOne with { IsMeanSinceLastRow = true }),
        ("Hugging Face", ["train/global_step", "train/learning_rate"], LogConvention.FromOne with { IsMeanSinceLastRow = true }),
        // Its callbacks for TensorBoard and for MLflow, which keep no column of steps.
        ("Hugging Face", ["train/loss", "train/learning_rate", "train/epoch"], LogConvention.FromOne with { IsMeanSinceLastRow = true }),
        ("Hugging Face", ["loss", "learning_rate", "epoch", "grad_norm"], LogConvention.FromOne with { IsMeanSinceLastRow = true }),
        ("Lightning", ["trainer/global_step", "epoch"], LogConvention.FromZero),
        ("torchtitan", ["loss_metrics/global_avg_loss"], LogConvention.FromOne),
        ("OLMo-core", ["train/CE loss"], LogConvention.FromOne),
        ("OLMo", ["train/CrossEntropyLoss"], LogConvention.FromOne),
        ("OLMo", ["optim/learning_rate_group0"], LogConvention.FromOne),
        ("nanochat", ["train/loss", "train/lrm"], new LogConvention(0, 0, -1) { Smoothing = 0.9 }),
        // To trackers it writes the loss of the iteration, only to the console the mean of several.
        ("Megatron-LM", ["lm loss", "learning-rate"], LogConvention.FromOneRateAhead),
        ("Composer", ["loss/train/total"], new LogConvention(0, 0, -1)),
        ("epfml", ["iter", "train/loss", "iter_dt"], LogConvention.FromOneRateAhead),
        // Logged with an evaluation, before the update that the rate is for; its training loss is an evaluation's too.
        ("nanoGPT", ["iter", "train/loss", "val/loss", "mfu"], new LogConvention(-1, 0, -1)),
    ];

    /// <summary>What the labels mean: those of a tool if the names are its, else as they stand.</summary>
    public static LogConvention Convention(IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        var (tool, _, meaning) = Array.Find(Tools, entry => Array.TrueForAll(entry.Keys, known.Contains));
        return tool is null ? LogConvention.FromZero : meaning with { Tool = tool };
    }
}
