using System.Globalization;
using Anneal.Curves;
using Anneal.Simulation;

namespace Anneal.Formats;

/// <summary>The simulated runs as files: a log for each, <c>runs.yaml</c> for those to fit, <c>heldout.yaml</c> for the others.</summary>
public static class SimulatedFiles
{
    /// <summary>Writes the files; the same runs give the same bytes.</summary>
    /// <param name="simulated">The runs.</param>
    /// <param name="folder">Made if it does not exist; files of these names in it are replaced.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static void Write(SimulatedRuns simulated, string folder)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder, 0, $"the folder cannot be made: {error.Message}", error);
        }

        foreach (var run in simulated.Training.Concat(simulated.HeldOut))
            AtomicFile.WriteText(Path.Combine(folder, $"{run.Name}.csv"), writer => WriteLog(run, writer));
        AtomicFile.WriteText(Path.Combine(folder, "runs.yaml"), writer => WriteList(simulated.Training, writer));
        AtomicFile.WriteText(Path.Combine(folder, "heldout.yaml"), writer => WriteList(simulated.HeldOut, writer));
    }

    // Digits as trainers print them: the schedules stand in the lists, and the last bits of a cosine differ between platforms.
    static void WriteLog(TrainingRun run, TextWriter writer)
    {
        writer.Write("step,lr,loss\n");
        var steps = run.Curve.Steps;
        var loss = run.Curve.Loss;
        for (var i = 0; i < steps.Length; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{steps[i]},{run.Schedule[steps[i]]:g6},{loss[i]:F4}\n"));
    }

    static void WriteList(IReadOnlyList<TrainingRun> runs, TextWriter writer)
    {
        writer.Write("# Simulated (samples/Simulate.cs); no network was trained.\n");
        writer.Write("defaults:\n  loss_unit: nats/token\nruns:\n");
        foreach (var run in runs)
        {
            writer.Write($"  - log: {run.Name}.csv\n    name: {run.Name}\n    schedule: {run.Schedule}\n");
            if (run.BranchStep > 0)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"    branch_step: {run.BranchStep}\n"));
        }
    }
}
