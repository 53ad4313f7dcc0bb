using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Control;

/// <summary>The general solver: how long to take from each of a grid of rates to the next lower one.</summary>
/// <remarks>
/// Seen from the end, a falling schedule is the time τ_j at which each rate u_j is passed; between levels it is linear, so that the
/// variables n_j = τ_{j−1} − τ_j need only bounds: 0, or what the slope allows. In them the schedule-aware laws are convex: every clock
/// since a drop is linear in n, the kernels are concave in the clock, the power of the whole clock is convex. A local minimum is then
/// the minimum on the grid, and what the gradient promises over the simplex Σ n ≤ T bounds what is left to gain. The grid is halved
/// from a coarse one. What lies before the free steps or after the end is cut off, so that a run may fall at once or end early.
/// Where the rate may rise, it does so first, as fast as the slope allows, and then falls: a schedule that rises again after falling
/// is not considered, because a law that rewards one does so by how it writes a drop.
/// </remarks>
sealed class LevelSearch(CalibratedLaw law, Frame frame, IProgress<double>? progress, CancellationToken cancellation)
{
    // The lowest level but zero, relative to the cap; the gain of a halving that ends them (each gains an eighth of the one before).
    const double Lowest = 1e-6, Gain = 1e-6;
    const int Coarsest = 16, MaxLevels = 150;

    // Of grids and of evaluations on one: no more than usual, so that the share that has been done is a guess.
    const int UsualGrids = 5, UsualEvaluations = 60;

    readonly double[] free = new double[frame.Free];
    readonly List<Piece> pieces = [];
    readonly double[] gradient = new double[frame.Constraints.Steps];
    int grids;

    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>What is left to gain on the finest grid, at most, if the law is convex in the times.</summary>
    public double Gap { get; private set; }

    /// <summary>The best free rates.</summary>
    public double[] Solve()
    {
        var levels = Coarse();
        var times = new double[levels.Length];
        for (var j = 1; j < levels.Length; j++) times[j] = frame.Free / 4.0 * Math.Sqrt(levels[j - 1] / frame.Cap) / levels.Length;
        var best = double.PositiveInfinity;
        while (true)
        {
            var loss = Descend(levels, times);
            grids++;
            if (best - loss < Gain || levels.Length > MaxLevels) return free;
            best = loss;
            (levels, times) = Halve(levels, times);
        }
    }

    double[] Coarse()
    {
        // What the slope cannot reach need not be on the grid.
        var reachable = Math.Max(frame.Floor, frame.Cap - (frame.MaxSlope * frame.Free));
        var bottom = Math.Max(reachable, Lowest * frame.Cap);
        var geometric = Enumerable.Range(0, Coarsest + 1).Select(j => frame.Cap * Math.Pow(bottom / frame.Cap, j / (double)Coarsest));
        return bottom > reachable ? [.. geometric, reachable] : [.. geometric];
    }

    // times[j], j ≥ 1: from level j − 1 to level j; times[0]: at the lowest level, last of all, or, negative, what the end cuts off.
    double Descend(double[] levels, double[] times)
    {
        var (n, count) = (times.Length, 0);
        var (least, scale) = (new double[n], new double[n]);
        var (lower, upper, x) = (new double[n], new double[n], new double[n]);
        for (var j = n - 1; j >= 0; j--)
        {
            scale[j] = Math.Max(Math.Abs(times[j]), 1e-3 * frame.Free / n);
            if (j > 0) least[j] = (levels[j - 1] - levels[j]) / frame.MaxSlope;
            else least[0] = -least.Sum();
            (lower[j], upper[j], x[j]) = (least[j] / scale[j], (least[j] + frame.Free) / scale[j], times[j] / scale[j]);
        }

        var minimizer = new BoxMinimizer { Memory = 60, MaxEvaluations = 200, Tolerance = 1e-10 };
        var (loss, evaluations) = minimizer.Minimize(Loss, x, lower, upper, cancellation);
        Evaluations += evaluations;
        var slopes = new double[n];
        Loss(x, slopes);
        var (here, steepest) = (0.0, 0.0);
        for (var j = 0; j < n; j++)
        {
            here += slopes[j] * (x[j] - lower[j]);
            steepest = Math.Min(steepest, slopes[j] / scale[j] * frame.Free);
        }

        Gap = here - steepest;
        return loss;

        double Loss(ReadOnlySpan<double> at, Span<double> slope)
        {
            progress?.Report(Math.Min(1, (grids + Math.Min(1, (double)count++ / UsualEvaluations)) / UsualGrids));
            for (var j = 0; j < n; j++) times[j] = at[j] * scale[j];
            var total = times.Sum();

            // With a limited slope the run cannot fall at once: a decay that is too long is shrunk towards the shortest there is.
            var shrink = total > frame.Free && double.IsFinite(frame.MaxSlope) ? frame.Free / total : 1;
            for (var j = 0; j < n && shrink < 1; j++) times[j] = least[j] + (shrink * (times[j] - least[j]));
            Expand(levels, times);
            var result = law.FinalLoss(frame.Path(free), gradient);
            Collect(levels, times, slope);
            var common = 0.0;
            for (var j = 0; j < n && shrink < 1; j++) common += slope[j] * (times[j] - least[j]) / frame.Free;
            for (var j = 0; j < n; j++) slope[j] = shrink * (slope[j] - common) * scale[j];
            return result;
        }
    }

