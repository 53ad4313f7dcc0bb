namespace Anneal.Formats;

/// <summary>Over how many updates a logged loss is a mean.</summary>
static class LoggedWindow
{
    const double MostlyAlike = 0.9;

    /// <summary>
    /// 1 for a validation loss and for a loss of single steps; for a mean since the row before, the distance of rows if nine of
    /// ten have the same; for an exponential mean <see cref="LogConvention.SmoothingWindow"/>.
    /// </summary>
    /// <param name="convention">What the log's rows mean.</param>
    /// <param name="role">The kind of loss.</param>
    /// <param name="steps">The steps that have one.</param>
    /// <param name="remark">What was assumed; null for nothing.</param>
    public static int Of(LogConvention convention, ColumnRole role, ReadOnlySpan<int> steps, out string? remark)
    {
        remark = null;
        if (role == ColumnRole.ValidationLoss) return 1;
        if (convention.Smoothing > 0)
        {
            remark = FormattableString.Invariant(
                $"the loss is an exponential mean with β = {convention.Smoothing}, taken as a mean over {convention.SmoothingWindow} updates; neighbouring rows share their noise");
            return convention.SmoothingWindow;
        }

        if (!convention.IsMeanSinceLastRow || steps.Length < 2) return 1;
        var gaps = new int[steps.Length - 1];
        for (var i = 0; i < gaps.Length; i++) gaps[i] = steps[i + 1] - steps[i];
        Array.Sort(gaps);
        var usual = gaps[gaps.Length / 2];
        if (gaps.Count(gap => gap == usual) < MostlyAlike * gaps.Length)
        {
            remark = "each loss is a mean since the row before, but rows are unevenly spaced; they are taken as they stand (window: N in a runs file says otherwise)";
            return 1;
        }

        if (usual > 1) remark = FormattableString.Invariant($"each loss is a mean over the {usual} updates since the row before");
        return usual;
    }
}
