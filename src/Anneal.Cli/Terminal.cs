using System.Globalization;
using System.Text;

namespace Anneal.Cli;

/// <summary>What the process lends to a command: its streams, its environment, its clock.</summary>
sealed record Terminal(TextWriter Out, TextWriter Error)
{
    const int WidthOfNoTerminal = 100;

    /// <summary>Opens the standard input.</summary>
    public Func<Stream> In { get; init; } = static () => Stream.Null;

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public int Width { get; init; } = WidthOfNoTerminal;

    public Func<string, string?> Variable { get; init; } = static _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Interrupt { get; init; }

    public static Terminal OfProcess(CancellationToken interrupt)
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        return new Terminal(Writer(Console.OpenStandardOutput(), flush: false), Writer(Console.OpenStandardError(), flush: true))
        {
            In = Console.OpenStandardInput,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = WidthOfProcess(),
            Variable = Environment.GetEnvironmentVariable,
            Interrupt = interrupt,
        };
    }

    // Written whole when the command ends; what goes to stderr appears at once.
    static StreamWriter Writer(Stream stream, bool flush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 14) { AutoFlush = flush, NewLine = "\n" };

    static int WidthOfProcess()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0) return columns;
        if (Console.IsOutputRedirected) return WidthOfNoTerminal;
        var width = Console.WindowWidth;
        return width > 0 ? width : WidthOfNoTerminal;
    }
}
