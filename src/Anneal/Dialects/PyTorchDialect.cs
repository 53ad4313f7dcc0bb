using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>PyTorch: a function for <c>LambdaLR</c>, or its stock schedulers.</summary>
sealed class PyTorchDialect : IDialect
{
    // LinearLR does not start from 0; this part of the peak is as good as 0.
    const double Least = 1e-10;

    public string Name => "pytorch";

    public IReadOnlyList<string> Aliases => ["torch"];

    public string Title => "PyTorch (torch.optim.lr_scheduler, from 1.13)";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: none. stock: pieces of its own shapes; LinearLR cannot start from 0, nothing falls as 1 − √x or to a floor by a power";

    public string StockUsage => "give the optimizer lr as said and step the scheduler once after every optimizer.step(); when resuming, build both first and load their states then.";

    public DialectExport Code(ExportRequest request) => new(
        Name, PythonModules.Lambda(request) + PythonModules.Scheduler, ExportForm.Code, 0, 0,
        "give the optimizer lr=PEAK, make scheduler(optimizer), and call its step() once after every optimizer.step().");

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var pieces = ScheduleParts.Of(request.Schedule).Select(part => (part.Steps, Call: Piece(part, request.Peak)!)).ToArray();
        if (Array.TrueForAll(pieces, piece => piece.Call is not null)) yield return Sequence(request, pieces);
        foreach (var warmup in outline.Warmups())
        {
            var start = Math.Max(Least, outline.Start / outline.Peak);
            var rise = (warmup, Text.Of($"LinearLR(optimizer, start_factor={start:R}, total_iters={warmup})"));
            // Decays at once, or after the plateau.
            foreach (var held in new[] { 0, outline.DecayStart - warmup }.Where(held => held >= 0).Distinct())
            {
                var rest = request.Steps - warmup - held;
                if (rest < 1) continue;
                (int, string)[] before =
                [
                    .. warmup > 0 ? [rise] : Array.Empty<(int, string)>(),
                    .. held > 0 ? [(held, Text.Of($"ConstantLR(optimizer, factor=1.0, total_iters={held + 1})"))] : Array.Empty<(int, string)>(),
                ];
                foreach (var floor in outline.Floors(request.Steps))
                {
                    yield return Sequence(request, [.. before, (rest, Text.Of($"CosineAnnealingLR(optimizer, T_max={rest}, eta_min={floor:R})"))]);
                    yield return Sequence(request, [.. before, (rest, Text.Of($"LinearLR(optimizer, start_factor=1.0, end_factor={floor / outline.Peak:R}, total_iters={rest})"))]);
                }
            }
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var arguments = StockArguments.Of(text);
        var call = arguments.Calls.LastOrDefault(call => TorchSchedulers.Knows(call.Name))
            ?? throw new InputException("There is no scheduler of PyTorch here, such as CosineAnnealingLR(optimizer, T_max=1000).");
        var rate = options.Rate is { } given && !arguments.Has("lr") ? given : arguments.Number("lr");
        return TorchSchedulers.Of(call, rate, options.Steps ?? Steps(arguments, call));
    }

    static int Steps(StockArguments arguments, StockCall call) =>
        arguments.First("steps", "total_steps", "max_steps", "T_max", "total_iters") is { } name
            ? arguments.Whole(name)
            : throw new InputException($"{call.Name} does not say how many updates there are; add a line 'steps = N'.");

    static string? Piece(SchedulePart part, double peak)
    {
        double Share(double rate) => part.Factor * rate / peak;
        if (part.Leaf is Constant constant) return Text.Of($"ConstantLR(optimizer, factor={Share(constant.Rate):R}, total_iters={part.Steps + 1})");
        if (part.Offset > 0) return null;
        return part.Leaf switch
        {
            Linear x => Text.Of($"LinearLR(optimizer, start_factor={Math.Max(Least, Share(x.From)):R}, end_factor={Share(x.To):R}, total_iters={x.Steps})"),
            Cosine x when Share(x.From) == 1 => Text.Of($"CosineAnnealingLR(optimizer, T_max={x.Steps}, eta_min={part.Factor * x.To:R})"),
            Exponential x when Share(x.From) == 1 => Text.Of($"ExponentialLR(optimizer, gamma={Math.Pow(x.To / x.From, 1.0 / x.Steps):R})"),
            StepDecay x when Share(x.Rate) == 1 => Text.Of($"StepLR(optimizer, step_size={x.Every}, gamma={x.Factor:R})"),
            Power x when Share(x.From) == 1 && x.To == 0 => Text.Of($"PolynomialLR(optimizer, total_iters={x.Steps}, power={x.Exponent:R})"),
            CosineRestarts x when Share(x.From) == 1 => Text.Of($"CosineAnnealingWarmRestarts(optimizer, T_0={x.Period}, eta_min={part.Factor * x.To:R})"),
            _ => null,
        };
    }

    static string Sequence(ExportRequest request, (int Steps, string Call)[] pieces)
    {
        var head = Text.Of($"lr = {PythonRate.Number(request.Peak)}\nsteps = {request.Steps}\n");
        if (pieces.Length == 1) return $"{head}scheduler = {pieces[0].Call}\n";
        var ends = new List<string>();
        for (var (i, end) = (0, 0); i < pieces.Length - 1; i++) ends.Add(Text.Of($"{end += pieces[i].Steps}"));
        var calls = string.Concat(pieces.Select(piece => $"        {piece.Call},\n"));
        return $"{head}scheduler = SequentialLR(\n    optimizer,\n    schedulers=[\n{calls}    ],\n    milestones=[{string.Join(", ", ends)}],\n)\n";
    }
}
