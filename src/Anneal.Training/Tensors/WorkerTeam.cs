using System.Runtime.ExceptionServices;

namespace Anneal.Training.Tensors;

/// <summary>
/// Threads that stay and share the parts of one piece of work after another, without an allocation per piece. Work is cut into
/// parts by its size alone, and a part's result depends on nothing but its number, so results have the same bits whatever the
/// number of threads and whoever does a part.
/// </summary>
/// <remarks>
/// Parts are claimed one by one from a counter that carries the number of its piece of work: a thread that wakes late claims
/// nothing, and the caller never waits for one that sleeps. Threads look for work for some microseconds before they sleep.
/// One caller at a time; a part may not start another piece of work.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    const int Looks = 400;

    readonly SemaphoreSlim wake = new(0);
    readonly Thread[] threads;
    Action<int, int> work = static (_, _) => { };
    ExceptionDispatchInfo? failure;
    // The number of the piece of work in the upper half, the next part in the lower.
    long claim;
    int parts;
    int done;
    int asleep;
    volatile bool closed;

    /// <summary>A team of the calling thread and <paramref name="size"/> − 1 others.</summary>
    public WorkerTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Size = size;
        threads = new Thread[size - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Anneal worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Threads, the caller's included.</summary>
    public int Size { get; }

    /// <summary>Does parts 0 … count − 1 and returns when all are done.</summary>
    /// <param name="count">Parts.</param>
    /// <param name="body">Given the part and the worker that does it (0 … <see cref="Size"/> − 1), whose scratch memory it may use. Keep the delegate.</param>
    internal void Run(int count, Action<int, int> body)
    {
        if (count <= 1 || threads.Length == 0)
        {
            for (var part = 0; part < count; part++) body(part, 0);
            return;
        }

        var piece = (claim >> 32) + 1;
        // Until parts and body are in place nothing can be claimed: the counter stands at the end.
        Volatile.Write(ref claim, (piece << 32) | int.MaxValue);
        (work, done) = (body, 0);
        Volatile.Write(ref parts, count);
        Interlocked.Exchange(ref claim, piece << 32);
        if (Volatile.Read(ref asleep) > 0)
        {
            var sleepers = Interlocked.Exchange(ref asleep, 0);
            if (sleepers > 0) wake.Release(sleepers);
        }

        Work(0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref done) != count) spin.SpinOnce(sleep1Threshold: -1);
        if (failure is null) return;
        var thrown = failure;
        failure = null;
        thrown.Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (closed) return;
        closed = true;
        if (threads.Length > 0) wake.Release(threads.Length);
        foreach (var thread in threads) thread.Join();
        wake.Dispose();
    }

    void Serve(int worker)
    {
        while (!closed)
        {
            if (Work(worker)) continue;
            for (var i = 0; i < Looks && !IsOpen() && !closed; i++) Thread.SpinWait(16);
            if (IsOpen()) continue;
            Interlocked.Increment(ref asleep);
            // Work that came before the increment was seen by nobody who would wake this thread.
            if ((IsOpen() || closed) && Stay()) continue;
            wake.Wait();
        }
    }

    // Takes back the announcement of sleep; too late if a caller has counted it, whose signal must then be used up.
    bool Stay()
    {
        while (true)
        {
            var count = Volatile.Read(ref asleep);
            if (count == 0) return false;
            if (Interlocked.CompareExchange(ref asleep, count - 1, count) == count) return true;
        }
    }

    bool IsOpen() => (int)Volatile.Read(ref claim) < Volatile.Read(ref parts);

    bool Work(int worker)
    {
        var some = false;
        while (true)
        {
            var seen = Volatile.Read(ref claim);
            var (count, body) = (Volatile.Read(ref parts), Volatile.Read(ref work));
            if ((int)seen >= count) return some;
            // Succeeds only while the piece is the one that was seen, whose count and body were then read.
            if (Interlocked.CompareExchange(ref claim, seen + 1, seen) != seen) continue;
            some = true;
            try
            {
                body((int)seen, worker);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
            finally
            {
                Interlocked.Increment(ref done);
            }
        }
    }
}
