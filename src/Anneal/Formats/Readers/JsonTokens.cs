using System.Text;
using System.Text.Json;

namespace Anneal.Formats;

/// <summary>
/// The tokens of one JSON document, however large, in a buffer of a few kilobytes. NaN and the infinities, which Python writes
/// and JSON lacks, are read as texts.
/// </summary>
sealed class JsonTokens(LogSource source, IProgress<long>? progress, CancellationToken cancellation)
{
    const int LongestToken = 1 << 24;
    const int StepOfProgress = 1 << 22;
    const byte NotFinite = 0x7F;

    static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    readonly Stream stream = source.Stream;
    byte[] buffer = new byte[1 << 16];
    JsonReaderState state = new(Options);
    (int Start, int End) held;
    bool started;
    bool exhausted;
    bool inText;
    bool escaped;
    int letters;
    bool isFirstLetter;
    long bytes;
    long nextReport = StepOfProgress;

    /// <summary>The kind of the token last read.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>How many objects and lists are around it.</summary>
    public int Depth { get; private set; }

    /// <summary>Its text, if it is a name or a text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Its value, if it is a number or a text that is one; null otherwise.</summary>
    public double? Number { get; private set; }

    /// <summary>The line on which it ends.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Whether the document stops before its end.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>The next token; false at the end of the document or where it is no longer JSON.</summary>
    /// <exception cref="InputException">A token is longer than 16 MiB.</exception>
    public bool Next()
    {
        while (!IsCutOff)
        {
            var json = new Utf8JsonReader(buffer.AsSpan(held.Start..held.End), exhausted, state);
            bool found;
            try
            {
                found = json.Read();
                if (found) Take(ref json);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                IsCutOff = true;
                return false;
            }

            var taken = (int)json.BytesConsumed;
            Line += buffer.AsSpan(held.Start, taken).Count((byte)'\n');
            held.Start += taken;
            state = json.CurrentState;
            if (found) return true;
            if (exhausted) return false;
            Fill();
        }

        return false;
    }

    void Take(ref Utf8JsonReader json)
    {
        (Kind, Depth, Number) = (json.TokenType, json.CurrentDepth, null);
        if (Kind is JsonTokenType.PropertyName or JsonTokenType.String)
        {
            Text = json.GetString()!;
            if (Kind == JsonTokenType.String) Number = NumberIn(Text);
        }
        else if (Kind == JsonTokenType.Number && Utf8Number.TryParse(json.ValueSpan, decimalComma: false, out var value))
        {
            Number = value;
        }
    }

    void Fill()
    {
        cancellation.ThrowIfCancellationRequested();
        buffer.AsSpan(held.Start..held.End).CopyTo(buffer);
        held = (0, held.End - held.Start);
        if (held.End == buffer.Length)
        {
            if (held.End >= LongestToken) throw new InputException(source.Path, Line, "a text or number is longer than 16 MiB, so this is not a log.");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        var count = stream.Read(buffer, held.End, buffer.Length - held.End);
        exhausted = count == 0;
        Quote(held.End, held.End + count);
        if (!started && count > 0)
        {
            started = true;
            if (buffer.AsSpan(0, count).StartsWith("\uFEFF"u8)) held.Start = 3;
        }

        held.End += count;
        bytes += count;
        if (bytes < nextReport) return;
        progress?.Report(bytes);
        nextReport = bytes + StepOfProgress;
    }

    // NaN becomes "◦", Infinity "◦finit" and -Infinity "-◦finit" in as many bytes, with a character for ◦ that no log has.
    void Quote(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var c = buffer[i];
            if (inText)
            {
                inText = escaped || c != '"';
                escaped = !escaped && c == '\\';
            }
            else if (letters > 0)
            {
                if (letters == 1) buffer[i] = (byte)'"';
                else if (isFirstLetter) buffer[i] = NotFinite;
                isFirstLetter = false;
                letters--;
            }
            else if (c == '"')
            {
                inText = true;
            }
            else if (c is (byte)'N' or (byte)'I')
            {
                (letters, isFirstLetter) = (c == 'N' ? 2 : 7, true);
                var isNegative = i > held.Start && buffer[i - 1] == '-';
                buffer[isNegative ? i - 1 : i] = (byte)'"';
                if (isNegative) buffer[i] = (byte)'-';
            }
        }
    }

    static double? NumberIn(string text) => text switch
    {
        [(char)NotFinite] => double.NaN,
        [(char)NotFinite, ..] => double.PositiveInfinity,
        ['-', (char)NotFinite, ..] => double.NegativeInfinity,
        _ => Utf8Number.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out var value) ? value : null,
    };
}
