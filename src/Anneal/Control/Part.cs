namespace Anneal.Control;

/// <summary>A part of a longer work tells the whole how far it is.</summary>
sealed class Part : IProgress<double>
{
    readonly IProgress<double> whole;
    readonly double from, to;

    Part(IProgress<double> whole, double from, double to) => (this.whole, this.from, this.to) = (whole, from, to);

    /// <summary>The part from one share of the whole to another; null where nobody is told.</summary>
    public static Part? Of(IProgress<double>? whole, double from, double to) => whole is null ? null : new Part(whole, from, to);

    public void Report(double value) => whole.Report(from + ((to - from) * value));
}
