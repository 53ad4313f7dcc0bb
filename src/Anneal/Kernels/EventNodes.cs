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
    (int Start, int Count)[] ranges = [];
    int[] rangeStart = [];

    EventNodes(int[] observed) => Observed = observed;

    /// <summary>The steps asked for.</summary>
    public int[] Observed { get; }

    /// <summary>w_i, in units of the rate.</summary>
    public double[] Weight { get; private set; } = [];

    /// <summary>ln y, where the measure q y^{q−1} dy is taken.</summary>
    public double[] LogMeasure { get; private set; } = [];

    /// <summary>ln y, where the kernel's y^{−γ} is taken.</summary>
    public double[] LogKernel { get; private set; } = [];

    /// <summary>The event's step k.</summary>
    public int[] Step { get; private set; } = [];

    /// <summary>The ranges of nodes that stand for everything up to observation i; none for <see cref="All"/>.</summary>
    public ReadOnlySpan<(int Start, int Count)> RangesOf(int i) => ranges.AsSpan(rangeStart[i]..rangeStart[i + 1]);

    /// <summary>Every event for itself, in order of the steps, without ranges.</summary>
    public static EventNodes All(RatePath path, EventRules rules, ReadOnlySpan<int> observed)
    {
        var events = new RateEvents(path, rules);
        var nodes = new EventNodes(observed.ToArray());
        var steps = Enumerable.Range(0, path.Steps).Where(k => events.Drops[k] != 0).ToArray();
        if (steps.Length > 0) nodes.Emit(path, rules, events, steps, Array.ConvertAll(steps, k => events.Drops[k]));
        return nodes.Close();
    }

    /// <summary>Every event for itself: the direct sum, O(T) per observed step.</summary>
    public static EventNodes Exact(RatePath path, EventRules rules, ReadOnlySpan<int> observed)
    {
        var nodes = All(path, rules, observed);
        nodes.rangeStart = [.. Enumerable.Range(0, observed.Length + 1)];
        nodes.ranges = new (int, int)[observed.Length];
        for (var i = 0; i < observed.Length; i++)
        {
            var last = observed[i];
            var end = nodes.Step.AsSpan().BinarySearch(new FirstAfter(last));
            // Rounded up to whole vectors: an event after the step has no rate sum to it yet and adds nothing.
            nodes.ranges[i] = (0, (~end + Lanes - 1) / Lanes * Lanes);
        }

        return nodes;
    }

    /// <summary>Distant events in panels: a few hundred nodes per observed step, whatever T.</summary>
    public static EventNodes Compressed(RatePath path, EventRules rules, ReadOnlySpan<int> observed)
    {
        var events = new RateEvents(path, rules);
        var nodes = new EventNodes(observed.ToArray());
        var starts = new int[observed.Length + 1];
        var collected = new List<(int, int)>();
        var tree = new EventTree(path, rules, events);
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
                    range = nodes.Emit(path, rules, events, steps, weights);
                }

                collected.Add(range);
            }

            starts[i + 1] = collected.Count;
        }

        nodes.rangeStart = starts;
        nodes.ranges = [.. collected];
        return nodes.Close();
    }

    EventNodes Close()
    {
        Weight = [.. weight];
        LogMeasure = [.. logMeasure];
        LogKernel = [.. logKernel];
        Step = [.. step];
        return this;
    }

    (int, int) Emit(RatePath path, EventRules rules, RateEvents events, int[] steps, double[] weights)
    {
        var start = weight.Count;
        Span<double> y = stackalloc double[DropQuadrature.MostNodes];
        Span<double> w = stackalloc double[DropQuadrature.MostNodes];
        for (var i = 0; i < steps.Length; i++)
        {
            var k = steps[i];
            var (before, after) = (events.Before[k], path.Rates[k]);
            var kernel = rules.PathConsistent ? double.NaN : events.LogRates[k];
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

    // Never equal, so that the search ends between the last event at or before the step and the first after it.
    readonly struct FirstAfter(int step) : IComparable<int>
    {
        public int CompareTo(int other) => other <= step ? 1 : -1;
    }
}
