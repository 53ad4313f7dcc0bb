using System.Globalization;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>
/// The rate of every step from the rates of the logged rows. A row at step s carries η_s. Between two rows the rate is
/// <list type="bullet">
/// <item>constant where both rows have it,</item>
/// <item>two straight lines, if those through the rows before and after meet between the two rows and the bend there is
/// eight times those at the neighbouring rows (the end of a warm-up, the start of a linear decay),</item>
/// <item>a jump, if it changes by more than 5 % and four times as much as its neighbours' slopes explain,</item>
/// <item>one straight line otherwise; on a cosine of T steps with rows h apart it errs by less than 0.62 (h/T)² of the peak.</item>
/// </list>
/// </summary>
sealed class RateInference(ReadOnlyMemory<int> rowSteps, ReadOnlyMemory<double> rowRates, JumpPlacement placement)
{
    const double SmallestJump = 0.05;
    const double JumpOverSlopes = 4;
    const double BendOverNeighbours = 8;
    const double SmallestBend = 1e-3;

    readonly List<Jump> jumps = [];
    readonly List<string> notes = [];
    int corners;

    ReadOnlySpan<int> Steps => rowSteps.Span;

    ReadOnlySpan<double> Rates => rowRates.Span;

    /// <summary>What was assumed, a sentence without a full stop each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The schedule of <paramref name="length"/> steps.</summary>
    /// <param name="length">T, above the last row's step.</param>
    /// <param name="warmup">Steps of a linear warm-up that came before the first row, if any.</param>
    /// <param name="warmupSum">Their rate sum, if it is not that of a linear ramp.</param>
    public Schedule Infer(int length, int warmup, double? warmupSum)
    {
        var ramp = Ramp(warmup, warmupSum);
        var from = ramp?.Steps ?? 0;
        var knots = new RateKnots();
        if (Steps[0] > from)
        {
            knots.Add(from, ramp is null ? Before() : Rates[0]);
        }

        for (var i = 0; i < Steps.Length; i++)
        {
            knots.Add(Steps[i], Rates[i]);
            if (i + 1 < Steps.Length) Between(i, knots);
        }

        if (Steps[^1] < length - 1)
        {
            knots.Add(length - 1, Rates[^1]);
            Say($"no rate is logged after step {Steps[^1]}; {Rates[^1]} is held to the end");
        }

        Report();
        var rest = knots.ToSchedule(from);
        return ramp is null ? rest : ramp.Then(rest);
    }

    // What comes before the rows, at most up to the first; null if they cover the warm-up or there was none.
    Schedule? Ramp(int warmup, double? sum)
    {
        var first = Steps[0];
        if (warmup == 0 || first == 0) return null;
        if (warmup > first)
        {
            Say($"the log begins inside the warm-up; the rate is taken to rise linearly from 0 to that of its first row, {Rates[0]} at step {first}{(sum is null ? "" : ", whatever warmup_sum says")}");
            return new Warmup(Rates[0], first + 1)[..first];
        }

        if (sum is { } rateSum)
        {
            Say($"the warm-up of {warmup} steps is not in the log; each is given its mean rate, {rateSum / warmup}");
            return new Constant(rateSum / warmup, warmup);
        }

        Say($"the warm-up of {warmup} steps is not in the log; it is taken to rise linearly from 0 to {Rates[0]} at its last step");
        return new Warmup(Rates[0], warmup);
    }

    // The rate of step 0 when nothing is said about the steps before the first row.
    double Before()
    {
        var rise = Steps.Length > 1 ? Slope(0) * Steps[0] : 0;
        // Only a line that comes from below half of the first row's rate is a warm-up; a slower rise tells nothing of the past.
        if (rise > 0 && rise > 0.5 * Rates[0])
        {
            var start = Math.Max(0, Rates[0] - rise);
            Say($"the log begins at step {Steps[0]} in a rise of the rate; the line through its first two rows is continued back, to {start} at step 0");
            return start;
        }

        Say($"the log begins at step {Steps[0]}; the rate before is taken to be that of its first row, {Rates[0]} (warmup: N says that it rose from 0)");
        return Rates[0];
    }

