using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Tests.Kernels;

/// <summary>One pass over the schedule against the direct sum over all changes.</summary>
public sealed class DenseSumsTests
{
    static readonly Dictionary<string, double[]> Schedules = new()
    {
        ["cosine"] = new Linear(0, 3e-4, 160).Then(new Cosine(3e-4, 3e-5, 1800)).ToArray(),
        ["two-stage"] = new Linear(0, 3e-4, 99).Then(new Constant(3e-4, 900)).Then(new Constant(9e-5, 900)).ToArray(),
        ["linear to zero"] = new Linear(0, 1e-3, 99).Then(new Constant(1e-3, 801)).Then(new Linear(1e-3, 0, 600)).ToArray(),
        ["zero stretch"] = new Constant(1e-3, 300).Then(new Constant(0, 100)).Then(new Constant(1e-4, 300)).ToArray(),
        ["rises and jumps"] = new Linear(0, 5e-4, 50).Then(new Linear(5e-4, 1e-4, 300)).Then(new Linear(1e-4, 6e-4, 300))
            .Then(new Constant(2e-4, 99)).Then(new Cosine(6e-4, 2e-6, 500)).ToArray(),
        ["constant"] = new Constant(2e-4, 700).ToArray(),
    };

    // Around the published parameters, and the corners a minimiser visits.
    static readonly Dictionary<string, Dictionary<string, double>> Corners = new()
    {
        ["usual"] = new(),
        ["slow, flat"] = new() { ["beta"] = 0.02, ["C"] = 1e-6, ["c4"] = 1e-6, ["gamma"] = 0, ["lambda"] = 0.999999 },
        ["fast, flat"] = new() { ["beta"] = 0.02, ["C"] = 1e8, ["c4"] = 1e8, ["gamma"] = 1.5, ["lambda"] = 0.1, ["B"] = 1000 },
        ["steep"] = new() { ["beta"] = 3, ["C"] = 0.1, ["c4"] = 10, ["gamma"] = 1, ["lambda"] = 0.9, ["p"] = 0.4, ["q"] = 1.6 },
        ["very steep"] = new() { ["beta"] = 20, ["C"] = 30, ["c4"] = 1e3, ["gamma"] = -0.4, ["p"] = 1.4, ["q"] = 0.5, ["lambda"] = 0.95 },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var law in Laws)
            {
                foreach (var schedule in Schedules.Keys) data.Add(law.Card.Name, schedule);
            }

            return data;
        }
    }

    static IEnumerable<AnnealingLaw> Laws => typeof(LossLaw).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(AnnealingLaw)))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (AnnealingLaw)Activator.CreateInstance(type)!);

    [Theory, MemberData(nameof(Cases))]
    public void Loss_and_Jacobian_equal_the_direct_sum_s(string name, string schedule)
    {
        var law = Laws.Single(x => x.Card.Name == name);
        var path = new RatePath([.. Schedules[schedule]]);
        // From step 1 on: before the rate sum is positive the loss is not finite.
        int[][] rows = [[.. Enumerable.Range(1, path.Steps - 1)], [.. Enumerable.Range(1, path.Steps - 1).Where(t => t % 37 is 5 or 6)]];
        foreach (var steps in rows)
        {
            foreach (var warmup in Enum.GetValues<WarmupResponse>())
            {
                var (fast, exact) = (law.PrepareDense(path, steps, warmup), law.PrepareExact(path, steps, warmup));
                foreach (var (corner, values) in Corners) Compare(law, fast, exact, Theta(law, values), $"{corner}, {warmup}");
            }
        }
    }

    [Fact]
    public void A_prior_sum_before_the_first_step_counts_in_the_progress_only()
    {
        var law = new TwoExponentMultiPower();
        var path = new RatePath(new Cosine(3e-4, 3e-5, 900).ToArray(), 0.324);
        int[] steps = [.. Enumerable.Range(0, 900)];

        Compare(law, law.PrepareDense(path, steps, WarmupResponse.Excluded), law.PrepareExact(path, steps, WarmupResponse.Excluded), Theta(law, []), "prior sum");
    }

    [Fact]
    public void Evaluating_again_makes_no_garbage()
    {
        var law = new MultiPower();
        var path = new RatePath([.. Schedules["cosine"]]);
        var evaluator = law.Prepare(path, [.. Enumerable.Range(0, path.Steps)], WarmupResponse.Included);
        var (loss, jacobian) = (new double[path.Steps], new double[path.Steps * 7]);
        evaluator.Evaluate(Theta(law, new() { ["beta"] = 0.7 }), loss, jacobian);
        double[][] thetas = [Theta(law, []), Theta(law, new() { ["C"] = 3 }), Theta(law, new() { ["gamma"] = 0.4 })];
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var theta in thetas) evaluator.Evaluate(theta, loss, jacobian);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Compare(AnnealingLaw law, LawEvaluator fast, LawEvaluator exact, double[] theta, string where)
    {
        var (n, p) = (fast.Count, theta.Length);
        var (a, b, ja, jb) = (new double[n], new double[n], new double[n * p], new double[n * p]);
        fast.Evaluate(theta, a, ja);
        exact.Evaluate(theta, b, jb);
        for (var i = 0; i < n; i++)
            Assert.True(Math.Abs(a[i] - b[i]) <= 1e-9 * Math.Abs(b[i]), $"{where}, row {i}: {a[i]:R} against {b[i]:R}");
        for (var j = 0; j < p; j++)
        {
            var scale = Enumerable.Range(0, n).Max(i => Math.Abs(jb[(i * p) + j]));
            for (var i = 0; i < n; i++)
            {
                var (x, y) = (ja[(i * p) + j], jb[(i * p) + j]);
                // Where the response has hardly begun, a derivative counts by what the parameter moves of the loss.
                var tolerance = (1e-7 * scale) + (1e-10 * Math.Abs(b[i]) / Math.Max(1e-30, Math.Abs(theta[j])));
                Assert.True(Math.Abs(x - y) <= tolerance, $"{where}, {law.Parameters[j].Name}, row {i}: {x:R} against {y:R} of {scale:R}");
            }
        }
    }

    static double[] Theta(LossLaw law, Dictionary<string, double> values) =>
        [.. law.Parameters.Select(p => values.TryGetValue(p.Name, out var value) ? value : Usual(p.Name))];

    static double Usual(string name) => name switch
    {
        "L0" => 3,
        "A" or "c1" => 0.5,
        "alpha" or "s" or "c3" => 0.5,
        "B" => 360,
        "C" => 2,
        "beta" => 0.58,
        "gamma" => 0.64,
        "p" => 0.7,
        "q" => 0.85,
        "lambda" => 0.999,
        "c2" => 100,
        "c4" => 300,
        _ => throw new ArgumentException($"No test value for {name}.", nameof(name)),
    };
}
