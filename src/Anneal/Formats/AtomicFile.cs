using System.Text;

namespace Anneal.Formats;

/// <summary>Writes files whole or not at all: into a temporary file of the same folder, which is then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; it is replaced if it exists.</param>
    /// <param name="write">Writes the content; if it throws, nothing of the file changes.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (Directory.Exists(path)) throw new InputException(path, 0, "this is a folder; give the name of a file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new InputException(path, 0, $"the file cannot be written: there is no folder {folder}.");
        string? temporary = null;
        try
        {
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
