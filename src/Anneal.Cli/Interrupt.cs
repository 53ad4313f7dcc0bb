using System.Runtime.InteropServices;

namespace Anneal.Cli;

/// <summary>Ctrl-C: the first asks the command to stop at its next safe point, the second ends the process.</summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration registration;

    public Interrupt() => registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }

    void OnSignal(PosixSignalContext signal)
    {
        if (source.IsCancellationRequested) return;
        signal.Cancel = true;
        try
        {
            Console.Error.WriteLine("Stopping at the next safe point; Ctrl-C again ends at once.");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // There is no one to tell.
        }

        source.Cancel();
    }
}