    void Between(int i, RateKnots knots)
    {
        var (from, to) = (Steps[i], Steps[i + 1]);
        var (before, after) = (Rates[i], Rates[i + 1]);
        if (to - from < 2 || before == after) return;
        if (CornerIn(i) is { } corner)
        {
            corners++;
            var whole = (int)Math.Floor(corner);
            if (whole > from) knots.Add(whole, Math.Max(0, before + (Slope(i - 1) * (whole - from))));
            if (whole + 1 < to) knots.Add(whole + 1, Math.Max(0, after - (Slope(i + 1) * (to - whole - 1))));
        }
        else if (IsJump(i))
        {
            var at = placement switch
            {
                JumpPlacement.LaterRow => to,
                JumpPlacement.EarlierRow => from + 1,
                _ => from + ((to - from + 1) / 2),
            };
            jumps.Add(new(before, after, from, to, at));
            var (left, right) = (i > 0 ? Slope(i - 1) : 0, i + 2 < Steps.Length ? Slope(i + 1) : 0);
            if (at - 1 > from) knots.Add(at - 1, Math.Max(0, before + (left * (at - 1 - from))));
            if (at < to) knots.Add(at, Math.Max(0, after - (right * (to - at))));
        }
    }

    double Slope(int i) => (Rates[i + 1] - Rates[i]) / (Steps[i + 1] - Steps[i]);

    // The change of slope at a row; 0 where there are no slopes on both sides.
    double Bend(int i) => i > 0 && i + 1 < Steps.Length ? Math.Abs(Slope(i) - Slope(i - 1)) : 0;

    double? CornerIn(int i)
    {
        if (i == 0 || i + 2 >= Steps.Length) return null;
        var (left, right) = (Slope(i - 1), Slope(i + 1));
        if (left == right) return null;
        // before + left (x − from) = after + right (x − to)
        double from = Steps[i], to = Steps[i + 1];
        var x = from + ((Rates[i + 1] - Rates[i] - (right * (to - from))) / (left - right));
        if (!(x > from && x < to)) return null;
        // A neighbour that has no bend of its own, at either end of the log, says nothing.
        if (i == 1 && i + 3 >= Steps.Length) return null;
        if (Bend(i) + Bend(i + 1) <= BendOverNeighbours * (Bend(i - 1) + Bend(i + 2))) return null;
        var straight = Rates[i] + (Slope(i) * (x - from));
        var bent = Rates[i] + (left * (x - from));
        return bent >= 0 && Math.Abs(bent - straight) > SmallestBend * Math.Max(Rates[i], Rates[i + 1]) ? x : null;
    }

    bool IsJump(int i)
    {
        var (before, after) = (Rates[i], Rates[i + 1]);
        // A first interval that rises is the end of a warm-up.
        if (i == 0 && after > before) return false;
        var slope = Math.Max(i > 0 ? Math.Abs(Slope(i - 1)) : 0, i + 2 < Steps.Length ? Math.Abs(Slope(i + 1)) : 0);
        var change = Math.Abs(after - before);
        return change > SmallestJump * Math.Max(before, after) && change > JumpOverSlopes * slope * (Steps[i + 1] - Steps[i]);
    }

    void Report()
    {
        foreach (var (before, after, from, to, at) in jumps.Take(3))
        {
            var which = placement switch
            {
                JumpPlacement.LaterRow => "the later row",
                JumpPlacement.EarlierRow => "just after the earlier row",
                _ => "half-way",
            };
            Say($"the rate jumps from {before} to {after} somewhere in steps {from + 1} to {to}, {to - from} of them; it is placed at {at}, {which} (jump: later, earlier or middle says otherwise)");
        }

        if (jumps.Count > 3) Say($"further jumps of the rate, placed alike: {jumps.Count - 3}");
        if (corners > 0) Say($"bends of the rate between rows, placed where the straight lines on both sides meet: {corners}");
    }

    void Say(FormattableString text) => notes.Add(text.ToString(CultureInfo.InvariantCulture));

    sealed record Jump(double Before, double After, int From, int To, int At);
}
