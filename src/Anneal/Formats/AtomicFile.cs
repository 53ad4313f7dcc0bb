using System.Text;

namespace Anneal.Formats;

/// <summary>
/// Writes files whole or not at all: into a temporary file of the same folder, which is then renamed. What is there already and no
/// file on a disk, a device or a pipe such as <c>/dev/null</c> and <c>/dev/stdout</c>, is written to as it is.
/// </summary>
public static class AtomicFile
{
    /// <summary>Says before long work, and not after it, that a file cannot be written where it is asked for.</summary>
    /// <exception cref="InputException">The path is a folder, or lies in none.</exception>
    public static void RequirePlace(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new InputException("The name of a file to write is empty or holds a zero byte; give the name of a file.");
        if (Directory.Exists(path)) throw new InputException(path, 0, "this is a folder; give the name of a file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new InputException(path, 0, $"the file cannot be written: there is no folder {folder}.");
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the content; if it throws, nothing of the file changes.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        RequirePlace(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            if (OpenDevice(Path.GetFullPath(path)) is { } device)
            {
                using (device) write(device);
                return;
            }

            // Renaming over a link would replace the link.
            var link = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
            var target = link?.FullName ?? Path.GetFullPath(path);
            using (var stream = Create(target, out temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, $"the file cannot be written: {error.Message}", error);
        }
        finally
        {
            if (temporary is not null) File.Delete(temporary);
        }
    }

    // Renaming over a device would replace it, for every process; null for a file on a disk, and for none.
    static FileStream? OpenDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (!stream.CanSeek || IsInDevices(path) || IsInDevices(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? "")) return stream;
        stream.Dispose();
        return null;
    }

    static bool IsInDevices(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || path.StartsWith("/proc/", StringComparison.Ordinal);

    static FileStream Create(string target, out string temporary)
    {
        var path = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        temporary = path;
        return stream;
    }

    /// <summary>Writes text: UTF-8 without a byte-order mark, lines ending in LF.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the content; if it throws, nothing of the file changes.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteText(string path, Action<TextWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            write(writer);
        });
    }
}
