using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>The rates of PyTorch's schedulers: update u reads index u − 1, and a scheduler in a sequence starts at 0.</summary>
static class TorchSchedulers
{
    static readonly string[] Known =
    [
        "ConstantLR", "LinearLR", "ExponentialLR", "StepLR", "MultiStepLR", "PolynomialLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts",
        "OneCycleLR", "CyclicLR", "SequentialLR", "ChainedScheduler", "LambdaLR", "MultiplicativeLR", "ReduceLROnPlateau",
    ];

    public static bool Knows(string name) => Known.Contains(name);

    /// <summary>The first <paramref name="steps"/> rates of a scheduler on an optimiser of rate <paramref name="lr"/>.</summary>
    public static Schedule Of(StockCall call, double lr, int steps)
    {
        StockArguments Bind(params ReadOnlySpan<string> names) => StockArguments.Of(call, ["optimizer", .. names, "last_epoch", "verbose"]);
        switch (call.Name)
        {
            case "ConstantLR":
                var constant = Bind("factor", "total_iters");
                return Phases.Join(steps, lr, Phases.Hold(lr * constant.Number("factor", 1 / 3.0), constant.Whole("total_iters", 5)));
            case "LinearLR":
                var linear = Bind("start_factor", "end_factor", "total_iters");
                var end = linear.Number("end_factor", 1);
                return Phases.Join(steps, lr * end, Phases.Line(lr * linear.Number("start_factor", 1 / 3.0), lr * end, linear.Whole("total_iters", 5)));
            case "ExponentialLR":
                return new StepDecay(lr, Bind("gamma").Number("gamma"), 1, steps);
            case "StepLR":
                var stairs = Bind("step_size", "gamma");
                return new StepDecay(lr, stairs.Number("gamma", 0.1), stairs.Whole("step_size"), steps);
            case "MultiStepLR":
                var jumps = Bind("milestones", "gamma");
                var (places, gamma) = (jumps.Numbers("milestones"), jumps.Number("gamma", 0.1));
                return Stairs(steps, [.. places.Order()], i => lr * Math.Pow(gamma, i));
            case "PolynomialLR":
                var power = Bind("total_iters", "power");
                return Phases.Join(steps, 0, new Power(lr, 0, power.Whole("total_iters", 5), power.Number("power", 1)));
            case "CosineAnnealingLR":
                var cosine = Bind("T_max", "eta_min");
                var (period, floor) = (cosine.Whole("T_max"), cosine.Number("eta_min", 0));
                // It does not stop at T_max: it climbs again.
                return steps <= period
                    ? Phases.Join(steps, floor, Phases.Cosine(lr, floor, period))
                    : Phases.Table(steps, t => floor + ((lr - floor) * (1 + double.CosPi((double)t / period)) / 2));
            case "CosineAnnealingWarmRestarts":
                var restarts = Bind("T_0", "T_mult", "eta_min");
                return new CosineRestarts(lr, restarts.Number("eta_min", 0), restarts.Whole("T_0"), steps, restarts.Whole("T_mult", 1));
            case "OneCycleLR":
                return OneCycle(call, steps);
            case "CyclicLR":
                return Cyclic(call, steps);
            case "SequentialLR":
                return Sequence(Bind("schedulers", "milestones"), lr, steps);
            case "ChainedScheduler":
                return Product(StockArguments.Of(call, "schedulers", "optimizer"), lr, steps);
            case "ReduceLROnPlateau":
                throw new InputException("ReduceLROnPlateau follows the loss, so it is no schedule; give the rates that were logged.");
            default:
                throw new InputException($"{call.Name} calls a function, which is not executed here; give its rates as a table.");
        }
    }

    /// <summary>Constant rates that change at places.</summary>
    public static Schedule Stairs(int steps, double[] places, Func<int, double> rate) =>
        Phases.Table(steps, t => rate(places.Count(place => t >= place)));

