using Anneal.Control;
using Anneal.Laws;
using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Control;

public sealed class ScheduleOptimizerTests
{
    // The published parameters with two exponents, scaled so that clock and drops keep their size at the peak.
    static readonly double[] TwoExponents =
        [3, 0.5 * Math.Pow(3e-4, -0.15), 0.5, 400 * Math.Pow(3e-4, 0.15), 2 * Math.Pow(3e-4, 0.3), 0.58, 0.64, 0.7, 0.85];

    static readonly double[] Fsl = [3, 0.5, 0.5, 200, 0.5, 400, 0.58];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static CalibratedLaw Published(string name, LossLaw? law = null)
    {
        var s = PublishedShapes.Of(name);
        return new(law ?? new MultiPower(), [s.L0, s.A, s.Alpha, s.B, s.C, s.Beta, s.Gamma]);
    }

    static CalibratedLaw TheMomentumLaw() => new(new Momentum(), [3, 0.525, 0.508, 380, 0.999]);

    static ScheduleConstraints After(int total) =>
        new(total - PublishedShapes.Warmup, PublishedShapes.Peak) { WarmupSum = PublishedShapes.WarmupSum };

    static double[] FallingPrefix(int steps) =>
        [.. new Warmup(PublishedShapes.Peak, 2160).ToArray(), .. new Linear(PublishedShapes.Peak, 2e-4, steps).ToArray()];

    static OptimalSchedule Minimize(CalibratedLaw law, ScheduleConstraints constraints, ScheduleForm? form = null) =>
        ScheduleOptimizer.Minimize(law, constraints, form, cancellation: Stop);

