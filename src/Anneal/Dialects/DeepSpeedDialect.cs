using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>DeepSpeed: the <c>scheduler</c> object of its configuration, or a callable in its place.</summary>
sealed class DeepSpeedDialect : IDialect
{
    public string Name => "deepspeed";

    public string Title => "DeepSpeed";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Stock, ExportForm.Code];

    public string Limits => "stock (JSON): a warm-up, then constant, linear to 0 or cosine; two updates are spent at the lowest rate; no table. code: none";

    public string StockUsage => "the objects 'optimizer' and 'scheduler' of the DeepSpeed configuration.";

    public string? CommentMark(ExportForm form) => form == ExportForm.Code ? "#" : null;

    public DialectExport Code(ExportRequest request) => new(
        Name, PythonModules.Lambda(request) + PythonModules.Scheduler, ExportForm.Code, 0, 0,
        "no \"scheduler\" in the configuration; deepspeed.initialize(..., optimizer=optimizer, lr_scheduler=scheduler) with the optimizer's lr=PEAK.");

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        string Of(string type, FormattableString parameters) =>
            Text.Of($"{{\n  \"optimizer\": {{\"type\": \"AdamW\", \"params\": {{\"lr\": {request.Peak:R}}}}},\n  \"scheduler\": {{\n    \"type\": \"{type}\",\n    \"params\": {{{Text.Of(parameters)}}}\n  }}\n}}\n");
        foreach (var warmup in outline.Warmups(2).DefaultIfEmpty(2))
        {
            var rise = Text.Of($"\"warmup_min_lr\": {outline.Start:R}, \"warmup_max_lr\": {outline.Peak:R}, \"warmup_num_steps\": {warmup}, \"warmup_type\": \"linear\"");
            yield return Of("WarmupLR", $"{rise}");
            foreach (var total in (int[])[request.Steps, request.Steps - 1, request.Steps + 1])
            {
                yield return Of("WarmupDecayLR", $"\"total_num_steps\": {total}, {rise}");
                foreach (var floor in outline.Floors(request.Steps))
                {
                    yield return Of("WarmupCosineLR", $"\"total_num_steps\": {total}, \"warmup_min_ratio\": {outline.Start / outline.Peak:R}, \"warmup_num_steps\": {warmup}, \"cos_min_ratio\": {floor / outline.Peak:R}, \"warmup_type\": \"linear\"");
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        // The optimiser has a type of its own.
        var type = x["scheduler"] is StockMap scheduler && scheduler.Entries.FirstOrDefault(entry => entry.Key is StockText { Value: "type" }).Value is StockText named
            ? named.Value
            : x.Word("type");
        var warmup = Math.Max(2, x.Whole("warmup_num_steps", 1000));
        var isLog = x.Word("warmup_type", "log") == "log";
        var (low, high) = type == "WarmupCosineLR"
            ? (0, x.Has("lr") ? x.Number("lr") : options.Rate ?? x.Number("lr"))
            : (x.Number("warmup_min_lr", 0), x.Number("warmup_max_lr", 0.001));
        if (type == "WarmupCosineLR") low = high * x.Number("warmup_min_ratio", 0);
        // The first update comes before the schedule begins and the second is its index 0.
        var wasted = Phases.Hold(type == "WarmupCosineLR" ? 0 : low, 1);
        var rise = isLog
            ? Phases.Table(warmup, i => low + ((high - low) * Math.Log(i + 1) / Math.Log(warmup)))
            : Phases.Line(low, high, warmup);
        switch (type)
        {
            case "WarmupLR":
                return Phases.Join(options.Steps ?? x.Whole("steps"), high, wasted, rise);
            case "WarmupDecayLR":
                var total = x.Whole("total_num_steps");
                return Phases.Join(options.Steps ?? total, 0, wasted, rise, Phases.Line(high, 0, total - warmup));
            case "WarmupCosineLR":
                var all = x.Whole("total_num_steps");
                var floor = high * x.Number("cos_min_ratio", 1e-4);
                return Phases.Join(options.Steps ?? all, floor, wasted, rise, Phases.Ending(Phases.Cosine(high, floor, all - warmup)));
            default:
                throw new InputException($"The scheduler {Names.Quote(type)} is not read; WarmupLR, WarmupDecayLR and WarmupCosineLR are.");
        }
    }
}
