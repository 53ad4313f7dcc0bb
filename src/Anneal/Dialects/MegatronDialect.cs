using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Megatron-LM: flags, or a subclass of its scheduler.</summary>
sealed class MegatronDialect : IDialect
{
    public string Name => "megatron";

    public IReadOnlyList<string> Aliases => ["megatron-lm", "nemo"];

    public string Title => "Megatron-LM";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Stock, ExportForm.Code];

    public string Limits => "stock (flags): a straight warm-up, then constant, linear, cosine, 1/√t or WSD; no other shape. code: none, as a subclass";

    public string StockUsage => "flags of pretrain_*.py; with a checkpoint add --override-opt_param-scheduler, or it keeps the old ones.";

    public DialectExport Code(ExportRequest request) => new(
        Name, $"{PythonModules.Start(request)}{Subclass}", ExportForm.Code, 0, 0,
        "in get_optimizer_param_scheduler() return scheduler_class(args.global_batch_size)(...) with the same arguments; --lr PEAK --lr-decay-style constant.");

    // Megatron counts samples: an increment is a global batch, so the index is samples over the batch.
    const string Subclass = """


        def scheduler_class(global_batch_size):
            from megatron.core.optimizer_param_scheduler import OptimizerParamScheduler

            class Rates(OptimizerParamScheduler):
                def get_lr(self, param_group):
                    share = param_group.get("max_lr", PEAK) / PEAK
                    return rate(self.num_steps // global_batch_size) * share

            return Rates

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        foreach (var warmup in outline.Warmups())
        {
            foreach (var floor in outline.Floors(request.Steps))
            {
                var head = Text.Of($"--train-iters {request.Steps} --lr {request.Peak:R} --min-lr {floor:R} --lr-warmup-iters {warmup} --lr-warmup-init {Math.Min(outline.Start, outline.Peak):R} --lr-decay-iters {request.Steps}");
                foreach (var style in (string[])["constant", "linear", "cosine", "inverse-square-root"]) yield return $"{head} --lr-decay-style {style}\n";
                foreach (var decay in outline.Decays(request.Steps))
                {
                    foreach (var style in (string[])["linear", "cosine", "minus_sqrt", "exponential"])
                        yield return Text.Of($"{head} --lr-decay-style WSD --lr-wsd-decay-style {style} --lr-wsd-decay-iters {decay}\n");
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        int? Length(string name)
        {
            if (x.Has($"{name}_iters")) return x.Whole($"{name}_iters");
            if (!x.Has($"{name}_samples")) return null;
            var batch = options.Batch ?? x.Number("global_batch_size");
            return (int)Math.Round(x.Number($"{name}_samples") / batch);
        }

        var steps = options.Steps ?? Length("train") ?? Length("lr_decay") ?? throw new InputException("The flags say neither --train-iters nor --lr-decay-iters.");
        var total = Length("lr_decay") ?? Length("train") ?? steps;
        var warmup = x.Has("lr_warmup_fraction") ? (int)(x.Number("lr_warmup_fraction") * total) : Length("lr_warmup") ?? 0;
        var (lr, low) = (x.Has("lr") ? x.Number("lr") : options.Rate ?? x.Number("lr"), x.Number("min_lr", 0));
        var rise = Phases.Line(x.Number("lr_warmup_init", 0), lr, warmup);
        // lr-decay-iters counts the warm-up.
        var rest = total - warmup;
        switch (x.Word("lr_decay_style", "linear"))
        {
            case "constant":
                return Phases.Join(steps, lr, rise);
            case "linear":
                return Phases.Join(steps, low, rise, Phases.Line(lr, low, rest));
            case "cosine":
                return Phases.Join(steps, low, rise, Phases.Cosine(lr, low, rest));
            case "inverse-square-root":
                var scale = Math.Max(warmup, 1);
                return Phases.Join(
                    steps, low, rise,
                    warmup > 0 && low == 0 ? new InverseSqrt(lr, warmup, rest + 1) : Phases.Table(rest + 1, t => Math.Max(low, lr * Math.Sqrt(scale / (double)Math.Max(t + warmup, 1)))));
            case "WSD":
                var decay = Length("lr_wsd_decay") ?? throw new InputException("WSD needs --lr-wsd-decay-iters.");
                var style = x.Word("lr_wsd_decay_style", "exponential");
                return Phases.Join(
                    steps, low, rise, Phases.Hold(lr, rest - decay),
                    // Twice the half-life's curve less one: it ends at the floor.
                    style == "exponential"
                        ? Phases.Table(decay, t => low + ((lr - low) * ((2 * Math.Pow(0.5, (double)t / decay)) - 1)))
                        : Phases.Ramp(Phases.Shape(style), lr, low, decay));
            case var other:
                throw new InputException($"There is no --lr-decay-style {Names.Quote(other)} here.");
        }
    }
}
