using System.Diagnostics;

namespace Anneal.Benchmarks;

/// <summary>How long something takes, in milliseconds.</summary>
/// <remarks>
/// A stopwatch of our own and not a benchmark framework: what counts here is the ratio to a twin that runs a thousand times as
/// long, which a framework would repeat for minutes, and both should run within the same minute of the same machine. The
/// warm-up lasts until the compiler's tiers are through; the minimum is the best estimate on a machine that does other things.
/// </remarks>
readonly record struct Timing(double Min, double Median, int Repeats)
{
    const double WarmupSeconds = 1.5;

    /// <summary>Times work that is worth warming up and repeating.</summary>
    public static Timing Of(Action work, int repeats = 9)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < WarmupSeconds;) work();
        return Cold(work, repeats);
    }

    /// <summary>Times work as it comes: a process, or a twin of seconds.</summary>
    public static Timing Cold(Action work, int repeats = 1)
    {
        var times = new double[repeats];
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return new(times[0], times[repeats / 2], repeats);
    }
}
