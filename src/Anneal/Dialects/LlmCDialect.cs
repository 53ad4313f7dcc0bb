using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>llm.c: its flags.</summary>
sealed class LlmCDialect : IDialect
{
    public string Name => "llm-c";

    public IReadOnlyList<string> Aliases => ["llmc"];

    public string Title => "llm.c";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Stock];

    public string Limits => "a warm-up of (t + 1) / W, then cosine, linear, constant, or a plateau and 1 − √x over the last 20 %";

    public string StockUsage => "flags of train_gpt2cu.";

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        foreach (var warmup in outline.Warmups())
        {
            foreach (var floor in outline.Floors(request.Steps))
            {
                foreach (var style in (string[])["cosine", "linear", "constant", "wsd"])
                    yield return Text.Of($"-x {request.Steps} -l {request.Peak:R} -u {warmup} -q {floor / outline.Peak:R} -k {style}\n");
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var steps = x.Has("x") ? x.Whole("x") : options.Steps ?? x.Whole("x");
        var (lr, warmup) = (x.Has("l") ? x.Number("l") : options.Rate ?? 3e-4, x.Whole("u", 0));
        var floor = lr * x.Number("q", 1);
        var rise = Phases.Ending(Phases.Line(0, lr, warmup));
        switch (x.Word("k", "cosine"))
        {
            case "constant":
                return Phases.Join(steps, lr, rise);
            case "cosine":
                return Phases.Join(steps, floor, rise, Phases.Cosine(lr, floor, steps - warmup));
            case "linear":
                return Phases.Join(steps, floor, rise, Phases.Line(lr, floor, steps - warmup));
            case "wsd":
                var start = (int)(0.8 * steps);
                return Phases.Join(steps, floor, rise, Phases.Hold(lr, start - warmup), Phases.Ramp(DecayShape.OneMinusSqrt, lr, floor, steps - start));
            case var other:
                throw new InputException($"There is no scheduler {Names.Quote(other)} in llm.c; there are cosine, linear, constant and wsd.");
        }
    }
}
