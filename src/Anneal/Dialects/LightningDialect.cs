using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Lightning: what <c>configure_optimizers</c> returns.</summary>
sealed class LightningDialect : IDialect
{
    public string Name => "lightning";

    public IReadOnlyList<string> Aliases => ["pytorch-lightning"];

    public string Title => "Lightning";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code];

    public string Limits => "none; read: a scheduler of PyTorch with \"interval\": \"step\"";

    public DialectExport Code(ExportRequest request) => new(
        Name, PythonModules.Lambda(request) + PythonModules.Scheduler + Configure, ExportForm.Code, 0, 0,
        "def configure_optimizers(self): return configure(torch.optim.AdamW(self.parameters(), lr=PEAK)); Trainer(max_steps=STEPS).");

    // The interval is an epoch unless it is said.
    const string Configure = """


        def configure(optimizer):
            return {
                "optimizer": optimizer,
                "lr_scheduler": {"scheduler": scheduler(optimizer), "interval": "step", "frequency": 1},
            }

        """;

    public Schedule Read(string text, ImportOptions options)
    {
        var x = StockArguments.Of(text);
        if (x.Word("interval", "epoch") != "step")
            throw new InputException("The interval is an epoch unless \"interval\": \"step\" is said, so these lengths are epochs; say it, and multiply them by the updates per epoch.");
        if (x.Number("frequency", 1) != 1) throw new InputException("A frequency above 1 holds each rate for several updates; say frequency 1.");
        var scheduler = x["scheduler"] as StockCall ?? x.Calls.LastOrDefault(call => TorchSchedulers.Knows(call.Name))
            ?? throw new InputException("There is no \"scheduler\" here.");
        var steps = options.Steps ?? (x.First("steps", "max_steps", "T_max") is { } key ? x.Whole(key) : x.Whole("steps"));
        return TorchSchedulers.Of(scheduler, x.Has("lr") ? x.Number("lr") : options.Rate ?? x.Number("lr"), steps);
    }
}
