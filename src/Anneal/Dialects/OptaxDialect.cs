using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>optax: a function of the count, or its own schedules.</summary>
sealed class OptaxDialect : IDialect
{
    public string Name => "optax";

    public IReadOnlyList<string> Aliases => ["jax", "flax"];

    public string Title => "optax (JAX)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none but the precision of JAX, single unless jax_enable_x64. stock: pieces of its own shapes";

    public string StockUsage => "optax.adamw(learning_rate=schedule); the count starts at 0.";

    public DialectExport Code(ExportRequest request) => new(
        Name, $"import jax.numpy as jnp\n\n{PythonRate.Of(request, PythonTensors.Jax)}", ExportForm.Code, 0, 0,
        "optax.adamw(learning_rate=rate); the count is that of the optimizer's state, from 0.");

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var steps = Text.Of($"steps = {request.Steps}\n");
        var parts = ScheduleParts.Of(request.Schedule);
        if (parts.All(part => Piece(part) is not null))
        {
            var pieces = string.Concat(parts.Select(part => $"        {Piece(part)},\n"));
            var ends = string.Join(", ", parts.Skip(1).Select(part => Text.Of($"{part.Start}")));
            yield return $"{steps}schedule = optax.join_schedules(\n    schedules=[\n{pieces}    ],\n    boundaries=[{ends}],\n)\n";
        }

        foreach (var warmup in outline.Warmups())
        {
            foreach (var floor in outline.Floors(request.Steps))
            {
                yield return Text.Of($"{steps}schedule = optax.warmup_cosine_decay_schedule(init_value={outline.Start:R}, peak_value={outline.Peak:R}, warmup_steps={warmup}, decay_steps={request.Steps}, end_value={floor:R})\n");
                var fall = Text.Of($"optax.linear_schedule({outline.Peak:R}, {floor:R}, {request.Steps - warmup})");
                var rise = Text.Of($"optax.linear_schedule({outline.Start:R}, {outline.Peak:R}, {warmup})");
                yield return Text.Of($"{steps}schedule = optax.join_schedules([{rise}, {fall}], [{warmup}])\n");
                var (held, rest) = (outline.DecayStart - warmup, request.Steps - outline.DecayStart);
                if (held < 1) continue;
                foreach (var late in (string[])
                [
                    Text.Of($"optax.linear_schedule({outline.Peak:R}, {floor:R}, {rest})"),
                    Text.Of($"optax.cosine_decay_schedule({outline.Peak:R}, {rest}, alpha={floor / outline.Peak:R})"),
                ])
                    yield return Text.Of($"{steps}schedule = optax.join_schedules([{rise}, optax.constant_schedule({outline.Peak:R}), {late}], [{warmup}, {outline.DecayStart}])\n");
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        var call = x.Calls.LastOrDefault(call => OptaxSchedules.Knows(call.Name))
            ?? throw new InputException("There is no schedule of optax here, such as cosine_decay_schedule(init_value=3e-4, decay_steps=1000).");
        var steps = options.Steps ?? (x.First("steps", "decay_steps", "transition_steps") is { } key
            ? x.Whole(key)
            : throw new InputException($"{call.Name} does not say how many updates there are; add a line 'steps = N'."));
        return OptaxSchedules.Of(call, steps);
    }

    static string? Piece(SchedulePart part) => part.Offset > 0 ? null : part.Leaf switch
    {
        Constant x => Text.Of($"optax.constant_schedule({part.Factor * x.Rate:R})"),
        Linear x => Text.Of($"optax.linear_schedule({part.Factor * x.From:R}, {part.Factor * x.To:R}, {x.Steps})"),
        Cosine x when x.From > 0 => Text.Of($"optax.cosine_decay_schedule({part.Factor * x.From:R}, {x.Steps}, alpha={x.To / x.From:R})"),
        Power x => Text.Of($"optax.polynomial_schedule({part.Factor * x.From:R}, {part.Factor * x.To:R}, {x.Exponent:R}, {x.Steps})"),
        Exponential x => Text.Of($"optax.exponential_decay({part.Factor * x.From:R}, {x.Steps}, {x.To / x.From:R})"),
        StepDecay x => Text.Of($"optax.exponential_decay({part.Factor * x.Rate:R}, {x.Every}, {x.Factor:R}, staircase=True)"),
        _ => null,
    };
}
