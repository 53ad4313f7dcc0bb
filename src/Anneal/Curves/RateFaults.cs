namespace Anneal.Curves;

/// <summary>The faults that explain logged rates, the simplest first. Each is a rule for the rate of index t, tried on all rows.</summary>
static class RateFaults
{
    const int MostFactor = 128;
    const int MostEpoch = 200_000;
    const int LongestAccumulation = 64;
    const int MostRestarts = 16;
    const double OfPeak = 2e-5;

    public static IEnumerable<(RateFault Fault, double Amount, string Sentence)> Of(RateRows rows, RateCurve curve)
    {
        if (rows.Follow(t => curve.At(t)))
        {
            yield return (RateFault.None, 0, "the log follows the schedule");
            yield break;
        }

        foreach (var shift in (int[])[1, -1, 2, -2])
        {
            if (!rows.Follow(t => curve.At(t + shift))) continue;
            var which = shift > 0 ? "ahead of" : "behind";
            yield return (RateFault.Shifted, shift, Text.Of($"off by {Math.Abs(shift)}: every rate is {Math.Abs(shift)} {(Math.Abs(shift) == 1 ? "update" : "updates")} {which} the schedule"));
        }

        for (var factor = 2; factor <= MostFactor; factor++)
        {
            if (!rows.Follow(t => curve.At((double)factor * t))) continue;
            yield return (RateFault.SteppedPerProcess, factor, Text.Of($"the schedule runs {factor} times too fast: it is stepped {factor} times for each update, as once per process or micro-batch"));
            break;
        }

        foreach (var fault in Slower(rows, curve)) yield return fault;
        foreach (var fault in Restarts(rows, curve)) yield return fault;
        foreach (var fault in Floor(rows, curve)) yield return fault;
        foreach (var fault in Warmups(rows, curve)) yield return fault;
        foreach (var fault in Horizons(rows, curve)) yield return fault;
        foreach (var fault in Factors(rows, curve)) yield return fault;
    }

    // ⌊t / k⌋; few rows refute a wrong k, so that trying them all costs little.
    static IEnumerable<(RateFault, double, string)> Slower(RateRows rows, RateCurve curve)
    {
        var last = rows.Steps[^1];
        for (var k = 2; k <= Math.Min(MostEpoch, last); k++)
        {
            if (!rows.Follow(t => curve.At(t / k))) continue;
            // Rows far apart let neighbours of k pass for a row or two.
            var first = k;
            k = Enumerable.Range(first, 1 + (first / 20)).MaxBy(near => rows.Hits(t => curve.At(t / near)));
            if (k <= LongestAccumulation)
                yield return (RateFault.Accumulation, k, Text.Of($"the schedule runs {k} times too slowly: it advances once every {k} updates, as with a wrong accumulation factor"));
            else
                yield return (RateFault.SteppedPerEpoch, k, Text.Of($"the schedule advances once every {k} updates, as once per epoch instead of per step"));
            yield break;
        }
    }

    // From its first row that fits no more, a log fits again with the schedule begun anew at some update since the row before.
    static IEnumerable<(RateFault, double, string)> Restarts(RateRows rows, RateCurve curve)
    {
        var (start, starts, i) = (0, new List<int>(), 0);
        while (i < rows.Count && starts.Count <= MostRestarts)
        {
            if (rows.Is(i, curve.At(rows.Steps[i] - start)))
            {
                i++;
                continue;
            }

            if (i == 0) yield break;
            var (best, most) = (-1, i);
            for (var from = rows.Steps[i]; from > rows.Steps[i - 1]; from--)
            {
                var end = i;
                while (end < rows.Count && rows.Is(end, curve.At(rows.Steps[end] - from))) end++;
                if (end > most) (best, most) = (from, end);
            }

            if (best < 0) yield break;
            (start, i) = (best, most);
            starts.Add(best);
        }

        if (i < rows.Count || starts.Count == 0) yield break;
        // What goes on right after is a shift, not a restart.
        yield return (RateFault.Restarted, starts[0], Text.Of($"the schedule began again at 0 at update index {string.Join(", ", starts.Select(at => Text.Of($"{at}")))}, as after a checkpoint without the scheduler's state"));
    }

