using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>nanoGPT: lines of its configuration, or its <c>get_lr</c>.</summary>
sealed class NanoGptDialect : IDialect
{
    public string Name => "nanogpt";

    public string Title => "nanoGPT (from 2024, whose warm-up begins above 0)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none. stock: a warm-up of (t + 1) / (W + 1), then a cosine";

    public string StockUsage => "lines of the configuration file.";

    public DialectExport Code(ExportRequest request) => new(
        Name, $"{PythonModules.Start(request)}\n\ndef get_lr(it):\n    return rate(it)\n", ExportForm.Code, 0, 0,
        "from this file import get_lr, in place of the one in train.py; decay_lr = True.");

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        yield return Text.Of($"learning_rate = {request.Peak:R}\nmax_iters = {request.Steps}\ndecay_lr = False\n");
        foreach (var warmup in outline.Warmups())
        {
            foreach (var floor in outline.Floors(request.Steps))
                yield return Text.Of($"learning_rate = {request.Peak:R}\nmax_iters = {request.Steps}\nwarmup_iters = {warmup}\nlr_decay_iters = {request.Steps}\nmin_lr = {floor:R}\n");
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var lr = x.Has("learning_rate") ? x.Number("learning_rate") : options.Rate ?? 6e-4;
        var steps = options.Steps ?? (x.First("max_iters", "lr_decay_iters") is { } key ? x.Whole(key) : 600_000);
        if (!x.Flag("decay_lr", otherwise: true)) return new Constant(lr, steps);
        var (warmup, end, floor) = (x.Whole("warmup_iters", 2000), x.Whole("lr_decay_iters", 600_000), x.Number("min_lr", 6e-5));
        // (t + 1) / (W + 1): a line over one step more, without its beginning and its end.
        var rise = warmup > 0 ? new Linear(0, lr, warmup + 1)[1..] : null;
        return Phases.Join(steps, floor, rise, Phases.Cosine(lr, floor, end - warmup));
    }
}
