using System.Diagnostics;

namespace Anneal.Benchmarks;

/// <summary>Whole commands, from the start of the process to its end, with the build that ./anneal makes.</summary>
static class WholeProcess
{
    public static void Ask(Report report)
    {
        var (_, name, files) = Published.Curves();
        var launcher = Path.Combine(Machine.Root, OperatingSystem.IsWindows() ? "anneal.cmd" : "anneal");
        Run(launcher, "--version");
        report.Section(
            "Whole process",
            $"From process start to exit, {name}, compiled ahead of time by the launcher; minimum (median) of seven. The yardstick is the "
            + "same program asked for its version, which is what the runtime and the command line cost.");
        report.Table("command", "ms", "this / --version");
        var yardstick = Timing.Cold(() => Run(launcher, "--version"), 7);
        report.Row("`anneal --version`", Report.Time(yardstick), "1 ×");
        string[][] commands = [["fit", "--law", "multi-power"], ["fit", "--law", "auto"]];
        foreach (var command in commands)
        {
            var time = Timing.Cold(() => Run(launcher, [.. command, "--json", .. files]), 7);
            report.Row($"`anneal {string.Join(' ', command)} {files.Length} logs`", Report.Time(time), Report.Ratio(time.Median, yardstick.Median));
        }
    }

    static void Run(string launcher, params string[] arguments)
    {
        var start = new ProcessStartInfo(launcher) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"anneal {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
