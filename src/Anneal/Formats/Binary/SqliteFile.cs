using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Anneal.Formats;

/// <summary>A SQLite database that is read and never written, nor anything beside it.</summary>
sealed class SqliteFile : IDisposable
{
    const int Progress = 10_000;
    const int InstructionsPerByte = 100;

    readonly SqliteConnection connection;
    readonly string path;
    long budget;
    long used;

    /// <summary>Opens a database.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public SqliteFile(string path, CancellationToken cancellation)
    {
        this.path = path;
        Cancellation = cancellation;
        connection = new SqliteConnection();
        try
        {
            Do(() => Open(cancellation));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    CancellationToken Cancellation { get; }

    /// <summary>Whether there are tables, not views, of these names.</summary>
    public bool HasTables(params string[] names)
    {
        var known = Query("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.All(known.Contains);
    }

    /// <summary>All rows of a query.</summary>
    /// <exception cref="InputException">The database is damaged or busy.</exception>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
    {
        var found = new List<T>();
        ForEach(sql, row => found.Add(read(row)), values);
        return found;
    }

    /// <summary>Does something with each row of a query.</summary>
    /// <exception cref="InputException">The database is damaged or busy.</exception>
    public void ForEach(string sql, Action<SqliteDataReader> use, params (string Name, object Value)[] values) => Do(() =>
    {
        used = 0;
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        using var rows = command.ExecuteReader();
        while (rows.Read()) use(rows);
    });

    public void Dispose() => connection.Dispose();

    // A database in write-ahead mode makes files beside itself when it is opened, unless it is told that nobody writes, or that
    // the one there is not to be touched.
    static string Address(string path)
    {
        var full = Path.GetFullPath(path);
        var address = new Uri(full).AbsoluteUri;
        Span<byte> head = stackalloc byte[20];
        using (var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || head[18] != 2) return address;
        }

        var log = new FileInfo($"{full}-wal");
        if (!log.Exists || log.Length == 0) return $"{address}?immutable=1";
        return File.Exists($"{full}-shm")
            ? $"{address}?readonly_shm=1"
            : throw new InputException(path, 0, $"rows wait in {Path.GetFileName(log.FullName)} that were not merged into the database; open it once with what writes it, or copy all its files.");
    }

    void Open(CancellationToken cancellation)
    {
        connection.ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Address(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 10,
        }.ConnectionString;
        connection.Open();
        // A damaged tree may lead in circles; reading each byte takes a few instructions, not a hundred.
        budget = (InstructionsPerByte * new FileInfo(path).Length) + 10_000_000;
        raw.sqlite3_progress_handler(connection.Handle, Progress, _ => cancellation.IsCancellationRequested || (used += Progress) > budget ? 1 : 0, null);
        // What the schema of an unknown file defines is not to be run.
        Execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON");
    }

    void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    void Do(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException or InvalidOperationException or InvalidCastException or OverflowException or FormatException)
        {
            Cancellation.ThrowIfCancellationRequested();
            var why = used > budget ? "its pages lead in circles" : error.Message.TrimEnd('.');
            throw new InputException(path, 0, $"the database cannot be read: {why}.", error);
        }
    }
}
