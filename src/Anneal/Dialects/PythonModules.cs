namespace Anneal.Dialects;

/// <summary>Python around a rate function for the frameworks that end in a PyTorch scheduler.</summary>
static class PythonModules
{
    /// <summary>Imports, the rate, and a class for <c>LambdaLR</c> that has no state of its own, so that a checkpoint holds the step alone.</summary>
    public static string Lambda(ExportRequest request) => $"{Start(request)}{Factor}";

    /// <summary>Imports and the rate.</summary>
    public static string Start(ExportRequest request) =>
        (request.Options.Points is null ? "import math\n\n" : "import bisect\n\n") + PythonRate.Of(request);

    /// <summary>A scheduler of PyTorch made of the class.</summary>
    public const string Scheduler = """


        def scheduler(optimizer, last_epoch=-1):
            from torch.optim.lr_scheduler import LambdaLR

            return LambdaLR(optimizer, Factor(), last_epoch=last_epoch)

        """;

    const string Factor = """


        class Factor:
            def __call__(self, t):
                return rate(t) / PEAK

        """;
}
