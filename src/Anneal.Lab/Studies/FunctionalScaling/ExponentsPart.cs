using Anneal.Numerics;
using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>The table of exponents: four schedules, two phases, limited by data and by compute.</summary>
static class ExponentsPart
{
    const string Paper = "Li et al. 2025, arXiv:2509.19189; derived";
    const double Share = 0.2;

    // Data for the optimum of compute reaches beyond the ends of the decades that slopes are taken over.
    const int First = 5, Last = 16;
    static readonly CountParameter perDecade = new("per-decade", "places a decade of data at which the table's losses are computed", 4) { Quick = 2, Max = 20 };
    static readonly double[] data = Horizons.Decades(8, 14);
    static readonly double[] compute = Horizons.Decades(11, 17);

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [perDecade, .. Phases.Parameters];

    public static StudyPart Run(StudyContext context)
    {
        ScalingProblem[] problems = [Phases.Easy(context), Phases.Hard(context)];
        var grid = Horizons.Decades(First, Last, context.Get(perDecade));
        var kinds = Enum.GetValues<Kind>();
        var losses = context.Map(0.2, problems.Length * kinds.Length * grid.Length, i =>
            LossOf(problems[i / grid.Length / kinds.Length], kinds[i / grid.Length % kinds.Length], grid[i % grid.Length]));
        var (claims, rows) = (new List<Claim>(), new List<Cell[]>());
        for (var i = 0; i < problems.Length * kinds.Length; i++)
        {
            var (problem, kind) = (problems[i / kinds.Length], kinds[i % kinds.Length]);
            var of = losses.AsSpan(i * grid.Length, grid.Length).ToArray();
            var theory = Theory(problem, kind);
            var slope = Horizons.Slope(data, [.. data.Select(d => Between(grid, of, d))]);
            var shared = Horizons.Slope(compute, [.. compute.Select(c => AtCompute(problem, grid, of, c))]);
            var limit = -Horizons.Slope(data, [.. data.Select(theory.Shape)]);
            rows.Add([
                problem.IsEasy ? "easy" : "hard", Name(kind), -slope, limit, theory.Exponent, -shared, problem.ComputeExponent(theory.Exponent)]);
            var name = $"{Phases.Name(problem)}, {Name(kind)}";
            if (kind is Kind.Constant or Kind.Optimum && Phases.ArePublished(context))
            {
                claims.Add(Claim.Close($"{name}: x in E ~ D^−x, D = 10⁸ … 10¹⁴", Paper, -slope, theory.Exponent, 0.01));
                claims.Add(Claim.Close($"{name}: y in E ~ C^−y, C = M D = 10¹¹ … 10¹⁷", Paper, -shared, problem.ComputeExponent(theory.Exponent), 0.01));
            }
            else
            {
                claims.Add(Claim.Show($"{name}: x in E ~ D^−x, D = 10⁸ … 10¹⁴, beside the theory with its logarithm", Paper, -slope, limit));
                claims.Add(Claim.Show($"{name}: y in E ~ C^−y, C = M D = 10¹¹ … 10¹⁷", Paper, -shared, problem.ComputeExponent(theory.Exponent)));
            }
        }

        // The order is one of limits: at other exponents a constant may still outweigh it.
        for (var p = 0; p < problems.Length && Phases.ArePublished(context); p++)
        {
            var end = kinds.Select((_, k) => losses[((((p * kinds.Length) + k) * grid.Length) + grid.Length) - 1]).ToArray();
            claims.Add(Claim.AtMost(
                $"{Phases.Name(problems[p])}, D = 10¹⁶: neighbours out of order in constant > exponential > WSD > optimum", Paper,
                Enumerable.Range(1, end.Length - 1).Count(k => end[k - 1] <= end[k]), 0));
        }

        return new(null, claims, [new StudyTable(
            "exponents",
            "Exponents x of E ~ D^−x and y of E ~ C^−y, C = M D shared for the least M^−sβ + E. \"With its logarithm\": the theory's formula, logarithm included, over the same D.",
            ["phase", "schedule", "x measured", "x with its logarithm", "x limit", "y measured", "y limit"], rows)])
        {
            Limits = ["Exponential decays end at 1/D of their peak; WSD's exponential tail takes a fifth of the horizon. Logarithms keep their measured exponents away from the limits at any size of practice."],
        };
    }

    static double LossOf(ScalingProblem problem, Kind kind, double horizon) => kind switch
    {
        Kind.Constant => ShapedSchedule.Of(problem, DecayProfile.Constant, horizon).Loss,
        Kind.Exponential => ShapedSchedule.Of(problem, DecayProfile.Exponential(1, 1 / horizon), horizon).Loss,
        Kind.Wsd => ShapedSchedule.Of(problem, DecayProfile.Exponential(Share, 1 / horizon), horizon).Loss,
        _ => ScalingOptimum.Of(problem, horizon).Loss,
    };

    static string Name(Kind kind) => kind switch
    {
        Kind.Constant => "constant",
        Kind.Exponential => "exponential",
        Kind.Wsd => "WSD, exponential tail",
        _ => "optimum",
    };

    static (double Exponent, Func<double, double> Shape) Theory(ScalingProblem problem, Kind kind)
    {
        var (s, power, best) = (problem.Source, problem.Source * problem.Capacity, problem.LossExponent());
        return kind switch
        {
            Kind.Constant => (s / (1 + s), d => Math.Pow(d, -s / (1 + s))),
            Kind.Exponential => (best, d => Math.Pow(d / Math.Log(d), -best)),
            Kind.Wsd when problem.IsEasy => (best, d => Math.Pow(d, -best) * Math.Pow(Math.Log(d), s * (problem.Capacity - 1) / (1 + power))),
            _ => (best, d => Math.Pow(d, -best)),
        };
    }

    // ln E is nearly straight in ln D between two places of the grid.
    static double Between(double[] grid, double[] losses, double at)
    {
        var i = 0;
        while (i < grid.Length - 2 && grid[i + 1] < at) i++;
        var share = Math.Log(at / grid[i]) / Math.Log(grid[i + 1] / grid[i]);
        return losses[i] * Math.Pow(losses[i + 1] / losses[i], share);
    }

    static double AtCompute(ScalingProblem problem, double[] grid, double[] losses, double compute) => RateSearch.Best(
        d => Math.Pow(compute / d, -problem.Source * problem.Capacity) + Between(grid, losses, d), grid[0], Math.Min(grid[^1], compute)).Loss;

    enum Kind { Constant, Exponential, Wsd, Optimum }
}
