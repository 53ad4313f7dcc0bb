using System.Runtime.InteropServices;
using Anneal.Schedules;

namespace Anneal.Kernels;

/// <summary>
/// What a law needs of a schedule to be evaluated at a list of steps: weighted events as parallel arrays, and for each step
/// the ranges of them that stand for everything up to it. Ranges are padded to whole vectors with weight 0.
/// </summary>
sealed class EventNodes
{
    const int Lanes = 4;

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
        Span<double> y = stackalloc double[DropQuadrature.MostNodes];
        Span<double> w = stackalloc double[DropQuadrature.MostNodes];
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

            var n = DropQuadrature.Nodes(before, after, y, w);
            for (var j = 0; j < n; j++) Add(k, weights[i] / (before - after) * w[j], Math.Log(y[j]), kernel);
        }

        var count = weight.Count - start;
        while ((weight.Count - start) % Lanes != 0) Add(step[^1], 0, logMeasure[^1], logKernel[^1]);
        return (start, count + ((Lanes - (count % Lanes)) % Lanes));
    }

    void Add(int k, double w, double measure, double kernel)
    {
        step.Add(k);
        weight.Add(w);
        logMeasure.Add(measure);
        logKernel.Add(double.IsNaN(kernel) ? measure : kernel);
    }
}
