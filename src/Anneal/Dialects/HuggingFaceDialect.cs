using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Hugging Face Transformers: <c>TrainingArguments</c> and <c>get_scheduler</c>.</summary>
sealed class HuggingFaceDialect : IDialect
{
    public string Name => "huggingface";

    public IReadOnlyList<string> Aliases => ["hf", "transformers", "trl"];

    public string Title => "Hugging Face Transformers (4.46 to 5; before, cosine_with_min_lr and warmup_stable_decay may be missing)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none. stock: one warm-up and one decay; the first update is at 0 (or at min_lr_ratio) except with cosine_warmup_with_min_lr";

    public string StockUsage => "TrainingArguments(**arguments); warmup_steps in place of warmup_ratio, so that 4.x and 5 agree.";

    public DialectExport Code(ExportRequest request) => new(
        Name, PythonModules.Lambda(request) + PythonModules.Scheduler, ExportForm.Code, 0, 0,
        "optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK); Trainer(..., optimizers=(optimizer, scheduler(optimizer))) with max_steps=STEPS.");

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        string Arguments(string type, int warmup, string kwargs) => Text.Of(
            $"arguments = dict(\n    learning_rate={request.Peak:R},\n    max_steps={request.Steps},\n    warmup_steps={warmup},\n    lr_scheduler_type=\"{type}\",\n    lr_scheduler_kwargs={{{kwargs}}},\n)\n");
        foreach (var warmup in outline.Warmups())
        {
            foreach (var type in (string[])["constant_with_warmup", "linear", "cosine", "inverse_sqrt"]) yield return Arguments(type, warmup, "");
            foreach (var floor in outline.Floors(request.Steps))
            {
                yield return Arguments("cosine_with_min_lr", warmup, Text.Of($"\"min_lr\": {floor:R}"));
                yield return Arguments("cosine_warmup_with_min_lr", warmup, Text.Of($"\"min_lr\": {floor:R}"));
                if (floor < outline.Peak) yield return Arguments("polynomial", warmup, Text.Of($"\"lr_end\": {floor:R}, \"power\": 1.0"));
                foreach (var decay in outline.Decays(request.Steps))
                {
                    foreach (var shape in (string[])["linear", "cosine", "1-sqrt"])
                        yield return Arguments("warmup_stable_decay", warmup, Text.Of($"\"num_decay_steps\": {decay}, \"decay_type\": \"{shape}\", \"min_lr_ratio\": {floor / outline.Peak:R}"));
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var call = x.Calls.FirstOrDefault(call => call.Name == "get_scheduler");
        if (call is not null) x = StockArguments.Of($"{text}\nname = \"{(call.Positional is [StockText name, ..] ? name.Value : x.Word("name"))}\"");
        var lr = x.First("learning_rate", "lr") is { } key ? x.Number(key) : options.Rate ?? x.Number("learning_rate", 5e-5);
        var steps = x.First("max_steps", "num_training_steps") is { } count ? x.Whole(count) : options.Steps ?? x.Whole("max_steps");
        var warmup = x.First("warmup_steps", "num_warmup_steps") is { } named ? x.Number(named) : 0;
        // From version 5 a number of warm-up steps below 1 is a ratio; before, a ratio had an option of its own, which steps outdid.
        if (warmup is > 0 and < 1) warmup = Math.Ceiling(warmup * steps);
        if (warmup == 0 && x.Has("warmup_ratio")) warmup = Math.Ceiling(x.Number("warmup_ratio") * steps);
        if (options.Steps is { } wanted && wanted < steps) return Rates(x, lr, steps, (int)warmup)[..wanted];
        return Rates(x, lr, steps, (int)warmup);
    }

    static Schedule Rates(StockArguments x, double lr, int steps, int warmup)
    {
        var rest = Math.Max(1, steps - warmup);
        var rise = Phases.Line(0, lr, warmup);
        var floor = x.Has("min_lr") ? x.Number("min_lr") : lr * x.Number("min_lr_rate", x.Number("min_lr_ratio", 0));
        var type = x.First("lr_scheduler_type", "name") is { } key ? x.Word(key).ToLowerInvariant() : "linear";
        switch (type)
        {
            case "constant":
                return new Constant(lr, steps);
            case "constant_with_warmup":
                return Phases.Join(steps, lr, rise);
            case "linear":
                return Phases.Join(steps, 0, rise, Phases.Line(lr, 0, rest));
            case "cosine" or "cosine_with_min_lr":
                if (type == "cosine") floor = 0;
                var cycles = x.Number("num_cycles", 0.5);
                return Phases.Join(steps, floor, rise, cycles == 0.5
                    ? Phases.Cosine(lr, floor, rest)
                    : Phases.Table(rest, t => floor + ((lr - floor) * Math.Max(0, (1 + double.CosPi(2 * cycles * t / rest)) / 2))));
            case "cosine_with_restarts":
                var restarts = x.Number("num_cycles", 1);
                return Phases.Join(steps, 0, rise, Phases.Table(rest, t => lr * (1 + double.CosPi(restarts * t / rest % 1)) / 2));
            case "polynomial":
                return Phases.Join(steps, x.Number("lr_end", 1e-7), rise, new Power(lr, x.Number("lr_end", 1e-7), rest, x.Number("power", 1)));
            case "inverse_sqrt":
                return Phases.Join(steps, 0, rise, new InverseSqrt(lr, warmup > 0 ? warmup : 10_000, rest));
            case "cosine_warmup_with_min_lr":
                // Counted from 1: no update is spent on 0, and the last one is at the floor.
                var first = x.Has("warmup_lr_rate")
                    ? Phases.Table(Math.Max(1, warmup), t => lr * (x.Number("warmup_lr_rate") + ((1 - x.Number("warmup_lr_rate")) * t / Math.Max(1, warmup - 1))))
                    : Phases.Ending(rise);
                return Phases.Join(steps, floor, warmup > 0 ? first : null, Phases.Ending(Phases.Cosine(lr, floor, rest)));
            case "warmup_stable_decay":
                var decay = x.Whole("num_decay_steps");
                var stable = x.Whole("num_stable_steps", steps - warmup - decay);
                // It warms up from the floor, not from 0.
                return Phases.Join(
                    steps, floor, Rise(x.Word("warmup_type", "linear"), floor, lr, warmup), Phases.Hold(lr, stable),
                    Phases.Ramp(Phases.Shape(x.Word("decay_type", "cosine")), lr, floor, decay));
            case "reduce_lr_on_plateau":
                throw new InputException("reduce_lr_on_plateau follows the loss, so it is no schedule; give the rates that were logged.");
            default:
                throw new InputException($"{Names.Quote(type)} is no lr_scheduler_type that is known here.");
        }
    }

    static Schedule? Rise(string type, double from, double to, int steps) => type switch
    {
        "linear" => Phases.Line(from, to, steps),
        "cosine" => Phases.Cosine(from, to, steps),
        _ when steps > 0 => Phases.Table(steps, t => from + ((to - from) * (1 - Math.Sqrt(1 - ((double)t / steps))))),
        _ => null,
    };
}
