using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>The minimisation inside a fit: box, priors, starts, and the best of their ends.</summary>
sealed class Minimization
{
    readonly LossLaw law;
    readonly FitOptions options;
    readonly FitProblem problem;
    readonly double[] logLoss;

    public Minimization(LossLaw law, IReadOnlyList<FitRun> runs, FitOptions options)
    {
        (this.law, this.options) = (law, options);
        Reference = new ReferenceScale(runs.Max(run => run.Run.Path.Peak), Median(runs));
        Coordinates = new Coordinates(law, Reference);
        problem = new FitProblem(law, Coordinates, runs, options.Warmup);
        logLoss = [.. runs.SelectMany(run => run.Points.Loss.ToArray()).Select(loss => Math.Log(loss))];
        Box = MakeBox();
    }

    public ReferenceScale Reference { get; }

    public Coordinates Coordinates { get; }

    public RobustProblem Box { get; }

    public int Count => problem.Count;

    /// <summary>The best end of all starts; ties go to the earlier start, so the thread count does not matter.</summary>
    public RobustMinimum Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var starts = options.StartFrom.IsEmpty
            ? Starts.Best(law, problem, Coordinates, Box, logLoss, Math.Max(32, 4 * options.Starts), options.Starts)
            : [Place(options.StartFrom.AsSpan())];
        if (starts.Count == 0) return new(new double[Box.Lower.Length], double.NaN, 0, StopReason.NotFinite);
        var ends = new RobustMinimum[starts.Count];
        var done = 0;
        Parallel.For(
            0,
            starts.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = cancellation },
            () => problem.Fork(),
            (i, _, mine) =>
            {
                ends[i] = new RobustLeastSquares(Box, mine.Residuals).Minimize(starts[i], cancellation);
                progress?.Report((double)Interlocked.Increment(ref done) / starts.Count);
                return mine;
            },
            _ => { });
        return ends.Where(end => end.Stop != StopReason.NotFinite).MinBy(end => end.Objective) ?? ends[0];
    }

    /// <summary>log L − log measured and ∂/∂z at a place.</summary>
    public void Linearize(ReadOnlySpan<double> place, Span<double> residuals, Span<double> jacobian) =>
        problem.Residuals(place, residuals, jacobian);

    double[] Place(ReadOnlySpan<double> theta)
    {
        var place = new double[theta.Length];
        Coordinates.ToPlace(theta, place);
        return place;
    }

    RobustProblem MakeBox()
    {
        var p = law.Parameters.Length;
        var (lower, upper, mean, precision) = (new double[p], new double[p], new double[p], new double[p]);
        for (var j = 0; j < p; j++)
        {
            var parameter = law.Parameters[j];
            (lower[j], upper[j]) = Bounds(parameter);
            if (options.Held.TryGetValue(parameter.Name, out var held)) lower[j] = upper[j] = HeldAt(j, held);
            foreach (var prior in options.Priors)
            {
                if (prior.Parameter != parameter.Name) continue;
                mean[j] = prior.Mean;
                var delta = double.IsFinite(options.HuberDelta) ? options.HuberDelta : 1e-3;
                precision[j] = options.PriorStrength * delta * delta / (prior.Deviation * prior.Deviation);
            }
        }

        var anyPrior = precision.Any(x => x > 0);
        return new RobustProblem(problem.Count, lower, upper)
        {
            Delta = options.HuberDelta,
            Weights = problem.Weights,
            PriorMean = anyPrior ? mean : [],
            PriorPrecision = anyPrior ? precision : [],
            MaxIterations = options.MaxIterations,
        };
    }

    double HeldAt(int j, double value)
    {
        var parameter = law.Parameters[j];
        if (Coordinates.IsScaled(j))
            throw new InputException($"{parameter.Name} of the {law.Card.Title} cannot be held: its unit depends on the exponents; hold those.");
        return value >= parameter.Lower && value <= parameter.Upper
            ? parameter.ToScale(value)
            : throw new InputException(Text.Of($"{parameter.Name} cannot be held at {value}; it lies in {parameter.Lower} … {parameter.Upper}."));
    }

    // Unit-free coordinates have bounds of their own: what a fit may reach, far from any use.
    static (double, double) Bounds(LawParameter parameter)
    {
        var (low, high) = (parameter.ToScale(parameter.Lower), parameter.ToScale(parameter.Upper));
        return parameter.Name switch
        {
            "A" or "c1" => (Math.Log(1e-4), Math.Log(1e3)),
            "B" or "c2" => (Math.Log(1e-6), Math.Log(1e3)),
            "C" or "c4" => (Math.Log(1e-7), Math.Log(1e7)),
            "c3" => (Math.Log(1e-4), Math.Log(1e4)),
            _ => (Math.Min(low, high), Math.Max(low, high)),
        };
    }

    static double Median(IReadOnlyList<FitRun> runs)
    {
        double[] lengths = [.. runs.Select(run => (double)run.Points.Steps[^1] + 1).Order()];
        return lengths[lengths.Length / 2];
    }
}
