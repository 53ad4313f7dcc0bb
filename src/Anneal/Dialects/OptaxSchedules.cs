using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>The rates of optax's schedules, functions of a count from 0.</summary>
static class OptaxSchedules
{
    static readonly string[] Known =
    [
        "constant_schedule", "linear_schedule", "polynomial_schedule", "exponential_decay", "cosine_decay_schedule", "warmup_cosine_decay_schedule",
        "warmup_constant_schedule", "warmup_exponential_decay_schedule", "piecewise_constant_schedule", "piecewise_interpolate_schedule",
        "linear_onecycle_schedule", "cosine_onecycle_schedule", "sgdr_schedule", "join_schedules",
    ];

    public static bool Knows(string name) => Known.Contains(name);

    public static Schedule Of(StockCall call, int steps)
    {
        StockArguments Bind(params ReadOnlySpan<string> names) => StockArguments.Of(call, names);
        switch (call.Name)
        {
            case "constant_schedule":
                return new Constant(Bind("value").Number("value"), steps);
            case "linear_schedule":
                var line = Bind("init_value", "end_value", "transition_steps", "transition_begin");
                return Falling(line, DecayShape.Linear, steps);
            case "polynomial_schedule":
                var power = Bind("init_value", "end_value", "power", "transition_steps", "transition_begin");
                return Falling(power, DecayShape.Power(power.Number("power")), steps);
            case "exponential_decay":
                return Exponential(Bind("init_value", "transition_steps", "decay_rate", "transition_begin", "staircase", "end_value"), "init_value", steps);
            case "cosine_decay_schedule":
                var cosine = Bind("init_value", "decay_steps", "alpha", "exponent");
                return Cosine(cosine.Number("init_value"), cosine.Number("alpha", 0), cosine.Whole("decay_steps"), cosine.Number("exponent", 1), steps);
            case "warmup_cosine_decay_schedule":
                var warm = Bind("init_value", "peak_value", "warmup_steps", "decay_steps", "end_value", "exponent");
                return Warm(warm, steps);
            case "warmup_constant_schedule":
                var hold = Bind("init_value", "peak_value", "warmup_steps");
                return Phases.Join(steps, hold.Number("peak_value"), Phases.Line(hold.Number("init_value"), hold.Number("peak_value"), hold.Whole("warmup_steps")));
            case "warmup_exponential_decay_schedule":
                var decay = Bind("init_value", "peak_value", "warmup_steps", "transition_steps", "decay_rate", "transition_begin", "staircase", "end_value");
                var rise = decay.Whole("warmup_steps");
                return Phases.Join(
                    steps, 0, Phases.Line(decay.Number("init_value"), decay.Number("peak_value"), rise), steps > rise ? Exponential(decay, "peak_value", steps - rise) : null);
            case "piecewise_constant_schedule":
                var stairs = Bind("init_value", "boundaries_and_scales");
                var (places, scales) = Boundaries(stairs);
                return TorchSchedulers.Stairs(steps, places, i => stairs.Number("init_value") * scales.Take(i).Aggregate(1.0, (a, b) => a * b));
            case "piecewise_interpolate_schedule":
                return Interpolated(Bind("interpolate_type", "init_value", "boundaries_and_scales"), steps);
            case "linear_onecycle_schedule" or "cosine_onecycle_schedule":
                return OneCycle(call, steps);
            case "sgdr_schedule":
                var cycles = Bind("cosine_kwargs").List("cosine_kwargs").Select(item => item switch
                {
                    StockMap map => new StockCall("warmup_cosine_decay_schedule", [], [.. map.Entries.Select(entry => new KeyValuePair<string, StockValue?>(((StockText)entry.Key!).Value, entry.Value))]),
                    StockCall { Name: "dict" } dict => dict with { Name = "warmup_cosine_decay_schedule" },
                    _ => throw new InputException("'cosine_kwargs' is a list of dictionaries."),
                }).ToArray();
                return Phases.Join(steps, 0, [.. cycles.Select((cycle, i) => Of(cycle, i + 1 < cycles.Length ? StockArguments.Of(cycle, [.. cycle.Named.Select(named => named.Key)]).Whole("decay_steps") : steps))]);
            default:
                return Joined(Bind("schedules", "boundaries"), steps);
        }
    }

    // decay_steps counts the warm-up.
    static Schedule Warm(StockArguments x, int steps)
    {
        var (peak, warmup) = (x.Number("peak_value"), x.Whole("warmup_steps"));
        var (end, rest) = (x.Number("end_value", 0), x.Whole("decay_steps") - warmup);
        if (rest < 1) throw new InputException("decay_steps counts the warm-up, so it is above warmup_steps.");
        return Phases.Join(
            steps, end, Phases.Line(x.Number("init_value"), peak, warmup),
            steps > warmup ? Cosine(peak, peak > 0 ? end / peak : 0, rest, x.Number("exponent", 1), steps - warmup) : null);
    }

