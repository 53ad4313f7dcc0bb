using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>timm: a subclass of its scheduler, or its cosine, polynomial and step schedulers.</summary>
sealed class TimmDialect : IDialect
{
    public string Name => "timm";

    public string Title => "timm (0.9 and later; counted in updates)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none. stock: a straight warm-up, then cosine, polynomial or stairs; counted in updates only (t_in_epochs=False)";

    public string StockUsage => "call scheduler.step_update(num_updates=n) after the n-th update, from 1; the optimizer has the lr.";

    public DialectExport Code(ExportRequest request) => new(
        Name, $"{PythonModules.Start(request)}{Subclass}", ExportForm.Code, 0, 0,
        "give the optimizer lr=PEAK, make scheduler(optimizer), and call step_update(num_updates=n) after the n-th update, from 1.");

    const string Subclass = """


        def scheduler(optimizer):
            from timm.scheduler.scheduler import Scheduler

            class Rates(Scheduler):
                def _get_lr(self, t):
                    return [base * (rate(t) / PEAK) for base in self.base_values]

            rates = Rates(optimizer, param_group_field="lr", t_in_epochs=False)
            rates.update_groups(rates._get_lr(0))
            return rates

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var head = Text.Of($"lr = {request.Peak:R}\nsteps = {request.Steps}\n");
        foreach (var warmup in outline.Warmups())
        {
            var rest = request.Steps - warmup;
            if (rest < 1) continue;
            var rise = Text.Of($"warmup_t={warmup}, warmup_lr_init={outline.Start:R}, warmup_prefix=True, t_in_epochs=False)\n");
            foreach (var floor in outline.Floors(request.Steps))
            {
                yield return $"{head}scheduler = CosineLRScheduler(optimizer, {Text.Of($"t_initial={rest}, lr_min={floor:R}, ")}{rise}";
                yield return $"{head}scheduler = PolyLRScheduler(optimizer, {Text.Of($"t_initial={rest}, power=1.0, lr_min={floor:R}, ")}{rise}";
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var all = StockArguments.Of(text);
        var call = all.Calls.LastOrDefault(call => call.Name.EndsWith("LRScheduler", StringComparison.Ordinal))
            ?? throw new InputException("There is no scheduler of timm here, such as CosineLRScheduler(optimizer, t_initial=1000, t_in_epochs=False).");
        var x = StockArguments.Of(
            call,
            call.Name is "StepLRScheduler" or "MultiStepLRScheduler"
                ? ["optimizer", "decay_t", "decay_rate", "warmup_t", "warmup_lr_init", "warmup_prefix", "t_in_epochs", .. Noise]
                : call.Name == "PolyLRScheduler"
                ? ["optimizer", "t_initial", "power", "lr_min", "cycle_mul", "cycle_decay", "cycle_limit", "warmup_t", "warmup_lr_init", "warmup_prefix", "t_in_epochs", .. Noise, "k_decay"]
                : ["optimizer", "t_initial", "lr_min", "cycle_mul", "cycle_decay", "cycle_limit", "warmup_t", "warmup_lr_init", "warmup_prefix", "t_in_epochs", .. Noise, "k_decay"]);
        if (x.Flag("t_in_epochs", otherwise: true))
            throw new InputException("t_in_epochs is True unless it is said, so these lengths are epochs; multiply them by the updates per epoch and say t_in_epochs=False.");
        if (x.Has("noise_range_t")) throw new InputException("Noise on the rate is random; leave it out.");
        var lr = all.Has("lr") ? all.Number("lr") : options.Rate ?? all.Number("lr");
        var (warmup, start, isPrefix) = (x.Whole("warmup_t", 0), x.Number("warmup_lr_init", 0), x.Flag("warmup_prefix"));
        var steps = options.Steps ?? (all.Has("steps") ? all.Whole("steps") : x.Whole("t_initial") + (isPrefix ? warmup : 0));
        var after = After(call.Name, x, lr, isPrefix ? steps : steps + warmup);
        // Without the prefix the warm-up covers the beginning of the curve, and what follows jumps to it.
        return Phases.Join(steps, after[^1], Phases.Line(start, lr, warmup), isPrefix ? after : warmup < after.Steps ? after[warmup..] : null);
    }

    static readonly string[] Noise = ["noise_range_t", "noise_pct", "noise_std", "noise_seed", "initialize"];

    static Schedule After(string name, StockArguments x, double lr, int steps)
    {
        var (low, k) = (x.Number("lr_min", 0), x.Number("k_decay", 1));
        switch (name)
        {
            case "StepLRScheduler":
                return new StepDecay(lr, x.Number("decay_rate", 1), x.Whole("decay_t"), steps);
            case "MultiStepLRScheduler":
                // A milestone counts from one update earlier than PyTorch's.
                return TorchSchedulers.Stairs(steps, [.. x.Numbers("decay_t").Select(place => place - 1)], i => lr * Math.Pow(x.Number("decay_rate", 1), i));
            case "PolyLRScheduler" or "CosineLRScheduler":
                if (x.Number("cycle_mul", 1) != 1) throw new InputException("cycle_mul is not read; give the rates as a table.");
                var (length, limit, fade) = (x.Whole("t_initial"), x.Number("cycle_limit", 1), x.Number("cycle_decay", 1));
                var power = x.Number("power", 0.5);
                if (limit == 1 && k == 1)
                    return Phases.Join(steps, low, name == "CosineLRScheduler" ? new Cosine(lr, low, length) : power == 1 ? new Linear(lr, low, length) : new Power(lr, low, length, power));
                return Phases.Table(steps, t =>
                {
                    var (cycle, place) = (t / length, Math.Pow(t % length, k) / Math.Pow(length, k));
                    var shape = name == "CosineLRScheduler" ? (1 + double.CosPi(place)) / 2 : Math.Pow(1 - place, power);
                    return cycle >= limit ? low : low + (((lr * Math.Pow(fade, cycle)) - low) * shape);
                });
            default:
                throw new InputException($"{name} is not read; CosineLRScheduler, PolyLRScheduler, StepLRScheduler and MultiStepLRScheduler are.");
        }
    }
}
