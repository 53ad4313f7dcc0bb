using Anneal.Formats;
using Microsoft.Data.Sqlite;

namespace Anneal.Tests.Formats;

public sealed class MlflowTests
{
    [Fact]
    public void A_file_store_s_runs_are_read_with_nested_keys_and_without_deleted_ones()
    {
        using var folder = new TemporaryFolder();
        AddRun(folder, "mlruns/0/aaa111", "active", "first", 3);
        AddRun(folder, "mlruns/0/bbb222", "deleted", "gone", 3);
        AddRun(folder, "mlruns/1/ccc333", "active", "first", 2);
        AddRun(folder, "mlruns/2/ddd444", "active", "of a deleted experiment", 2);
        folder.Add("mlruns/0/meta.yaml", "experiment_id: '0'\nlifecycle_stage: active\n");
        folder.Add("mlruns/2/meta.yaml", "experiment_id: '2'\nlifecycle_stage: deleted\n");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "mlruns", "0", "link"), Path.Combine(folder.Path, "mlruns", "0", "aaa111"));
        var before = Tree(folder.Path);

        var set = Runs.Read([folder.Path]);

        Assert.Equal(["first (aaa111)", "first (ccc333)"], set.Runs.Select(run => run.Name));
        Assert.Equal([100, 200], set.Runs[0].Curve.Steps.ToArray());
        Assert.Equal([3.5, 3], set.Runs[0].Curve.Loss.ToArray());
        Assert.Equal("MLflow", set.Reports[0].Format);
        Assert.Equal([100, 200], Runs.Read([Path.Combine(folder.Path, "mlruns", "1", "ccc333")]).Steps());
        Assert.Equal(before, Tree(folder.Path));
    }

    [Fact]
    public void A_metric_s_lines_may_lack_the_step_be_cut_off_or_be_wrong()
    {
        using var folder = new TemporaryFolder();
        AddRun(folder, "0/aaa", "active", "run", 3);
        folder.Add("0/aaa/metrics/train/loss", "1 9.5\n2 8 100 data 1\n3 7 -4\n4 nan 150\n5 x 160\n6 6 200\n7 5 3");

        var set = Runs.Read([folder.Path], new RunReadOptions { Settings = new RunSettings { Metric = "train/loss" } });

        Assert.Equal([0, 100, 200], set.Steps());
        Assert.Equal([9.5, 8, 6], set.Loss());
        Assert.Equal(7, set.Reports[0].TruncatedLine);
        Assert.Equal(
            [new("it is not a timestamp, a value and a step from 0 to 200 million", 2, 3), new("train/loss is not finite", 1, 4)],
            set.Reports[0].Dropped.OrderBy(drop => drop.FirstLine));
    }

    [Fact]
    public void A_database_s_runs_are_read_without_deleted_ones_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var path = Database(folder, "mlflow.db", pageSize: 4096);
        var before = Tree(folder.Path);

        var set = Runs.Read([path]);

        Assert.Equal(["same (r1000000)", "same (r2000000)"], set.Runs.Select(run => run.Name));
        Assert.Equal("MLflow", set.Reports[0].Format);
        // The value written last at a step; a restart at step 20; one value that is none.
        Assert.Equal([0, 10, 20, 40], set.Runs[0].Curve.Steps.ToArray());
        Assert.Equal([4, 3.5, 2.75, 2.5], set.Runs[0].Curve.Loss.ToArray());
        Assert.Equal([(30, 20, 2L)], set.Reports[0].Restarts.Select(restart => (restart.From, restart.To, restart.Rows)));
        Assert.Equal([new DroppedRows("loss is not finite", 1, 6)], set.Reports[0].Dropped);
        Assert.Equal(before, Tree(folder.Path));
    }

    // In write-ahead mode an ordinary read-only connection would make two files beside the database.
    [Fact]
    public void A_database_in_write_ahead_mode_is_read_without_a_trace()
    {
        using var folder = new TemporaryFolder();
        var path = Database(folder, "mlflow.db", pageSize: 4096, "PRAGMA journal_mode = WAL");
        var before = Tree(folder.Path);
        Assert.Equal(2, Runs.Read([path]).Runs.Length);
        Assert.Equal(before, Tree(folder.Path));

        using var writer = Open(path);
        Execute(writer, "INSERT INTO metrics VALUES ('loss', 2.25, 70, 50, 0, 'r1000000'), ('lr', 0.5, 70, 50, 0, 'r1000000')");
        before = Tree(folder.Path);
        Assert.Contains(before, file => file.Contains("-wal", StringComparison.Ordinal));
        Assert.Equal(50, Runs.Read([path]).Runs[0].Curve.Steps[^1]);
        Assert.Equal(before, Tree(folder.Path));

        // What was copied without its index cannot be read whole, and is not read in part.
        var copy = Path.Combine(folder.Path, "copy.db");
        File.Copy(path, copy);
        File.Copy($"{path}-wal", $"{copy}-wal");
        Assert.Contains("rows wait in copy.db-wal", Assert.Throws<InputException>(() => Runs.Read([copy])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_database_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "other.db");
        using (var connection = Open(path)) Execute(connection, "CREATE TABLE metrics(run_uuid)", "CREATE VIEW runs AS SELECT 1", "CREATE TABLE experiments(x)");

        Assert.Contains("lacks the tables runs, metrics and experiments", Assert.Throws<InputException>(() => Runs.Read([path])).Message, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(path);
        Assert.Contains("name the file", Assert.Throws<InputException>(() => BinaryLogs.Read(bytes)).Message, StringComparison.Ordinal);
    }

    internal static string Database(TemporaryFolder folder, string name, int pageSize, string last = "VACUUM")
    {
        var path = Path.Combine(folder.Path, name);
        using var connection = Open(path);
        Execute(
            connection,
            $"PRAGMA page_size = {pageSize}",
            "CREATE TABLE experiments(experiment_id INTEGER PRIMARY KEY, lifecycle_stage TEXT)",
            "CREATE TABLE runs(run_uuid TEXT, name TEXT, start_time INTEGER, lifecycle_stage TEXT, experiment_id INTEGER)",
            "CREATE TABLE metrics(key TEXT, value REAL, timestamp INTEGER, step INTEGER, is_nan INTEGER, run_uuid TEXT)",
            "INSERT INTO experiments VALUES (0, 'active'), (1, 'deleted')",
            "INSERT INTO runs VALUES ('r1000000', 'same', 1, 'active', 0), ('r2000000', 'same', 2, 'active', 0), "
            + "('r3', 'gone', 3, 'deleted', 0), ('r4', 'gone too', 4, 'active', 1)",
            "INSERT INTO metrics VALUES ('loss', 4, 10, 0, 0, 'r1000000'), ('loss', 3.5, 20, 10, 0, 'r1000000'), ('loss', 3, 30, 20, 0, 'r1000000'), "
            + "('loss', 2.9, 40, 30, 0, 'r1000000'), ('loss', 2.75, 50, 20, 0, 'r1000000'), ('loss', 0, 55, 30, 1, 'r1000000'), ('loss', 2.5, 60, 40, 0, 'r1000000'), "
            + "('lr', 0.5, 10, 0, 0, 'r1000000'), ('lr', 0.5, 60, 40, 0, 'r1000000'), "
            + "('loss', 4, 1, 0, 0, 'r2000000'), ('loss', 3, 2, 5, 0, 'r2000000'), ('lr', 0.5, 1, 0, 0, 'r2000000'), ('lr', 0.5, 2, 5, 0, 'r2000000'), "
            + "('loss', 1, 1, 0, 0, 'r3')",
            last);
        return path;
    }

    static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        return connection;
    }

    static void Execute(SqliteConnection connection, params ReadOnlySpan<string> statements)
    {
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    static void AddRun(TemporaryFolder folder, string run, string stage, string name, double loss)
    {
        folder.Add($"{run}/meta.yaml", $"artifact_uri: file:///x\nlifecycle_stage: {stage}\nrun_id: {Path.GetFileName(run)}\nrun_name: {name}\nstatus: 3\n");
        folder.Add($"{run}/params/lr", "3e-4");
        folder.Add($"{run}/metrics/train/loss", FormattableString.Invariant($"1714000000123 {loss + 0.5} 100\n1714000000200 {loss} 200\n"));
        folder.Add($"{run}/metrics/learning_rate", "1714000000123 0.0003 100\n1714000000200 0.0003 200\n");
    }

    static string[] Tree(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {(File.Exists(path) ? new FileInfo(path).Length : 0)} {File.GetLastWriteTimeUtc(path):O}"),
    ];
}
