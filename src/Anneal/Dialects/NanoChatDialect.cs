using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>nanochat: the flags of its pre-training.</summary>
sealed class NanoChatDialect : IDialect
{
    public string Name => "nanochat";

    public string Title => "nanochat";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Stock];

    public string Limits => "a warm-up of (t + 1) / W, a plateau, and a straight decay to a share of the peak";

    public string StockUsage => "flags of base_train; every group's rate is multiplied alike.";

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        foreach (var warmup in outline.Warmups())
        {
            foreach (var decay in outline.Decays(request.Steps).Append(0))
            {
                foreach (var floor in outline.Floors(request.Steps))
                    yield return Text.Of($"--num-iterations={request.Steps} --warmup-steps={warmup} --warmdown-ratio={(double)decay / request.Steps:R} --final-lr-frac={floor / outline.Peak:R} --lr={request.Peak:R}\n");
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var steps = x.Has("num_iterations") ? x.Whole("num_iterations") : options.Steps ?? x.Whole("num_iterations");
        var lr = x.Has("lr") ? x.Number("lr") : options.Rate ?? 1;
        var warmup = x.Whole("warmup_steps", 0);
        var decay = (int)Math.Round(x.Number("warmdown_ratio", 0.65) * steps, MidpointRounding.ToEven);
        return Phases.Join(
            steps, lr, Phases.Ending(Phases.Line(0, lr, warmup)), Phases.Hold(lr, steps - warmup - decay), Phases.Line(lr, lr * x.Number("final_lr_frac", 0.05), decay));
    }
}
