namespace Anneal.Tests.Cli;

/// <summary>The multi-power law fitted to the runs that the project ships, by the command line; made once for all tests.</summary>
static class DemoFit
{
    /// <summary>The runs that are fitted.</summary>
    public static string Runs { get; } = Path.Combine(ArchitectureTests.Root, "data", "simulated", "runs.yaml");

    /// <summary>The runs that are not.</summary>
    public static string HeldOut { get; } = Path.Combine(ArchitectureTests.Root, "data", "simulated", "heldout.yaml");

    static readonly Lazy<(string Path, Invocation Run)> Made = new(() =>
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "demo-fit.json");
        return (path, Invocation.Of("fit", Runs, "--law", "multi-power", "--json", "--out", path));
    });

    /// <summary>The fit file.</summary>
    public static string File => Made.Value.Path;

    /// <summary>How it was made.</summary>
    public static Invocation Run => Made.Value.Run;
}
