using Anneal.Curves;
using Anneal.Formats;
using Anneal.Simulation;

namespace Anneal.Tests.Formats;

public sealed class SimulatedFilesTests
{
    static readonly string shipped = Path.Combine(Golden.Root(), "data", "simulated");
    static readonly SimulatedRuns demo = SimulatedRuns.Create(new Seed(1));

    [Fact]
    public void The_shipped_files_are_what_the_documented_seed_gives()
    {
        var made = Directory.CreateTempSubdirectory("anneal-demo");
        try
        {
            SimulatedFiles.Write(demo, made.FullName);

            Assert.Equal(Names(shipped), Names(made.FullName));
            Assert.All(Names(shipped), name => Assert.True(
                Bytes(shipped, name).SequenceEqual(Bytes(made.FullName, name)), $"{name} differs from what seed 1 gives."));
        }
        finally
        {
            made.Delete(recursive: true);
        }
    }

    [Fact]
    public void Reading_the_shipped_files_gives_the_runs()
    {
        AssertSame(demo.Training, Runs.Read([Path.Combine(shipped, "runs.yaml")]).Runs);
        AssertSame(demo.HeldOut, Runs.Read([Path.Combine(shipped, "heldout.yaml")]).Runs);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_input_error()
    {
        var file = Path.Combine(shipped, "constant.csv");

        var error = Assert.Throws<InputException>(() => SimulatedFiles.Write(demo, file));

        Assert.Equal(file, error.Path);
    }

    static void AssertSame(IReadOnlyList<TrainingRun> expected, IReadOnlyList<TrainingRun> actual) =>
        Assert.Equal(expected.Select(Described), actual.Select(Described));

    // Losses have four decimals in memory too, so they come back to the bit.
    static (string, string, int, string?, string, string) Described(TrainingRun run) => (
        run.Name,
        run.Schedule.ToString(),
        run.BranchStep,
        run.LossUnit,
        string.Join(' ', run.Curve.Steps.ToArray()),
        string.Join(' ', run.Curve.Loss.ToArray()));

    static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name));
}