    // Independent solutions of the same problems (see SmoothOptimumTests and StaircaseTests).
    [Theory]
    [InlineData("25M", 24000, 3.149736, 3.147609)]
    [InlineData("100M", 24000, 2.794116, 2.791631)]
    [InlineData("400M", 24000, 2.533219, 2.530321)]
    [InlineData("25M", 72000, 3.054188, 3.052949)]
    [InlineData("100M", 72000, 2.683426, 2.681975)]
    [InlineData("400M", 72000, 2.410673, 2.408952)]
    public void The_published_parameters_give_the_known_optima(string name, int total, double smooth, double literal)
    {
        var free = Minimize(Published(name), After(total));
        var stairs = Minimize(Published(name), After(total), ScheduleForm.Literal);

        Assert.Equal(smooth, free.LossLiteral, 1e-6);
        Assert.IsType<PathMultiPower>(free.Law.Law);
        Assert.Equal(literal, stairs.Loss, 1e-6);
        Assert.Equal(stairs.Loss, stairs.LossLiteral);
        Assert.InRange(OptimalityGap.Of(free.Law, new Frame(After(total)), free.Path), 0, 1e-6);
        Assert.Contains(stairs.Notes, note => note.Contains("outside what it knows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("floor")]
    [InlineData("prefix")]
    [InlineData("warm-up counted")]
    [InlineData("two exponents")]
    [InlineData("two exponents, floor")]
    [InlineData("short")]
    public void The_general_solver_agrees_with_the_stationarity_equation(string problem)
    {
        var c = new ScheduleConstraints(problem == "short" ? 2300 : 9000, PublishedShapes.Peak) { Warmup = 2160 };
        if (problem.Contains("floor", StringComparison.Ordinal)) c = c with { Floor = 2e-5 };
        if (problem == "prefix") c = c with { Prefix = [.. FallingPrefix(2000)] };
        var law = problem.StartsWith("two", StringComparison.Ordinal)
            ? new CalibratedLaw(new TwoExponentMultiPower(), [.. TwoExponents])
            : Published("25M", new PathMultiPower());
        if (problem == "warm-up counted") law = law with { Warmup = WarmupResponse.Included };
        var search = new LevelSearch(law, new Frame(c), null, Stop);

        var smooth = Minimize(law, c);
        var general = law.FinalLoss(new Frame(c).Path(search.Solve()));

        Assert.InRange(general - smooth.Loss, -1e-8, 2e-7);
        Assert.InRange(smooth.KktResidual, 0, 1e-10);
    }

    [Theory]
    [InlineData(2e-7)]
    [InlineData(6e-8)]
    public void A_limited_slope_is_kept_and_costs_no_more_than_the_best_line(double slope)
    {
        var c = After(10000) with { MaxSlope = slope };
        var law = Published("25M");

        var best = Minimize(law, c);
        var line = Baselines.Under(best.Law, c, cancellation: Stop).Single(baseline => baseline.Name == "linear-to-zero");

        Assert.InRange(best.Loss, Minimize(law, After(10000)).Loss, line.Loss);
        for (var t = 1; t < best.Path.Steps; t++)
            Assert.InRange(best.Path.Rates[t - 1] - best.Path.Rates[t], 0, slope * (1 + 1e-9));
    }

    [Fact]
    public void A_run_that_has_decayed_is_warmed_again_where_it_may_rise()
    {
        double[] prefix = [.. new Warmup(3e-4, 2160).ToArray(), .. new Linear(3e-4, 1e-5, 5000).ToArray()];
        var c = new ScheduleConstraints(24000, 3e-4) { Prefix = [.. prefix], Warmup = 2160 };
        var law = Published("25M");

        var (falling, rising) = (Minimize(law, c), Minimize(law, c with { MayRise = true }));
        var slow = Minimize(law, c with { MayRise = true, MaxSlope = 1e-6 });

        Assert.True(rising.Loss < slow.Loss && slow.Loss < falling.Loss);
        Assert.Equal(3e-4, rising.Path.Rates[prefix.Length]);
        Assert.Equal(prefix[^1] + 1e-6, slow.Path.Rates[prefix.Length], 1e-15);
        Assert.All(prefix.Index(), step => Assert.Equal(step.Item, slow.Path.Rates[step.Index]));
    }

    // The closed form: α A (W+S)^(−α−1) = B λ^n (−ln λ) gives n* = 2910.36 for these values.
    [Fact]
    public void The_momentum_law_drops_once_and_says_so()
    {
        var best = Minimize(TheMomentumLaw(), new(20000, 3e-4) { WarmupSum = 0.324 });

        Assert.Equal(17091 - 1, best.DecayStart);
        Assert.All(best.Path.Rates[17090..].ToArray(), rate => Assert.Equal(0, rate));
        Assert.InRange(best.KktResidual, 0, 1e-12);
        Assert.Contains("one drop", Assert.Single(best.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_without_memory_drops_at_the_last_step_and_says_so()
    {
        var best = Minimize(new(new LinearReduction(), [3, 0.525, 0.508, 380]), new(1000, 3e-4) { WarmupSum = 0.324, Floor = 1e-5 });

        Assert.Equal(999, best.DecayStart);
        Assert.Equal(1e-5, best.Path.Rates[^1]);
        Assert.Contains("very last step", Assert.Single(best.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_alone_keeps_the_peak()
    {
        var best = Minimize(new(new OnePower(), [3, 0.525, 0.508]), new(1000, 3e-4) { Warmup = 10 });

        Assert.Equal(1000, best.DecayStart);
        Assert.Equal(new Warmup(3e-4, 10).Then(new Constant(3e-4, 990)).ToArray(), best.Path.Rates.ToArray());
    }

    [Theory]
    [InlineData("functional-scaling")]
    [InlineData("no-gamma")]
    [InlineData("multi-exponential")]
    [InlineData("two-exponent-momentum")]
    [InlineData("path-multi-power")]
    public void No_customary_schedule_is_better(string name)
    {
        CalibratedLaw law = name switch
        {
            "functional-scaling" => new(new FunctionalScaling(), [.. Fsl]),
            "no-gamma" => new(new NoGamma(), [3, 0.525, 0.508, 380, 400, 0.58]),
            "multi-exponential" => new(new MultiExponential(), [3, 0.525, 0.508, 380, 200]),
            "two-exponent-momentum" => new(new TwoExponentMomentum(), [3, 0.05, 0.5, 110, 0.999, 0.7, 0.85]),
            _ => Published("400M", new PathMultiPower()),
        };
        var c = new ScheduleConstraints(4000, 3e-4) { Warmup = 500, Floor = 3e-6 };

        var best = Minimize(law, c);

        Assert.All(Baselines.Under(best.Law, c, cancellation: Stop), baseline => Assert.InRange(baseline.Loss, best.Loss, double.PositiveInfinity));
        foreach (var form in (ScheduleForm[])[ScheduleForm.Wsd, ScheduleForm.Power, ScheduleForm.Pieces(3)])
            Assert.InRange(Minimize(law, c, form).Loss, best.Loss - 1e-9, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("free")]
    [InlineData("literal")]
    [InlineData("pieces:3")]
    [InlineData("wsd")]
    public void Where_no_drop_pays_the_peak_is_held(string form)
    {
        var s = PublishedShapes.Of("25M");
        var law = new CalibratedLaw(new MultiPower(), [s.L0, s.A, s.Alpha, 1e-6, s.C, s.Beta, s.Gamma]);

        var best = Minimize(law, After(5000), ScheduleForm.Parse(form));

        Assert.Equal(new Constant(PublishedShapes.Peak, 5000 - PublishedShapes.Warmup), best.Schedule);
    }

    [Fact]
    public void More_pieces_are_better_and_approach_the_smooth_optimum()
    {
        var law = Published("25M", new PathMultiPower());
        var losses = Enumerable.Range(1, 6).Select(k => Minimize(law, After(24000), ScheduleForm.Pieces(k)).Loss).ToArray();
        var smooth = Minimize(law, After(24000)).Loss;

        for (var i = 1; i < losses.Length; i++) Assert.InRange(losses[i] - smooth, 0, 0.8 * (losses[i - 1] - smooth));
    }

    [Fact]
    public void Whatever_the_constraints_the_schedule_keeps_them()
    {
        var gen =
            from steps in Gen.OneOf(Gen.Choose(1, 6), Gen.Choose(7, 400))
            from warmup in Gen.Choose(0, 3).Select(n => n * steps / 10)
            from floor in Gen.Elements(0, 1e-6, 1e-4, 3e-4)
            from slope in Gen.Elements<double?>(null, null, 1e-4, 3e-6, 1e-8)
            from mayRise in Gen.Elements(true, false)
            from form in Gen.Elements("free", "free", "literal", "pieces:2", "pieces:5", "power", "wsd")
            from law in Gen.Elements("multi-power", "momentum", "two")
            select (new ScheduleConstraints(steps, 3e-4) { Warmup = warmup, Floor = floor, MaxSlope = slope, MayRise = mayRise }, form, law);

        Prop.ForAll(gen.ToArbitrary(), drawn =>
        {
            var (c, form, name) = drawn;
            var law = name switch
            {
                "momentum" => TheMomentumLaw(),
                "two" => new CalibratedLaw(new TwoExponentMultiPower(), [.. TwoExponents]),
                _ => Published("25M"),
            };
            OptimalSchedule best;
            try
            {
                best = Minimize(law, c, ScheduleForm.Parse(form));
            }
            catch (InfeasibleException)
            {
                // Only a slope can be at odds with a form here.
                return c.MaxSlope is not null && form.StartsWith("pieces", StringComparison.Ordinal);
            }

            var rates = best.Path.Rates;
            var good = best.Schedule.Steps == c.Steps && best.Loss == best.Law.FinalLoss(best.Path);
            for (var t = Math.Max(1, c.Warmup); t < rates.Length; t++)
            {
                good &= rates[t] >= c.Floor && rates[t] <= c.Peak && (c.MayRise || rates[t] <= rates[t - 1]);
                good &= c.MaxSlope is not { } slope || Math.Abs(rates[t] - rates[t - 1]) <= slope * (1 + 1e-6);
            }

            return good;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250).WithReplay(1UL, 1UL));
    }
}
