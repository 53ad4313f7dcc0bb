namespace Anneal.Formats;

/// <summary>
/// MLflow's SQLite store: tables <c>experiments</c>, <c>runs</c> and <c>metrics(key, value, timestamp, step, is_nan, run_uuid)</c>.
/// Deleted runs are left out. Values come in the order of their timestamps, so that a restart shows as a step that falls.
/// </summary>
sealed class MlflowDatabaseReader : IRunReader
{
    const string Active = """
        SELECT r.run_uuid, r.name FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id
        WHERE COALESCE(r.lifecycle_stage, '') <> 'deleted' AND COALESCE(e.lifecycle_stage, '') <> 'deleted'
        ORDER BY r.start_time, r.run_uuid
        """;

    public string Name => MlflowFolder.Called;

    public bool IsBinary => true;

    // The schema stands at the beginning of the file.
    public bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("SQLite format 3\0"u8) && head.IndexOf("run_uuid"u8) >= 0;

    public IReadOnlyList<string> Parts(LogSource source)
    {
        using var database = Open(source, CancellationToken.None);
        return [.. Runs(database).Select(run => run.Name)];
    }

    public RawLog Read(LogSource source, LogQuery query, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var database = Open(source, cancellation);
        var run = RunNames.Find(Runs(database), query.Part, source.Path);
        var names = database.Query("SELECT DISTINCT key FROM metrics WHERE run_uuid = $run ORDER BY key", row => row.GetString(0), ("$run", run));
        var rows = new LogBuilder(source, Name)
        {
            Names = names,
            Place = "row",
            HeaderLine = 0,
            IfEmpty = "the run has no loss or rate under a name that is known; nothing has been logged yet, or --metric NAME says what it is.",
            Convention = ToolKeys.Convention(names),
        };
        foreach (var name in names)
        {
            if (!query.Wants(name)) continue;
            var (column, number) = (rows.AddColumn(name), 0L);
            database.ForEach(
                "SELECT step, value, is_nan FROM metrics WHERE run_uuid = $run AND key = $key ORDER BY timestamp, step",
                row =>
                {
                    number++;
                    var step = row.IsDBNull(0) ? 0 : row.GetInt64(0);
                    if (step is < 0 or > LogBuilder.LargestStep)
                        rows.Unreadable.Add("its step is not from 0 to 200 million", number);
                    else
                        rows.Add(column, (int)step, row.IsDBNull(1) || row.GetInt64(2) != 0 ? double.NaN : Finite(row.GetDouble(1)), number);
                },
                ("$run", run),
                ("$key", name));
        }

        return rows.Build();
    }

    static SqliteFile Open(LogSource source, CancellationToken cancellation)
    {
        var path = source.File ?? throw new InputException(source.Path, 0, "a database is read from its file, not from a stream; name the file.");
        var database = new SqliteFile(path, cancellation);
        if (database.HasTables("runs", "metrics", "experiments")) return database;
        database.Dispose();
        throw new InputException(source.Path, 0, "the database lacks the tables runs, metrics and experiments of MLflow.");
    }

    static IReadOnlyList<(string Name, string Id)> Runs(SqliteFile database) =>
        RunNames.Unique(database.Query(Active, row => (row.IsDBNull(1) ? null : row.GetString(1), row.GetString(0))));

    // MLflow writes infinities as the largest double.
    static double Finite(double value) => Math.Abs(value) == double.MaxValue ? double.NaN : value;
}