    static Schedule Sequence(StockArguments arguments, double lr, int steps)
    {
        var calls = Calls(arguments);
        int[] ends = [.. arguments.Numbers("milestones").Select(end => (int)end), steps];
        if (ends.Length != calls.Length) throw new InputException("SequentialLR has one milestone less than schedulers.");
        var parts = new List<Schedule?>();
        for (var (i, start) = (0, 0); i < calls.Length && start < steps; start = ends[i++])
        {
            if (ends[i] <= start) throw new InputException("milestones rise.");
            parts.Add(Of(calls[i], lr, Math.Min(ends[i], steps) - start));
        }

        return Phases.Join(steps, 0, [.. parts]);
    }

    // Each scheduler multiplies what the ones before it left; a floor is not a factor.
    static Tabulated Product(StockArguments arguments, double lr, int steps)
    {
        var rates = Enumerable.Repeat(lr, steps).ToArray();
        foreach (var call in Calls(arguments))
        {
            if (StockArguments.Of(call, [.. call.Positional.Select((_, i) => Text.Of($"{i}")), .. call.Named.Select(named => named.Key)]) is var own && own.Has("eta_min") && own.Number("eta_min") > 0)
                throw new InputException("A scheduler with eta_min above 0 does not multiply, so ChainedScheduler has no closed form with it.");
            var factors = Of(call, 1, steps);
            for (var t = 0; t < steps; t++) rates[t] *= factors[t];
        }

        return new Tabulated(rates);
    }

    static StockCall[] Calls(StockArguments arguments) =>
        [.. arguments.List("schedulers").Select(item => item as StockCall ?? throw new InputException("'schedulers' is a list of schedulers."))];

    static Schedule OneCycle(StockCall call, int steps)
    {
        var x = StockArguments.Of(
            call, "optimizer", "max_lr", "total_steps", "epochs", "steps_per_epoch", "pct_start", "anneal_strategy", "cycle_momentum", "base_momentum",
            "max_momentum", "div_factor", "final_div_factor", "three_phase", "last_epoch", "verbose");
        var total = x.Has("total_steps") ? x.Whole("total_steps") : x.Whole("epochs") * x.Whole("steps_per_epoch");
        var (peak, share) = (x.Number("max_lr"), x.Number("pct_start", 0.3));
        var start = peak / x.Number("div_factor", 25);
        var floor = start / x.Number("final_div_factor", 1e4);
        (double End, double From, double To)[] phases = x.Flag("three_phase")
            ? [((share * total) - 1, start, peak), ((2 * share * total) - 2, peak, start), (total - 1, start, floor)]
            : [((share * total) - 1, start, peak), (total - 1, peak, floor)];
        var isCosine = x.Word("anneal_strategy", "cos") == "cos";
        if (steps > total) throw new InputException("OneCycleLR has fewer updates than there are; it raises an error there.");
        return Phases.Table(steps, t =>
        {
            var before = 0.0;
            foreach (var (end, from, to) in phases)
            {
                if (t <= end || end == total - 1)
                {
                    var part = end > before ? (t - before) / (end - before) : 1;
                    return isCosine ? to + ((from - to) / 2 * (1 + double.CosPi(part))) : from + ((to - from) * part);
                }

                before = end;
            }

            return floor;
        });
    }

    static Schedule Cyclic(StockCall call, int steps)
    {
        var x = StockArguments.Of(
            call, "optimizer", "base_lr", "max_lr", "step_size_up", "step_size_down", "mode", "gamma", "scale_fn", "scale_mode", "cycle_momentum",
            "base_momentum", "max_momentum", "last_epoch", "verbose");
        if (x.Has("scale_fn")) throw new InputException("CyclicLR's scale_fn is a function, which is not executed here.");
        var (low, high, up) = (x.Number("base_lr"), x.Number("max_lr"), x.Number("step_size_up", 2000));
        var (down, mode, gamma) = (x.Number("step_size_down", up), x.Word("mode", "triangular"), x.Number("gamma", 1));
        return Phases.Table(steps, t =>
        {
            var cycle = Math.Floor(t / (up + down));
            var place = t - (cycle * (up + down));
            var height = place <= up ? place / up : (up + down - place) / down;
            var scale = mode switch { "triangular2" => Math.Pow(0.5, cycle), "exp_range" => Math.Pow(gamma, t), _ => 1 };
            return low + ((high - low) * height * scale);
        });
    }
}