    static IEnumerable<(RateFault, double, string)> Floor(RateRows rows, RateCurve curve)
    {
        var (peak, decay, last) = (curve.Path.Peak, curve.DecayStart, curve.Path.Rates[^1]);
        if (!(last > 0 && last < peak)) yield break;
        // The last rate is a little above the floor; which floor it is shows where the log is lowest.
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var (t, rate) = (rows.Steps[i], rows.Rates[i]);
            if (t <= decay || t >= curve.Steps) continue;
            // rate = (η − f) P / (P − f)
            var scheduled = curve.At(t);
            var floor = peak * (scheduled - rate) / (peak - rate);
            if (!(floor > 0 && floor <= last * (1 + 1e-9))) break;
            if (rows.Follow(s => s <= decay ? curve.At(s) : Math.Max(0, (curve.At(s) - floor) * peak / (peak - floor)), OfPeak * peak))
                yield return (RateFault.FloorIgnored, floor, Text.Of($"the floor is ignored: the decay goes to 0 and not to {floor:G3}"));
            break;
        }
    }

    static IEnumerable<(RateFault, double, string)> Warmups(RateRows rows, RateCurve curve)
    {
        var (peak, warmup, steps) = (curve.Path.Peak, curve.Warmup, curve.Steps);
        if (warmup == 0) yield break;
        var lengths = new HashSet<int> { 0, 1 };
        var start = curve.Path.Rates[0];
        for (var i = 0; i < rows.Count && lengths.Count < 40; i++)
        {
            var (t, rate) = (rows.Steps[i], rows.Rates[i]);
            if (t == 0 || rate <= start || rate >= peak * (1 - 1e-6)) continue;
            var length = (int)Math.Round(t * (peak - start) / (rate - start));
            for (var near = -2; near <= 2; near++)
            {
                if (length + near > 0) lengths.Add(length + near);
            }
        }

        foreach (var length in lengths.Where(length => length != warmup).OrderBy(length => length))
        {
            double Rise(int t) => curve.At((double)t * warmup / length);
            var slack = OfPeak * peak;
            // After it the schedule goes on where it would be, or is laid out over what is left.
            if (rows.Follow(t => t < length ? Rise(t) : curve.At(Math.Max(t, warmup)), slack)
                || (length < steps && rows.Follow(t => t < length ? Rise(t) : curve.At(warmup + ((double)(t - length) * (steps - warmup) / (steps - length))), slack))
                || rows.Follow(t => t < length ? Rise(t) : curve.At(warmup + t - length), slack))
            {
                yield return (RateFault.WarmupUnit, length, Text.Of($"the warm-up takes {length} updates and not {warmup}, {(double)length / warmup:G3} times as many: it is in another unit, or was left out"));
                yield break;
            }
        }
    }

    static IEnumerable<(RateFault, double, string)> Horizons(RateRows rows, RateCurve curve)
    {
        var (warmup, decay, steps, slack) = (curve.Warmup, curve.DecayStart, curve.Steps, OfPeak * curve.Path.Peak);
        if (rows.Steps[^1] > decay && rows.Follow(t => curve.At(Math.Min(t, decay))))
        {
            var least = rows.Steps[^1] + steps - decay;
            yield return (RateFault.Horizon, least, Text.Of($"the horizon is wrong: the decay has not begun at the log's end, so the schedule is laid out for {least} updates at least and not {steps}"));
            yield break;
        }

        // Twenty rows spread over the decay, the last of them first: where the rate stays at the floor, it tells nothing.
        int[] falling = [.. Enumerable.Range(0, rows.Count).Where(i => rows.Steps[i] > warmup && rows.Rates[i] < curve.Path.Peak * (1 - 1e-6)).Reverse()];
        foreach (var i in falling.Where((_, j) => j % (1 + (falling.Length / 20)) == 0))
        {
            var (t, place) = (rows.Steps[i], curve.PlaceOf(rows.Rates[i], decay));
            if (double.IsNaN(place) || place <= warmup || place == 0) continue;
            // Stretched after the warm-up, stretched as a whole, or with a later or an earlier decay of the same length.
            foreach (var near in (int[])[0, -1, 1, -2, 2])
            {
                var whole = Math.Round(steps * (t / place)) + near;
                var moved = Math.Round(t - place) + near;
                // A warm-up that reaches the peak at its last step is followed by a decay that begins there, or at the next step.
                foreach (var pivot in (int[])[warmup, warmup + 1])
                {
                    var after = pivot + Math.Round((steps - pivot) * (t - pivot) / (place - pivot)) + near;
                    if (after == steps || after <= pivot || !double.IsFinite(after)) continue;
                    if (!rows.Follow(s => s <= pivot ? curve.At(s) : curve.At(pivot + ((s - pivot) * (steps - pivot) / (after - pivot))), slack)) continue;
                    yield return Found(after, steps);
                    yield break;
                }

                if (whole != steps && whole > 0 && rows.Follow(s => curve.At(s * (steps / whole)), slack))
                {
                    yield return Found(whole, steps);
                    yield break;
                }

                if (moved != 0 && rows.Follow(s => s <= Math.Min(decay, decay + moved) ? curve.At(s) : curve.At(Math.Max(decay, s - moved)), slack))
                {
                    yield return Found(steps + moved, steps);
                    yield break;
                }
            }
        }

        static (RateFault, double, string) Found(double horizon, int steps) =>
            (RateFault.Horizon, horizon, Text.Of($"the horizon is wrong: the schedule is laid out for {horizon} updates and not {steps}"));
    }

    static IEnumerable<(RateFault, double, string)> Factors(RateRows rows, RateCurve curve)
    {
        var i = Array.FindIndex(rows.Steps, t => curve.At(t) > 0);
        if (i < 0) yield break;
        var j = Array.IndexOf(rows.Rates, rows.Rates.Max());
        if (!(curve.At(rows.Steps[j]) > 0)) yield break;
        var factor = rows.Rates[j] / curve.At(rows.Steps[j]);
        if (factor > 0 && rows.Follow(t => factor * curve.At(t), OfPeak * factor * curve.Path.Peak))
            yield return (RateFault.Scaled, factor, Text.Of($"every rate is {factor:G4} times the schedule's: another peak, or a group with a factor of its own"));
    }
}
