using System.Text;

namespace Anneal.Cli;

/// <summary>What goes to stderr: where no one reads it, as after <c>2>&amp;-</c>, it is lost and the command's result is not.</summary>
sealed class ForgivingWriter : TextWriter
{
    readonly TextWriter inner;
    bool isClosed;

    public ForgivingWriter(TextWriter inner) => (this.inner, NewLine) = (inner, inner.NewLine);

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    void Try(Action write)
    {
        if (isClosed) return;
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            isClosed = true;
        }
    }
}
