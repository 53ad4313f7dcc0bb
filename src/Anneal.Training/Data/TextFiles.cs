namespace Anneal.Training.Data;

/// <summary>The bytes of a file, or of all files of a folder.</summary>
static class TextFiles
{
    const long Most = 1L << 30;

    /// <summary>Reads them, one after another in the ordinal order of their paths; folders in the folder too, hidden ones not.</summary>
    /// <exception cref="InputException">There is nothing, or it cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (path.Length == 0) throw new InputException("data 'text': no path is given; set 'path' to a text file or a folder of them.");
        try
        {
            var files = Directory.Exists(path) ? InFolder(path) : [path];
            if (files.Length == 0) throw new InputException(path, 0, "the folder holds no files; give one with text in it.");
            var size = files.Sum(file => new FileInfo(file).Length);
            if (size > Most) throw new InputException(path, 0, FormattableString.Invariant($"{size >> 20} MiB of text are more than the 1,024 that fit here; give a part of it."));
            var text = new byte[size];
            var read = 0;
            foreach (var file in files)
            {
                using var stream = File.OpenRead(file);
                read += stream.ReadAtLeast(text.AsSpan(read), (int)Math.Min(stream.Length, text.Length - read), throwOnEndOfStream: false);
            }

            return read > 0 ? text[..read] : throw new InputException(path, 0, "there is no text, the file is empty; give one with some in it.");
        }
        catch (FileNotFoundException fault)
        {
            throw new InputException(path, 0, "there is no such file or folder; check the path.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, 0, $"the text cannot be read ({fault.Message.TrimEnd('.')}); check the path and its permissions.", fault);
        }
    }

    static string[] InFolder(string path)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true };
        return [.. Directory.EnumerateFiles(path, "*", options).Order(StringComparer.Ordinal)];
    }
}
