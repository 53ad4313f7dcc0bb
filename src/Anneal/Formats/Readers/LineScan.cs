namespace Anneal.Formats;

/// <summary>Looks for keys and numbers in a line.</summary>
static class LineScan
{
    /// <summary>The number after the first <paramref name="key"/> that begins a word; blanks and <c>[</c> may come between.</summary>
    public static bool Number(this ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, out double value) =>
        line.Number(key, out value, out _);

    /// <summary>The same, and what follows the number.</summary>
    public static bool Number(this ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, out double value, out ReadOnlySpan<byte> rest)
    {
        value = 0;
        rest = line;
        for (var from = 0; ; from++)
        {
            var at = line[from..].IndexOf(key);
            if (at < 0) return false;
            from += at;
            if (from > 0 && IsWord(line[from - 1])) continue;
            var text = line[(from + key.Length)..].TrimStart(" \t["u8);
            if (!PrintedNumber.TryRead(text, out value, out var length)) return false;
            rest = text[length..];
            return true;
        }
    }

    /// <summary>Whether a byte belongs to a name such as <c>train/loss</c> or <c>lm_loss</c>.</summary>
    public static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'/' or (byte)'-' or (byte)'.';
}