    static Schedule Cosine(double from, double alpha, int length, double exponent, int steps) => Phases.Join(
        steps, from * alpha,
        exponent == 1 ? Phases.Cosine(from, from * alpha, length) : Phases.Table(length, t => from * (((1 - alpha) * Math.Pow((1 + double.CosPi((double)t / length)) / 2, exponent)) + alpha)));

    static Schedule Falling(StockArguments x, DecayShape shape, int steps)
    {
        var (from, length) = (x.Number("init_value"), x.Whole("transition_steps"));
        // No steps mean no transition, not one at once.
        return length <= 0
            ? new Constant(from, steps)
            : Phases.Join(steps, x.Number("end_value"), Phases.Hold(from, x.Whole("transition_begin", 0)), Phases.Ramp(shape, from, x.Number("end_value"), length));
    }

    static Schedule Exponential(StockArguments x, string from, int steps)
    {
        var (first, length, factor) = (x.Number(from), x.Whole("transition_steps"), x.Number("decay_rate"));
        if (length <= 0 || factor == 0) return new Constant(first, steps);
        var (begin, isStair) = (x.Whole("transition_begin", 0), x.Flag("staircase"));
        double? end = x.Has("end_value") ? x.Number("end_value") : null;
        return Phases.Table(steps, t =>
        {
            var place = (double)(t - begin) / length;
            var rate = t <= begin ? first : first * Math.Pow(factor, isStair ? Math.Floor(place) : place);
            return end is not { } bound ? rate : factor < 1 ? Math.Max(rate, bound) : Math.Min(rate, bound);
        });
    }

    static Schedule Interpolated(StockArguments x, int steps)
    {
        var (places, scales) = Boundaries(x);
        var isLinear = x.Word("interpolate_type") == "linear";
        var (parts, from, start) = (new List<Schedule?>(), x.Number("init_value"), 0.0);
        for (var i = 0; i < places.Length; i++)
        {
            parts.Add(Phases.Ramp(isLinear ? DecayShape.Linear : DecayShape.Cosine, from, from * scales[i], (int)(places[i] - start)));
            (from, start) = (from * scales[i], places[i]);
        }

        return Phases.Join(steps, from, [.. parts]);
    }

    static Schedule OneCycle(StockCall call, int steps)
    {
        var isLinear = call.Name == "linear_onecycle_schedule";
        var x = isLinear
            ? StockArguments.Of(call, "transition_steps", "peak_value", "pct_start", "pct_final", "div_factor", "final_div_factor")
            : StockArguments.Of(call, "transition_steps", "peak_value", "pct_start", "div_factor", "final_div_factor");
        var (total, peak, up) = (x.Whole("transition_steps"), x.Number("peak_value"), x.Number("pct_start", 0.3));
        var start = peak / x.Number("div_factor", 25);
        // The last division is of the peak in the cosine's case and of the start in the line's.
        var floor = isLinear ? start / x.Number("final_div_factor", 1e4) : peak / (x.Number("div_factor", 25) * x.Number("final_div_factor", 1e4));
        var (top, down) = ((int)(up * total), isLinear ? (int)(x.Number("pct_final", 0.85) * total) : total);
        var shape = isLinear ? DecayShape.Linear : DecayShape.Cosine;
        return Phases.Join(
            steps, floor, Phases.Ramp(shape, start, peak, top), Phases.Ramp(shape, peak, isLinear ? start : floor, down - top),
            isLinear ? Phases.Line(start, floor, total - down) : null);
    }

    static Schedule Joined(StockArguments x, int steps)
    {
        StockCall[] calls = [.. x.List("schedules").Select(item => item as StockCall ?? throw new InputException("'schedules' is a list of schedules."))];
        int[] ends = [.. x.Numbers("boundaries").Select(end => (int)end), steps];
        if (ends.Length != calls.Length) throw new InputException("join_schedules has one boundary less than schedules.");
        var parts = new List<Schedule?>();
        for (var (i, start) = (0, 0); i < calls.Length && start < steps; start = ends[i++])
        {
            if (ends[i] > start) parts.Add(Of(calls[i], Math.Min(ends[i], steps) - start));
        }

        return Phases.Join(steps, 0, [.. parts]);
    }

    static (double[] Places, double[] Scales) Boundaries(StockArguments x)
    {
        var entries = x["boundaries_and_scales"] switch
        {
            null => [],
            StockMap map => map.Entries,
            _ => throw new InputException("'boundaries_and_scales' is a dictionary."),
        };
        var sorted = entries.Select(entry => (entry.Key as StockNumber, entry.Value as StockNumber))
            .Select(pair => pair is ({ } place, { } scale) ? (place.Value, Scale: scale.Value) : throw new InputException("'boundaries_and_scales' takes a number to a number."))
            .OrderBy(pair => pair.Value).ToArray();
        return ([.. sorted.Select(pair => pair.Value)], [.. sorted.Select(pair => pair.Scale)]);
    }
}
