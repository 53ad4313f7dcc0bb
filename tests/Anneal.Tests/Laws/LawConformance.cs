using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Laws;

/// <summary>What every law must do; a new law is found and tested without an edit here.</summary>
public sealed class LawConformance
{
    public static TheoryData<string> Laws => [.. All().Select(law => law.Card.Name)];

    public static TheoryData<string, string> LawsAndSchedules
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var law in All().OfType<AnnealingLaw>())
            {
                foreach (var schedule in Schedules.Keys) data.Add(law.Card.Name, schedule);
            }

            return data;
        }
    }

    static readonly Dictionary<string, double[]> Schedules = new()
    {
        ["cosine"] = SharedCurves.MultiPowerRates("cosine_24000")[..],
        ["two-stage"] = SharedCurves.MultiPowerRates("wsdcon_9"),
        ["wsd"] = SharedCurves.MultiPowerRates("wsd_20000_24000"),
        ["linear to zero"] = new Linear(0, 1e-3, 99).Then(new Constant(1e-3, 3001)).Then(new Linear(1e-3, 0, 900)).ToArray(),
        ["cosine to zero"] = new Linear(0, 1e-3, 300).Then(new Cosine(1e-3, 0, 12345)).ToArray(),
        ["zero stretch"] = new Constant(1e-3, 500).Then(new Constant(0, 200)).Then(new Constant(1e-4, 300)).ToArray(),
        ["polyline with rises"] = new Linear(0, 5e-4, 50).Then(new Linear(5e-4, 1e-4, 700)).Then(new Linear(1e-4, 6e-4, 900))
            .Then(new Cosine(6e-4, 2e-5, 1300)).ToArray(),
        ["sampled cosine"] = Sampled(new Cosine(3e-4, 3e-5, 12800).ToArray(), 128),
    };

    [Theory, MemberData(nameof(LawsAndSchedules))]
    public void Compressed_sum_equals_the_direct_sum(string name, string schedule)
    {
        var law = (AnnealingLaw)Law(name);
        var path = new RatePath((double[])Schedules[schedule].Clone());
        var steps = Steps(path, 61);
        foreach (var warmup in Enum.GetValues<WarmupResponse>())
        {
            foreach (var theta in Thetas(law))
            {
                var (fast, exact) = (law.Prepare(path, steps, warmup), law.PrepareExact(path, steps, warmup));
                var (a, b) = (new double[steps.Length], new double[steps.Length]);
                fast.Evaluate(theta, a, default);
                exact.Evaluate(theta, b, default);

                for (var i = 0; i < steps.Length; i++)
                    Assert.True(Math.Abs(a[i] - b[i]) <= 1e-9 * Math.Abs(b[i]), $"step {steps[i]}: {a[i]:R} against {b[i]:R}");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Jacobian_matches_central_differences(string name)
    {
        var law = Law(name);
        foreach (var rates in Schedules.Values)
        {
            var path = new RatePath((double[])rates.Clone());
            var steps = Steps(path, 7);
            foreach (var theta in Thetas(law))
            {
                var evaluator = law.Prepare(path, steps, WarmupResponse.Included);
                var (p, n) = (theta.Length, steps.Length);
                var (loss, jacobian, above, below) = (new double[n], new double[n * p], new double[n], new double[n]);
                evaluator.Evaluate(theta, loss, jacobian);
                for (var j = 0; j < p; j++)
                {
                    var h = (name.Contains("mom", StringComparison.Ordinal) && law.Parameters[j].Name == "lambda" ? 1e-3 * (1 - theta[j]) : 1e-5 * Math.Max(0.1, Math.Abs(theta[j])));
                    if (law.Parameters[j].Scale == ParameterScale.Log) h = 1e-5 * theta[j];
                    double[] up = [.. theta], down = [.. theta];
                    (up[j], down[j]) = (theta[j] + h, theta[j] - h);
                    evaluator.Evaluate(up, above, default);
                    evaluator.Evaluate(down, below, default);
                    var scale = Enumerable.Range(0, n).Max(i => Math.Abs(jacobian[(i * p) + j]));
                    for (var i = 0; i < n; i++)
                    {
                        var difference = (above[i] - below[i]) / (2 * h);
                        Assert.True(
                            Math.Abs(difference - jacobian[(i * p) + j]) <= (2e-5 * scale) + (1e-14 * Math.Abs(loss[i]) / h),
                            $"{law.Parameters[j].Name} at step {steps[i]}: {jacobian[(i * p) + j]:R} against {difference:R}");
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Final_loss_equals_the_curve_s_end(string name)
    {
        var law = Law(name);
        foreach (var (schedule, rates) in Schedules)
        {
            var path = new RatePath((double[])rates.Clone());
            foreach (var warmup in Enum.GetValues<WarmupResponse>())
            {
                foreach (var theta in Thetas(law))
                {
                    var loss = new double[1];
                    law.Prepare(path, [path.Steps - 1], warmup).Evaluate(theta, loss, default);

                    Assert.True(Math.Abs(law.FinalLoss(theta, path, warmup) - loss[0]) < 1e-9 * loss[0], schedule);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Rate_gradient_matches_central_differences(string name)
    {
        var law = Law(name);
        Assert.SkipUnless(law.IsControllable, "The law has no gradient in the rates.");
        double[] rates = [.. new Linear(1e-5, 1e-3, 9).Then(new Constant(1e-3, 20)).Then(new Linear(1e-3, 2e-4, 30)).Then(new Constant(4e-4, 9)).ToArray()];
        for (var t = 10; t < rates.Length; t++) rates[t] *= 1 + (0.01 * Math.Sin(t));
        foreach (var theta in Thetas(law))
        {
            var gradient = new double[rates.Length];
            law.FinalLoss(theta, new RatePath([.. rates], 0, 9), WarmupResponse.Included, gradient);
            var scale = gradient.Max(Math.Abs);
            for (var t = 0; t < rates.Length; t++)
            {
                var h = 1e-6 * rates[t];
                double[] up = [.. rates], down = [.. rates];
                (up[t], down[t]) = (rates[t] + h, rates[t] - h);
                var difference = (law.FinalLoss(theta, new RatePath(up, 0, 9), WarmupResponse.Included)
                    - law.FinalLoss(theta, new RatePath(down, 0, 9), WarmupResponse.Included)) / (2 * h);

                Assert.True(Math.Abs(difference - gradient[t]) <= (1e-4 * scale) + (1e-15 / h), $"step {t}: {gradient[t]:R} against {difference:R}");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Rate_gradient_counts_the_drops_that_could_be_made_on_a_constant_stretch(string name)
    {
        var law = Law(name);
        Assert.SkipUnless(law.IsControllable, "The law has no gradient in the rates.");
        Assert.SkipWhen(law is AnnealingLaw { DropsOnly: true }, "A law of drops alone has a kink where the rate is constant.");
        var rates = new Constant(1e-3, 20).Then(new Constant(3e-4, 30)).Then(new Linear(3e-4, 2e-4, 5)).Then(new Constant(1e-4, 9)).ToArray();
        foreach (var theta in Thetas(law))
        {
            var gradient = new double[rates.Length];
            law.FinalLoss(theta, new RatePath([.. rates], 0, 0), WarmupResponse.Excluded, gradient);
            var scale = gradient.Max(Math.Abs);
            for (var t = 1; t < rates.Length; t++)
            {
                var h = 1e-5 * rates[t];
                double[] up = [.. rates], down = [.. rates];
                (up[t], down[t]) = (rates[t] + h, rates[t] - h);
                var difference = (law.FinalLoss(theta, new RatePath(up, 0, 0), WarmupResponse.Excluded)
                    - law.FinalLoss(theta, new RatePath(down, 0, 0), WarmupResponse.Excluded)) / (2 * h);

                Assert.True(Math.Abs(difference - gradient[t]) <= (1e-4 * scale) + (1e-15 / h), $"step {t}: {gradient[t]:R} against {difference:R}");
            }
        }
    }

    static IEnumerable<LossLaw> All() => Catalog<LossLaw>.Types.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => (LossLaw)Activator.CreateInstance(pair.Value)!);

    static LossLaw Law(string name) => All().Single(law => law.Card.Name == name);

    static int[] Steps(RatePath path, int count) =>
        [.. Enumerable.Range(1, count).Select(i => (int)((long)i * (path.Steps - 1) / count)).Distinct()];

    // Parameters of the right size for rates of 1e-4 … 1e-3 and some thousand steps; two sets a law.
    static IEnumerable<double[]> Thetas(LossLaw law)
    {
        yield return [.. law.Parameters.Select(p => Value(p.Name, 0))];
        yield return [.. law.Parameters.Select(p => Value(p.Name, 1))];
    }

    static double Value(string name, int set) => name switch
    {
        "L0" => set == 0 ? 3.0 : 2.4,
        "A" or "c1" => set == 0 ? 0.5 : 0.7,
        "alpha" or "s" => set == 0 ? 0.5 : 0.35,
        "B" => set == 0 ? 360 : 40,
        "C" => set == 0 ? 2 : 30,
        "beta" => set == 0 ? 0.58 : 0.2,
        "gamma" => set == 0 ? 0.64 : 0.3,
        "p" => set == 0 ? 0.7 : 1.1,
        "q" => set == 0 ? 0.85 : 1.2,
        "lambda" => set == 0 ? 0.999 : 0.99,
        "c2" => set == 0 ? 100 : 30,
        "c3" => set == 0 ? 0.5 : 2,
        "c4" => set == 0 ? 3 : 40,
        _ => throw new ArgumentException($"No test value for {name}.", nameof(name)),
    };

    static double[] Sampled(double[] rates, int every) => [.. rates.Select((_, t) =>
    {
        var (row, next) = (t / every * every, Math.Min((t / every * every) + every, rates.Length - 1));
        return next == row ? rates[row] : rates[row] + ((rates[next] - rates[row]) * (t - row) / (next - row));
    })];
}
