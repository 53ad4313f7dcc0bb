using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>torchtitan: its configuration, or a function for the <c>LambdaLR</c> it makes.</summary>
sealed class TorchTitanDialect : IDialect
{
    public string Name => "torchtitan";

    public string Title => "torchtitan (with the virtual last step; earlier versions divide by one more)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Stock, ExportForm.Code];

    public string Limits => "stock (TOML): a warm-up from above 0, a plateau, and one linear, 1 − √x or cosine decay. code: none";

    public string StockUsage => "sections of the job's TOML file.";

    public DialectExport Code(ExportRequest request) => new(
        Name, PythonModules.Lambda(request) + Build, ExportForm.Code, 0, 0,
        "[optimizer] lr = PEAK, and build_lr_schedulers of this file in the TrainSpec.");

    const string Build = """


        def build_lr_schedulers(optimizers, *args, **kwargs):
            from torchtitan.components.lr_scheduler import LRSchedulersContainer

            return LRSchedulersContainer(optimizers, Factor())

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        foreach (var warmup in outline.Warmups())
        {
            foreach (var decay in outline.Decays(request.Steps).Append(0))
            {
                foreach (var floor in outline.Floors(request.Steps))
                {
                    foreach (var shape in (string[])["linear", "cosine", "sqrt"])
                    {
                        yield return Text.Of(
                            $"[optimizer]\nlr = {request.Peak:R}\n\n[training]\nsteps = {request.Steps}\n\n[lr_scheduler]\nwarmup_steps = {warmup}\ndecay_ratio = {(double)decay / request.Steps:R}\ndecay_type = \"{shape}\"\nmin_lr_factor = {floor / outline.Peak:R}\n");
                    }
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var steps = x.First("total_steps", "steps") is { } key ? x.Whole(key) : options.Steps ?? x.Whole("steps");
        var lr = x.Has("lr") ? x.Number("lr") : options.Rate ?? x.Number("lr");
        var warmup = Math.Min(x.Whole("warmup_steps", 200), steps);
        var decay = x.Has("decay_ratio") ? (int)Math.Round(x.Number("decay_ratio") * steps) : steps - warmup;
        decay = Math.Min(decay, steps - warmup);
        var floor = x.First("min_lr_factor", "min_lr_ratio", "lr_min") is { } low ? lr * x.Number(low) : 0;
        // The plateau has one update more than is left, so that the decay would end one after the last: the rate is never the floor.
        return Phases.Join(
            steps, lr, Phases.Ending(Phases.Line(0, lr, warmup)), Phases.Hold(lr, steps + 1 - warmup - decay),
            Phases.Ending(Phases.Ramp(Phases.Shape(x.Word("decay_type", "linear")), lr, floor, decay)));
    }
}
