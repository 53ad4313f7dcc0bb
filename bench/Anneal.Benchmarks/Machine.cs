namespace Anneal.Benchmarks;

/// <summary>What this runs on.</summary>
static class Machine
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = FindRoot();

    public static string Cpu { get; } = ReadCpu();

    public static string CpuFolder { get; } =
        string.Join('-', Cpu.ToLowerInvariant().Split([' ', '(', ')', '@', '/', ','], StringSplitOptions.RemoveEmptyEntries));

    public static string LoadAverage =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    static string ReadCpu()
    {
        if (!File.Exists("/proc/cpuinfo")) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown processor";
        var fields = File.ReadLines("/proc/cpuinfo").Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), pair => pair[1].Trim()).ToDictionary(group => group.Key, group => group.First());
        var name = fields.GetValueOrDefault("model name") ?? "unknown processor";
        // A virtual machine may hide the model's name, not its number.
        return fields.TryGetValue("model", out var model) && !name.Any(char.IsAsciiDigit) ? $"{name} model {model}" : name;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Anneal.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("Anneal.slnx is not above this program.");
        return folder.FullName;
    }
}
