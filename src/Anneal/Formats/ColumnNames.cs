namespace Anneal.Formats;

/// <summary>
/// The names under which logs write step, rate and loss. Case does not count, and blanks, points, slashes and hyphens are
/// underscores, so <c>train/loss</c>, <c>train.loss</c> and <c>Train Loss</c> are one name.
/// </summary>
static class ColumnNames
{
    // Best first: where a log has several names for one thing, the first here is read.
    // A tracker's own _step counts its calls, not updates, so it comes last.
    static readonly string[] Steps =
    [
        "step", "steps", "global_step", "train_global_step", "trainer_global_step", "train_step", "training_step", "iter", "iters",
        "iteration", "iterations", "train_iter", "update", "updates", "num_updates", "_step",
    ];

    static readonly string[] Rates =
    [
        "lr", "learning_rate", "learningrate", "rate", "train_lr", "train_learning_rate", "optim_lr", "lrs", "current_lr",
        // A multiple of the peak: IsMultiple.
        "lrm", "train_lrm",
    ];

    static readonly string[] Validation =
    [
        "val_loss", "validation_loss", "valid_loss", "eval_loss", "dev_loss", "test_loss", "loss_val", "loss_valid",
        "loss_validation", "loss_eval", "val_ce_loss", "eval_ce_loss", "val_lm_loss", "validation_metrics_loss", "val",
        "metrics_eval_languagecrossentropy", "val_bpb", "validation_bpb",
    ];

    static readonly string[] Plain = ["loss", "lm_loss", "ce_loss", "cross_entropy", "cross_entropy_loss", "nll", "nll_loss"];

    static readonly string[] Training =
    [
        "train_loss", "training_loss", "tr_loss", "loss_train", "loss_training", "train_ce_loss", "train_lm_loss",
        "train_crossentropyloss", "train_cross_entropy", "reduced_train_loss", "loss_metrics_global_avg_loss", "train",
        "loss_train_total",
    ];

    /// <summary>What the column is, and how good a name for it that is (0 is best).</summary>
    public static (ColumnRole Role, int Rank) Classify(string name)
    {
        var key = Normalise(name);
        // A handful of look-ups a log: a table to hash in would cost more to build than it saves.
        for (var role = ColumnRole.Step; role <= ColumnRole.TrainingLoss; role++)
        {
            var rank = Of(role).IndexOf(key);
            if (rank >= 0) return (role, rank);
        }

        // One column per parameter group: lr-AdamW, lr-AdamW/pg1, optim/LR (group 0), optim/learning_rate_group0.
        var isGroupRate = (name.StartsWith("lr-", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("lr/", StringComparison.OrdinalIgnoreCase)
                || key.StartsWith("optim_lr_", StringComparison.Ordinal)
                || key.StartsWith("optim_learning_rate_", StringComparison.Ordinal))
            && !key.Contains("momentum", StringComparison.Ordinal);
        return isGroupRate ? (ColumnRole.Rate, Rates.Length) : (ColumnRole.Other, 0);
    }

    /// <summary>The one name of a loss of that role.</summary>
    public static string Canonical(ColumnRole role, string name) => role switch
    {
        ColumnRole.ValidationLoss => "val_loss",
        ColumnRole.Loss => "loss",
        ColumnRole.TrainingLoss => "train_loss",
        _ => name,
    };

    /// <summary>Whether a rate of that name is a multiple of its peak, as nanochat's <c>lrm</c>.</summary>
    public static bool IsMultiple(string name) => Normalise(name) is "lrm" or "train_lrm";

    public static bool IsLoss(ColumnRole role) => role is ColumnRole.ValidationLoss or ColumnRole.Loss or ColumnRole.TrainingLoss;

    /// <summary>All names of a role, for messages and suggestions.</summary>
    public static ReadOnlySpan<string> Of(ColumnRole role) => role switch
    {
        ColumnRole.Step => Steps,
        ColumnRole.Rate => Rates,
        ColumnRole.ValidationLoss => Validation,
        ColumnRole.Loss => Plain,
        ColumnRole.TrainingLoss => Training,
        _ => [],
    };

    /// <summary>Lower case, with underscores for whatever separates words.</summary>
    public static string Normalise(string name) => string.Create(name.Trim().Length, name.Trim(), static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] is ' ' or '.' or '/' or '-' or ':' ? '_' : char.ToLowerInvariant(from[i]);
    });
}
