using System.Runtime.InteropServices;
using Anneal.Schedules;
using MathNet.Numerics.Integration;

namespace Anneal.Kernels;

/// <summary>
/// What a law needs of a schedule to be evaluated at a list of steps: weighted events as parallel arrays, and for each step
/// the ranges of them that stand for everything up to it. Ranges are padded to whole vectors with weight 0.
/// </summary>
sealed class EventNodes
{
    /// <summary>Above this relative change, a step's drop is not valued by two nodes but by many.</summary>
    public const double SteepestSmooth = 0.02;

    const int Lanes = 4;
    const double Tiny = 1e-4;
    static readonly GaussLegendreRule Eight = new(-1, 1, 8);

    readonly List<double> weight = [], logMeasure = [], logKernel = [];
    readonly List<int> step = [];

    EventNodes(int[] observed) => Observed = observed;

    /// <summary>The steps asked for.</summary>
    public int[] Observed { get; }

    /// <summary>Ranges of observation i: <see cref="Ranges"/>[RangeStart[i] … RangeStart[i+1]).</summary>
    public int[] RangeStart { get; private set; } = [];

    public (int Start, int Count)[] Ranges { get; private set; } = [];

    /// <summary>w_i, in units of the rate.</summary>
    public double[] Weight { get; private set; } = [];

    /// <summary>ln y, where the measure q y^{q−1} dy is taken.</summary>
    public double[] LogMeasure { get; private set; } = [];

    /// <summary>ln y, where the kernel's y^{−γ} is taken.</summary>
    public double[] LogKernel { get; private set; } = [];

    /// <summary>The event's step k.</summary>
    public int[] Step { get; private set; } = [];

    /// <summary>Relative size of a change, seen from its smaller end.</summary>
    public static double Steepness(double before, double after) =>
        Math.Abs(before - after) / Math.Max(Math.Min(before, after), double.Epsilon);

    /// <summary>Every event for itself: the direct sum, O(T) per observed step.</summary>
    public static EventNodes Exact(RatePath path, EventRules rules, ReadOnlySpan<int> observed) =>
        Make(path, rules, observed, compress: false);

    /// <summary>Distant events in panels: a few hundred nodes per observed step, whatever T.</summary>
    public static EventNodes Compressed(RatePath path, EventRules rules, ReadOnlySpan<int> observed) =>
        Make(path, rules, observed, compress: true);

    static EventNodes Make(RatePath path, EventRules rules, ReadOnlySpan<int> observed, bool compress)
    {
        var nodes = new EventNodes(observed.ToArray());
        var starts = new int[observed.Length + 1];
        var ranges = new List<(int, int)>();
        var tree = new EventTree(path, rules);
        if (compress)
        {
            var emitted = new Dictionary<PanelView, (int, int)>();
            var views = new List<PanelView>();
            for (var i = 0; i < observed.Length; i++)
            {
                views.Clear();
                tree.Collect(observed[i], views);
                foreach (var view in views)
                {
                    ref var range = ref CollectionsMarshal.GetValueRefOrAddDefault(emitted, view, out var known);
                    if (!known)
                    {
                        var (steps, weights) = tree.Nodes(view);
                        range = nodes.Emit(path, rules, tree, steps, weights);
                    }

                    ranges.Add(range);
                }

                starts[i + 1] = ranges.Count;
            }
        }
        else
        {
            var steps = Enumerable.Range(0, path.Steps).Where(k => tree.Events.Drops[k] != 0).ToArray();
            if (steps.Length > 0)
                nodes.Emit(path, rules, tree, steps, Array.ConvertAll(steps, k => tree.Events.Drops[k]));
            var end = 0;
            for (var i = 0; i < observed.Length; i++)
            {
                // Rounded up to whole vectors: an event after the step has no rate sum to it yet and adds nothing.
                while (end < nodes.step.Count && nodes.step[end] <= observed[i]) end++;
                ranges.Add((0, (end + Lanes - 1) / Lanes * Lanes));
                starts[i + 1] = i + 1;
            }
        }

        nodes.RangeStart = starts;
        nodes.Ranges = [.. ranges];
        nodes.Weight = [.. nodes.weight];
        nodes.LogMeasure = [.. nodes.logMeasure];
        nodes.LogKernel = [.. nodes.logKernel];
        nodes.Step = [.. nodes.step];
        return nodes;
    }

    (int, int) Emit(RatePath path, EventRules rules, EventTree tree, int[] steps, double[] weights)
    {
        var start = weight.Count;
        for (var i = 0; i < steps.Length; i++)
        {
            var k = steps[i];
            var (before, after) = (tree.Events.Before[k], path.Rates[k]);
            var kernel = rules.PathConsistent ? double.NaN : tree.LogRates[k];
            if (!rules.PathConsistent && !rules.PowerMeasure)
            {
                Add(k, weights[i], kernel, kernel);
                continue;
            }

            var steepness = Steepness(before, after);
            if (steepness <= Tiny)
            {
                Add(k, weights[i], Math.Log((before + after) / 2), kernel);
            }
            else if (steepness <= SteepestSmooth)
            {
                // Gauss–Legendre, two nodes.
                var (centre, half) = ((before + after) / 2, (after - before) / 2 / Math.Sqrt(3));
                Add(k, weights[i] / 2, Math.Log(centre - half), kernel);
                Add(k, weights[i] / 2, Math.Log(centre + half), kernel);
            }
            else
            {
                AddLargeDrop(k, weights[i] / (before - after), before, after, EventTree.LogFloor(path), kernel);
            }
        }

        var count = weight.Count - start;
        while ((weight.Count - start) % Lanes != 0) Add(step[^1], 0, logMeasure[^1], logKernel[^1]);
        return (start, count + ((Lanes - (count % Lanes)) % Lanes));
    }

    // Eight Gauss–Legendre nodes in ln y per factor e between the two rates; dy = y d ln y.
    void AddLargeDrop(int k, double factor, double before, double after, double logFloor, double kernel)
    {
        var sign = before > after ? 1 : -1;
        var high = Math.Log(Math.Max(before, after));
        var low = Math.Max(Math.Log(Math.Min(before, after)), Math.Max(logFloor, high - 46));
        var pieces = (int)Math.Ceiling(high - low);
        var half = (high - low) / pieces / 2;
        for (var piece = 0; piece < pieces; piece++)
        {
            var centre = low + (((2 * piece) + 1) * half);
            for (var i = 0; i < 8; i++)
            {
                var y = centre + (half * Eight.Abscissas[i]);
                Add(k, sign * factor * half * Eight.Weights[i] * Math.Exp(y), y, kernel);
            }
        }
    }

    void Add(int k, double w, double measure, double kernel)
    {
        step.Add(k);
        weight.Add(w);
        logMeasure.Add(measure);
        logKernel.Add(double.IsNaN(kernel) ? measure : kernel);
    }
}