    static (double[] Levels, double[] Times) Halve(double[] levels, double[] times)
    {
        var (finer, halves) = (new double[(2 * levels.Length) - 1], new double[(2 * levels.Length) - 1]);
        (finer[0], halves[0]) = (levels[0], times[0]);
        for (var j = 1; j < levels.Length; j++)
        {
            (finer[2 * j], finer[(2 * j) - 1]) = (levels[j], levels[j] > 0 ? Math.Sqrt(levels[j - 1] * levels[j]) : levels[j - 1] / 2);
            var share = (levels[j - 1] - finer[(2 * j) - 1]) / (levels[j - 1] - levels[j]);
            (halves[(2 * j) - 1], halves[2 * j]) = (share * times[j], (1 - share) * times[j]);
        }

        return (finer, halves);
    }

    // Cuts the times into the steps they lie in, from the end of the run back to its plateau or its first free step.
    void Cut(double[] levels, double[] times)
    {
        pieces.Clear();
        var tau = 0.0;
        for (var i = 0; i < times.Length; i++)
        {
            var j = i == 0 ? 0 : times.Length - i;
            var (low, start, end) = (levels[i == 0 ? ^1 : j], tau, Math.Min(tau + times[j], free.Length));
            var slope = i == 0 ? 0 : (levels[j - 1] - low) / times[j];
            for (tau = Math.Max(0, tau); tau < end; tau = Math.Min(end, Math.Floor(tau) + 1))
            {
                var stop = Math.Min(end, Math.Floor(tau) + 1);
                var middle = ((tau + stop) / 2) - start;
                pieces.Add(new(j, free.Length - 1 - (int)tau, stop - tau, middle, low + (slope * middle)));
            }

            tau = start + times[j];
        }
    }

    // The mean rate of every step.
    void Expand(double[] levels, double[] times)
    {
        Cut(levels, times);
        Array.Fill(free, frame.Cap);
        foreach (var piece in pieces) free[piece.Step] -= piece.Length * (frame.Cap - piece.Rate);
        foreach (var piece in pieces) free[piece.Step] = Math.Clamp(free[piece.Step], frame.Floor, frame.Cap);
        for (var t = 0; t < free.Length && Ramp(t) < free[t]; t++) free[t] = Ramp(t);
    }

    // The highest rate that a rise from the fixed beginning has reached.
    double Ramp(int t) => frame.Previous + (frame.MaxSlope * (t + 1.0));

    // ∂L/∂n_j = −Σ_{i before j} Δu_i (mean of g over i) − Δu_j (mean of g, weighed from 0 at its end to 1 at its beginning).
    void Collect(double[] levels, double[] times, Span<double> slope)
    {
        var n = times.Length;
        var (area, moment) = (new double[n], new double[n]);
        var g = gradient.AsSpan(gradient.Length - free.Length);
        for (var t = 0; t < free.Length && Ramp(t) <= free[t]; t++) g[t] = 0;
        foreach (var piece in pieces)
        {
            area[piece.Level] += g[piece.Step] * piece.Length;
            moment[piece.Level] += g[piece.Step] * piece.Length * piece.Offset;
        }

        var (tau, shift) = (times.Sum(), 0.0);
        for (var j = 1; j < n; j++)
        {
            tau -= times[j];
            var width = levels[j - 1] - levels[j];
            var at = tau >= 0 && tau < free.Length ? g[free.Length - 1 - (int)tau] : 0;
            var (mean, weighed) = times[j] < 1e-7 // A jump within one step.
                ? (at, at / 2)
                : (area[j] / times[j], moment[j] / times[j] / times[j]);
            slope[j] = shift - (width * weighed);
            shift -= width * mean;
        }

        slope[0] = shift;
    }

    // A part of one step that lies in one interval: how long, how far its middle is from the interval's end, its mean rate.
    readonly record struct Piece(int Level, int Step, double Length, double Offset, double Rate);
}
