using System.Runtime.InteropServices;
using Anneal.Curves;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Fitting;

/// <summary>The minimisation inside a fit: box, priors, starts, and the best of their ends.</summary>
sealed class Minimization
{
    const int SketchedPoints = 120, MostPolished = 3;
    const double Near = 1.1, Same = 0.005, Rough = 1e-4;

    readonly LossLaw law;
    readonly FitOptions options;
    readonly PreparedRun[] runs;
    readonly FitProblem problem;

    public Minimization(LossLaw law, PreparedRun[] runs, FitOptions options)
    {
        (this.law, this.options, this.runs) = (law, options, runs);
        Reference = Scale(runs);
        Coordinates = new Coordinates(law, Reference);
        problem = new FitProblem(law, Coordinates, runs);
        Box = MakeBox();
    }

    public ReferenceScale Reference { get; }

    public Coordinates Coordinates { get; }

    public RobustProblem Box { get; }

    public int Count => problem.Count;

    /// <summary>
    /// The best end of all starts. They are followed on a few points of each run, and the different ends are followed on from
    /// there on all points. Ties go to the earlier start, so the thread count does not matter.
    /// </summary>
    public RobustMinimum Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        if (!options.StartFrom.IsEmpty) return Ends([Place(options.StartFrom.AsSpan())], null, cancellation)[0];
        var rough = Sketch(cancellation);
        var starts = new Starts(law, Coordinates, Box)
            .Best(rough.problem, Math.Max(32, 4 * options.Starts), options.Starts, options.Parallel(cancellation));
        if (starts.Count == 0) return new(new double[Box.Lower.Length], double.NaN, 0, StopReason.NotFinite);
        return Best(Ends(Different(rough.Ends(starts, progress, cancellation)), null, cancellation));
    }

    RobustMinimum[] Ends(List<double[]> starts, IProgress<double>? progress, CancellationToken cancellation)
    {
        var ends = new RobustMinimum[starts.Count];
        var done = 0;
        Parallel.For(
            0,
            starts.Count,
            options.Parallel(cancellation),
            () => problem.Fork(),
            (i, _, mine) =>
            {
                ends[i] = new RobustLeastSquares(Box, mine.Residuals).Minimize(starts[i], cancellation);
                progress?.Report((double)Interlocked.Increment(ref done) / starts.Count);
                return mine;
            },
            _ => { });
        return ends;
    }

    static RobustMinimum Best(RobustMinimum[] ends)
    {
        var best = ends[0];
        foreach (var end in ends)
        {
            if (end.Objective < best.Objective || best.Stop == StopReason.NotFinite) best = end;
        }

        return best;
    }

    // Where the best end is, and the ends that are nearly as good but not the same.
    static List<double[]> Different(RobustMinimum[] ends)
    {
        var best = Best(ends);
        var different = new List<RobustMinimum> { best };
        foreach (var end in ends)
        {
            if (different.Count < MostPolished && end.Objective <= Near * best.Objective
                && !different.Exists(other => Math.Abs(end.Objective - other.Objective) <= Same * best.Objective))
            {
                different.Add(end);
            }
        }

        return different.ConvertAll(end => end.Point);
    }

    // The same problem on every k-th point of each run, which counts k times.
    Minimization Sketch(CancellationToken cancellation)
    {
        var stride = problem.Count / SketchedPoints;
        if (stride < 2) return this;
        var sparse = Array.ConvertAll(runs, run =>
        {
            var (steps, loss) = (new List<int>(), new List<double>());
            for (var i = (run.Count - 1) % stride; i < run.Count; i += stride)
            {
                steps.Add(run.Run.Points.Steps[i]);
                loss.Add(run.Run.Points.Loss[i]);
            }

            var curve = new LossCurve(CollectionsMarshal.AsSpan(steps), CollectionsMarshal.AsSpan(loss));
            return new FitRun(run.Run.Run with { Weight = stride * run.Run.Run.Weight }, curve);
        });
        var rough = options with { Tolerance = Rough };
        return new(law, PreparedRun.All(law, sparse, rough, cancellation), rough);
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
            Tolerance = options.Tolerance,
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

    // The highest peak, and the median length.
    static ReferenceScale Scale(PreparedRun[] runs)
    {
        var (peak, lengths) = (0.0, new int[runs.Length]);
        for (var i = 0; i < runs.Length; i++)
        {
            peak = Math.Max(peak, runs[i].Run.Run.Path.Peak);
            lengths[i] = runs[i].Run.Points.Steps[^1] + 1;
        }

        Array.Sort(lengths);
        return new(peak, lengths[lengths.Length / 2]);
    }
}
