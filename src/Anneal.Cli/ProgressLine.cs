using System.Globalization;

namespace Anneal.Cli;

/// <summary>
/// How far a long computation has come, on stderr. On a terminal one line is rewritten, from the first second on;
/// elsewhere a line is written whenever a tenth more is done or 30 s have passed.
/// </summary>
sealed class ProgressLine : IDisposable
{
    // A unit of which there is nothing to count.
    const string Percent = "%";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.1);
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    readonly Lock gate = new();
    readonly string what;
    readonly string unit;
    readonly CommandContext context;
    readonly long start;
    TimeSpan lastTime;
    double lastShare;
    int drawn;
    (double Done, double Total) last;

    internal ProgressLine(string what, string unit, CommandContext context)
    {
        (this.what, this.unit, this.context) = (what, unit, context);
        start = context.Terminal.Clock.GetTimestamp();
    }

    /// <summary>What was being done and how much of it is: <c>fitting: 3 of 9 laws</c>.</summary>
    public string Reached
    {
        get
        {
            lock (gate) return last.Total > 0 ? $"{what}: {Amount(last.Done, last.Total)}" : what;
        }
    }

    /// <summary>Says more about the computation, in place of the units per second, whenever the line is written.</summary>
    public Func<string>? Detail { get; set; }

    /// <summary>May be called from any thread, as often as is convenient.</summary>
    public void Report(double done, double total)
    {
        if (!(total > 0)) return;
        lock (gate)
        {
            last = (done, total);
            if (context.Quiet) return;
            var elapsed = context.Terminal.Clock.GetElapsedTime(start);
            var share = Math.Clamp(done / total, 0, 1);
            if (elapsed < Patience || !IsDue(elapsed, share)) return;
            (lastTime, lastShare) = (elapsed, share);
            var line = Describe(done, total, share, elapsed);
            if (context.Terminal.ErrorIsTerminal) Rewrite(line);
            else context.Error.WriteLine(line);
        }
    }

    /// <summary>The same for computations that tell the share they have done; nothing is done yet.</summary>
    public IProgress<double> Shares(double total)
    {
        Report(0, total);
        return new Share(this, total);
    }

    /// <summary>Clears the line, so that what follows starts at the margin.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (drawn > 0) context.Error.Write($"\r{new string(' ', drawn)}\r");
            drawn = 0;
        }
    }

    bool IsDue(TimeSpan elapsed, double share) => context.Terminal.ErrorIsTerminal
        ? drawn == 0 || elapsed - lastTime >= Redraw
        : share - lastShare >= 0.1 || elapsed - lastTime >= Silence;

    void Rewrite(string line)
    {
        if (line.Length >= context.Width) line = line[..Math.Max(0, context.Width - 1)];
        context.Error.Write($"\r{line.PadRight(drawn)}");
        drawn = line.Length;
    }

    string Describe(double done, double total, double share, TimeSpan elapsed)
    {
        var rate = done / elapsed.TotalSeconds;
        var left = rate > 0 ? Duration((total - done) / rate) : "?";
        var amount = unit == Percent ? "" : $"{Amount(done, total)}, {Detail?.Invoke() ?? $"{Digits.Significant(rate, 3)}/s"}, ";
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {share:P0} ({amount}{left} left)");
    }

    string Amount(double done, double total) => unit == Percent
        ? string.Create(CultureInfo.InvariantCulture, $"{done:0} %")
        : string.Create(CultureInfo.InvariantCulture, $"{done:#,0} of {total:#,0} {unit}");

    static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    sealed class Share(ProgressLine line, double total) : IProgress<double>
    {
        public void Report(double value) => line.Report(value * total, total);
    }
}
