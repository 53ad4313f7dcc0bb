using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Composer: a callable of its state, or its own schedulers.</summary>
sealed class ComposerDialect : IDialect
{
    public string Name => "composer";

    public IReadOnlyList<string> Aliases => ["mosaicml"];

    public string Title => "Composer (from 0.11, which steps schedulers before it advances the timestamp)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none, as a callback. stock: a straight warm-up, then constant, linear or cosine; the first two updates have one rate";

    public string StockUsage => "Trainer(schedulers=scheduler, max_duration=..., step_schedulers_every_batch=True); the optimizer has the lr.";

    // A scheduler sees one timestamp before the first update and after it, so the rate is set where each batch starts.
    public DialectExport Code(ExportRequest request) => new(
        Name, $"{PythonModules.Start(request)}{Callback}", ExportForm.Code, 0, 0,
        "give the optimizer lr=PEAK; Trainer(callbacks=[callback()], max_duration=f\"{STEPS}ba\"), and no schedulers.");

    const string Callback = """


        def callback():
            from composer import Callback

            class Rates(Callback):
                def batch_start(self, state, logger):
                    for optimizer in state.optimizers:
                        for group in optimizer.param_groups:
                            base = group.setdefault("initial_lr", group["lr"])
                            group["lr"] = base * (rate(int(state.timestamp.batch)) / PEAK)

            return Rates()

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var head = Text.Of($"lr = {request.Peak:R}\nsteps = {request.Steps}\n");
        foreach (var warmup in outline.Warmups())
        {
            yield return Text.Of($"{head}scheduler = ConstantWithWarmupScheduler(t_warmup=\"{warmup}ba\")\n");
            foreach (var floor in outline.Floors(request.Steps))
            {
                foreach (var end in (int[])[request.Steps, request.Steps - 1])
                {
                    yield return Text.Of($"{head}scheduler = CosineAnnealingWithWarmupScheduler(t_warmup=\"{warmup}ba\", t_max=\"{end}ba\", alpha_f={floor / outline.Peak:R})\n");
                    yield return Text.Of($"{head}scheduler = LinearWithWarmupScheduler(t_warmup=\"{warmup}ba\", alpha_f={floor / outline.Peak:R}, t_max=\"{end}ba\")\n");
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var all = StockArguments.Of(text);
        var call = all.Calls.LastOrDefault(call => call.Name.EndsWith("Scheduler", StringComparison.Ordinal))
            ?? throw new InputException("There is no scheduler of Composer here, such as CosineAnnealingWithWarmupScheduler(t_warmup=\"100ba\", t_max=\"1dur\").");
        var lr = all.Has("lr") ? all.Number("lr") : options.Rate ?? all.Number("lr");
        var steps = options.Steps ?? (all.First("steps", "max_duration") is { } key ? Batches(all[key], 0) : all.Whole("steps"));
        var x = Bind(call);
        int Time(string name, string otherwise) => Batches(x[name] ?? new StockText(otherwise), steps);
        var hasWarmup = call.Name.Contains("WithWarmup", StringComparison.Ordinal);
        var warmup = hasWarmup ? Time("t_warmup", "0ba") : 0;
        var start = lr * x.Number("alpha_i", 1);
        var floor = lr * x.Number("alpha_f", 0);
        var end = call.Name.StartsWith("Constant", StringComparison.Ordinal) ? steps : Time("t_max", "1dur");
        if (hasWarmup && steps > end) throw new InputException("The run is longer than t_max; Composer refuses that.");
        var rise = Phases.Line(0, start, warmup);
        Schedule? fall = call.Name.Replace("WithWarmup", "", StringComparison.Ordinal) switch
        {
            "ConstantScheduler" => Phases.Hold(lr * x.Number("alpha", 1), end),
            "LinearScheduler" => Phases.Line(start, floor, end - warmup),
            "CosineAnnealingScheduler" => Phases.Cosine(lr, floor, end - warmup),
            "PolynomialScheduler" => Phases.Ramp(DecayShape.Power(x.Number("power", 2)), lr, floor, end - warmup),
            "ExponentialScheduler" => Phases.Table(steps, t => lr * Math.Pow(x.Number("gamma"), t)),
            _ => throw new InputException($"{call.Name} is not read; the constant, linear, cosine, polynomial and exponential ones are."),
        };
        // The schedulers run before the timestamp advances, so the second update sees the first one's.
        return Phases.Join(steps, call.Name.StartsWith("Constant", StringComparison.Ordinal) ? lr : floor, Phases.Hold((rise ?? fall)![0], 1), rise, fall);
    }

    static StockArguments Bind(StockCall call) => call.Name switch
    {
        "CosineAnnealingWithWarmupScheduler" => StockArguments.Of(call, "t_warmup", "t_max", "alpha_f", "scale_warmup"),
        "LinearWithWarmupScheduler" => StockArguments.Of(call, "t_warmup", "alpha_i", "alpha_f", "t_max", "scale_warmup"),
        "ConstantWithWarmupScheduler" => StockArguments.Of(call, "t_warmup", "alpha", "t_max", "scale_warmup"),
        "PolynomialWithWarmupScheduler" => StockArguments.Of(call, "t_warmup", "power", "t_max", "alpha_f", "scale_warmup"),
        "CosineAnnealingScheduler" => StockArguments.Of(call, "t_max", "alpha_f"),
        "LinearScheduler" => StockArguments.Of(call, "alpha_i", "alpha_f", "t_max"),
        "PolynomialScheduler" => StockArguments.Of(call, "power", "t_max", "alpha_f"),
        "ExponentialScheduler" => StockArguments.Of(call, "gamma", "decay_period"),
        _ => StockArguments.Of(call, "alpha", "t_max"),
    };

    // "10ba", "0.1dur"; epochs, samples and tokens need what a schedule does not know.
    static int Batches(StockValue? value, int steps)
    {
        if (value is StockNumber number) return (int)number.Value;
        var text = (value as StockText)?.Value ?? throw new InputException("A time of Composer is a text such as \"10ba\".");
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) throw new InputException($"{Names.Quote(text)} is no time such as \"10ba\".");
        return text[digits.Length..] switch
        {
            "ba" => (int)amount,
            "dur" => (int)(amount * steps),
            _ => throw new InputException($"{Names.Quote(text)} needs the batches per epoch or the batch size; write it in batches, as in \"10ba\"."),
        };
    }
}
