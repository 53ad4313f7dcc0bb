using Anneal.Laws;

namespace Anneal.Benchmarks;

/// <summary>What an evaluation of every step keeps, by the number of steps.</summary>
static class MemoryUse
{
    public static void Ask(Report report)
    {
        report.Section(
            "Memory",
            "Bytes taken to prepare and evaluate loss and all gradients at every step of a cosine, results included; a second evaluation.");
        report.Table("steps", "bytes", "bytes per step", "again");
        foreach (var steps in (int[])[24_000, 72_000, 1_000_000])
        {
            var path = Published.Cosine(steps);
            int[] all = [.. Enumerable.Range(1, steps - 1)];
            var before = GC.GetAllocatedBytesForCurrentThread();
            var evaluator = new MultiPower().Prepare(path, all, WarmupResponse.Included);
            var (loss, rows) = (new double[all.Length], new double[all.Length * 7]);
            evaluator.Evaluate(Published.Theta, loss, rows);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            evaluator.Evaluate(Published.Theta, loss, rows);
            var again = GC.GetAllocatedBytesForCurrentThread() - before - bytes;
            report.Row($"{steps:N0}", $"{bytes:N0}", Report.Number((double)bytes / steps), $"{again}");
        }
    }
}
