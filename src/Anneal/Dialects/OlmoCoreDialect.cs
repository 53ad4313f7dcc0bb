using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>OLMo-core: a scheduler class, of its own or its stock ones, in steps.</summary>
sealed class OlmoCoreDialect : IDialect
{
    public string Name => "olmo-core";

    public IReadOnlyList<string> Aliases => ["olmo"];

    public string Title => "OLMo-core";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none. stock: in steps; a warm-up from above 0, then constant, linear, cosine, 1/√t or WSD; no composed schedulers";

    public string StockUsage => "the scheduler of TrainModuleConfig; the optimizer has the lr.";

    // Steps are counted from 1.
    public DialectExport Code(ExportRequest request) => new(
        Name, $"{PythonModules.Start(request)}{Class}", ExportForm.Code, 0, 0,
        "scheduler=scheduler_class()() in the TrainModuleConfig; the optimizer has lr=PEAK.");

    const string Class = """


        def scheduler_class():
            from olmo_core.optim.scheduler import Scheduler

            class Rates(Scheduler):
                def get_lr(self, initial_lr, current, t_max):
                    return initial_lr * (rate(current - 1) / PEAK)

            return Rates

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var head = Text.Of($"lr = {request.Peak:R}\nsteps = {request.Steps}\n");
        foreach (var warmup in outline.Warmups())
        {
            yield return Text.Of($"{head}scheduler = ConstantWithWarmup(warmup={warmup})\n");
            foreach (var floor in outline.Floors(request.Steps))
            {
                yield return Text.Of($"{head}scheduler = CosWithWarmup(warmup={warmup}, alpha_f={floor / outline.Peak:R})\n");
                yield return Text.Of($"{head}scheduler = LinearWithWarmup(warmup={warmup}, alpha_f={floor / outline.Peak:R})\n");
                foreach (var decay in outline.Decays(request.Steps))
                    yield return Text.Of($"{head}scheduler = WSD(warmup={warmup}, decay={decay}, decay_min_lr={floor:R})\n");
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var name = x.Calls.LastOrDefault(call => call.Name is not ("AdamW" or "AdamWConfig"))?.Name ?? x.Word("name", x.Word("_CLASS_", ""));
        if (x.Has("units") && x.Word("units") is not ("steps" or "SchedulerUnits.steps")) throw new InputException("Units of tokens are not read; divide by the tokens per step.");
        var steps = options.Steps ?? x.Whole("steps");
        var lr = x.Has("lr") ? x.Number("lr") : options.Rate ?? x.Number("lr");
        int? Length(string key) => x.First(key, $"{key}_steps") is { } found ? x.Whole(found)
            : x.Has($"{key}_fraction") ? (int)Math.Round(x.Number($"{key}_fraction") * steps, MidpointRounding.ToEven) : null;
        var warmup = Length("warmup") ?? 2000;
        var rise = Phases.Ending(Phases.Line(x.Number("warmup_min_lr", 0), lr, warmup));
        var end = x.Whole("t_max", steps);
        var floor = lr * x.Number("alpha_f", 0.1);
        // The step is counted from 1, so the last update is at the floor.
        switch (name)
        {
            case "ConstantScheduler" or "constant":
                return new Constant(lr, steps);
            case "ConstantWithWarmup" or "constant_with_warmup":
                return Phases.Join(steps, lr, rise);
            case "WSD" or "wsd":
                var decay = Length("decay") ?? (int)Math.Round(0.1 * steps, MidpointRounding.ToEven);
                return Phases.Join(steps, lr, rise, Phases.Hold(lr, steps - decay - warmup), Phases.Ending(Phases.Line(lr, x.Number("decay_min_lr", 0), decay)));
            case "LinearWithWarmup" or "linear_with_warmup":
                return Phases.Join(steps, floor, rise, Phases.Ending(Phases.Line(lr, floor, end - warmup)));
            case "CosWithWarmup" or "cos_with_warmup":
                return Phases.Join(steps, floor, rise, Phases.Ending(Phases.Cosine(lr, floor, end - warmup)));
            case "InvSqrtWithWarmup" or "inv_sqrt_with_warmup":
                return Phases.Join(steps, lr, rise, Phases.Table(Math.Max(1, steps - warmup), t => floor + ((lr - floor) * Math.Sqrt(warmup / (warmup + t + 1.0)))));
            default:
                throw new InputException($"The scheduler {Names.Quote(name)} is not read; constant, linear, cosine, 1/√t and WSD with a warm-up are.");
        }
    }
}
