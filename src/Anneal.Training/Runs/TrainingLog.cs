using System.Globalization;
using System.Text.Unicode;
using Anneal.Formats;

namespace Anneal.Training.Runs;

/// <summary>
/// The log of a run: <c>step,lr,train_loss,val_loss</c>, in memory and, row by row, in a file. The row of update t has η_t, the loss
/// of the update's samples before it, and where it was evaluated the loss of the held-out samples after it; other cells stay empty.
/// </summary>
sealed class TrainingLog : IDisposable
{
    readonly MemoryStream rows = new();
    readonly string path;
    FileStream? file;

    /// <summary>A log; its file is written when <see cref="Open"/> is called.</summary>
    public TrainingLog(string path)
    {
        this.path = path;
        rows.Write("step,lr,train_loss,val_loss\n"u8);
    }

    /// <summary>All rows, with the header.</summary>
    public ReadOnlyMemory<byte> Rows => rows.GetBuffer().AsMemory(0, (int)rows.Length);

    /// <summary>Puts these rows in place of all.</summary>
    public void Restore(ReadOnlyMemory<byte> all)
    {
        rows.SetLength(0);
        rows.Write(all.Span);
    }

    /// <summary>Makes the file hold these rows, whatever it held.</summary>
    public void Open()
    {
        AtomicFile.Write(path, stream => stream.Write(Rows.Span));
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>Adds a row.</summary>
    public void Add(in TrainingStep step, double? heldOut)
    {
        Span<byte> row = stackalloc byte[128];
        Utf8.TryWrite(row, CultureInfo.InvariantCulture, $"{step.Step},{step.Rate:R},{step.Loss:R},{heldOut:R}\n", out var count);
        rows.Write(row[..count]);
        try
        {
            file!.Write(row[..count]);
        }
        catch (IOException error)
        {
            throw new InputException(path, 0, $"the log cannot be written: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        rows.Dispose();
    }
}
