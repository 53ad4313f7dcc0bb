using System.Globalization;

namespace Anneal;

/// <summary>
/// Something the user gave cannot be used: what, where (file and line where there is one), why, and what to do,
/// in one sentence that can be shown as it is.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An input error without a place.</summary>
    public InputException(string message, Exception? inner = null) : base(message, inner) { }

    /// <summary>An input error at a line of a file; <paramref name="line"/> counts from 1, 0 for the whole file.</summary>
    public InputException(string path, long line, string message, Exception? inner = null)
        : base(line > 0 ? $"{path}:{line.ToString(CultureInfo.InvariantCulture)}: {message}" : $"{path}: {message}", inner)
    {
        Path = path;
        Line = line;
    }

    /// <summary>An input error without a message of its own.</summary>
    public InputException() : this("The input cannot be used.") { }

    /// <summary>An input error.</summary>
    public InputException(string message) : this(message, null) { }

    /// <summary>The file at fault, if there is one.</summary>
    public string? Path { get; }

    /// <summary>The line at fault, from 1; 0 when the whole file is.</summary>
    public long Line { get; }
}
