using System.Text;

namespace Anneal.Tests.Cli;

/// <summary>Interrupts once a line has been written, so that no time passes in vain.</summary>
sealed class Stopping(TextWriter inner, string at, CancellationTokenSource stop) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void WriteLine(string? value)
    {
        inner.WriteLine(value);
        if (value!.Contains(at, StringComparison.Ordinal)) stop.Cancel();
    }
}
