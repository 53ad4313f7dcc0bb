using Anneal.Schedules;

namespace Anneal.Kernels;

/// <summary>
/// The annealing events of a schedule in panels of panels: a smooth stretch of n events seen from afar is a handful of
/// weighted events. Built once per schedule; depends on no parameter of a law.
/// </summary>
/// <remarks>
/// A law sums f(k) over events k ≤ t with weight δ_k, where f depends on k through η_k and the rate sums only. Inside a
/// smooth panel f is interpolated at m steps, so Σ δ_k f(k) ≈ Σ_i w_i f(k_i), w_i = Σ_k δ_k ℓ_i(k). The integrand's nearest
/// singularity lies beyond t, so a panel whose distance to t is d of its widths, in steps and in rate sum, converges at least
/// like (z + √(z² − 1))^−m, z = 1 + 2d. Panels with jumps, kinks or too steep a decay are split down to single events.
/// </remarks>
sealed class EventTree
{
    const int LeafEvents = 12;
    const double Smooth = 3e-10;
    static readonly int[] Orders = [4, 8, 12];
    static readonly double[] Distances = [16, 1.5, 0.5];

    readonly List<Panel> panels = [];
    readonly List<int> roots = [];
    readonly RateEvents events;
    readonly RatePath path;
    readonly bool sourceWeighted;

    public EventTree(RatePath path, EventRules rules, RateEvents events)
    {
        (this.path, this.events, sourceWeighted) = (path, events, rules.SourceWeighted);
        var cuts = Stretches.Cuts(path.Rates, path.WarmupSteps);
        AddRoot(-1, 0);
        for (var i = 1; i < cuts.Count; i++) AddRoot(cuts[i - 1], cuts[i]);
    }

    /// <summary>Appends the weighted events that stand for all events at or before <paramref name="step"/>.</summary>
    public void Collect(int step, List<PanelView> views)
    {
        foreach (var root in roots)
        {
            if (panels[root].First > step) break;
            Collect(root, step, views);
        }
    }

    /// <summary>The panel's weighted events at one order: all of its events at order −1.</summary>
    public (int[] Steps, double[] Weights) Nodes(PanelView view)
    {
        var panel = panels[view.Panel];
        return view.Order < 0 ? (panel.LeafSteps!, panel.LeafWeights!) : (panel.Steps[view.Order]!, panel.Weights[view.Order]!);
    }

    void Collect(int index, int step, List<PanelView> views)
    {
        var panel = panels[index];
        if (panel.First > step) return;
        var order = panel.Last <= step ? Order(panel, step) : -1;
        if (order >= 0)
        {
            views.Add(new(index, order));
        }
        else if (panel.LeafSteps is not null)
        {
            views.Add(new(index, -1));
        }
        else
        {
            if (panel.Left >= 0) Collect(panel.Left, step, views);
            if (panel.Right >= 0) Collect(panel.Right, step, views);
        }
    }

    int Order(Panel panel, int step)
    {
        var width = panel.Last - panel.First;
        var sums = path.Sums;
        var before = panel.First > 0 ? sums[panel.First - 1] : 0;
        var widthSum = sums[panel.Last] - before;
        // A weight that is a power of the sum so far is smooth only if the sum does not multiply within the panel.
        if (sourceWeighted && path.PriorSum + before < widthSum) return -1;
        for (var i = 0; i < Orders.Length; i++)
        {
            if (panel.Steps[i] is not null && step - panel.Last >= Distances[i] * width
                && sums[step] - sums[panel.Last] >= Distances[i] * widthSum)
            {
                return i;
            }
        }

        return -1;
    }

    void AddRoot(int after, int last)
    {
        if (Build(after + 1, last) is >= 0 and var root) roots.Add(root);
    }

    // Events first … last, both included; −1 if there is none.
    int Build(int first, int last)
    {
        var drops = events.Drops;
        var count = last - first + 1;
        if (count <= LeafEvents) return BuildLeaf(first, last);
        var middle = first + (count / 2);
        var (left, right) = (Build(first, middle - 1), Build(middle, last));
        if (left < 0 && right < 0) return -1;
        var panel = new Panel { First = first, Last = last, Left = left, Right = right };
        panel.Steepness = Math.Max(Steepness(left), Steepness(right));
        if (panel.Steepness <= DropQuadrature.SteepestSmooth) Compress(panel, drops);
        panels.Add(panel);
        return panels.Count - 1;
    }

    double Steepness(int index) => index < 0 ? 0 : panels[index].Steepness;

    int BuildLeaf(int first, int last)
    {
        var (steps, weights) = (new List<int>(), new List<double>());
        var steepness = 0.0;
        for (var k = first; k <= last; k++)
        {
            var drop = events.Drops[k];
            if (drop == 0) continue;
            steps.Add(k);
            weights.Add(drop);
            steepness = Math.Max(steepness, DropQuadrature.Steepness(events.Before[k], path.Rates[k]));
        }

        if (steps.Count == 0) return -1;
        panels.Add(new Panel
        {
            First = first,
            Last = last,
            Left = -1,
            Right = -1,
            Steepness = steepness,
            LeafSteps = [.. steps],
            LeafWeights = [.. weights],
        });
        return panels.Count - 1;
    }

    void Compress(Panel panel, ReadOnlySpan<double> drops)
    {
        Span<int> nodes = stackalloc int[12];
        Span<double> weights = stackalloc double[12];
        for (var i = Orders.Length - 1; i >= 0; i--)
        {
            var n = nodes[..Orders[i]];
            var w = weights[..Orders[i]];
            Interpolation.ChebyshevSteps(panel.First, panel.Last, n);
            Interpolation.BarycentricWeights(n, w);
            if (!IsSmooth(panel, n, w)) return;
            var sums = new double[n.Length];
            AddChild(panel.Left, n, w, sums);
            AddChild(panel.Right, n, w, sums);
            // A node whose own step has no drop would have no rate to drop from.
            foreach (var step in n)
            {
                if (drops[step] == 0) return;
            }

            panel.Steps[i] = n.ToArray();
            panel.Weights[i] = sums;
        }
    }

    void AddChild(int index, ReadOnlySpan<int> nodes, ReadOnlySpan<double> weights, double[] sums)
    {
        if (index < 0) return;
        var panel = panels[index];
        var (steps, w) = panel.LeafSteps is not null ? (panel.LeafSteps, panel.LeafWeights!)
            : panel.Steps[^1] is not null ? (panel.Steps[^1]!, panel.Weights[^1]!)
            : (null, null);
        if (steps is null)
        {
            AddChild(panel.Left, nodes, weights, sums);
            AddChild(panel.Right, nodes, weights, sums);
            return;
        }

        for (var i = 0; i < steps.Length; i++)
            Interpolation.AddLagrange(nodes, weights, steps[i], w![i], sums);
    }

    // Probes between the nodes, where an interpolant of something rough is worst, and at both ends, where it extrapolates.
    bool IsSmooth(Panel panel, ReadOnlySpan<int> nodes, ReadOnlySpan<double> weights)
    {
        if (Error(panel.First, nodes, weights) > Smooth || Error(panel.Last, nodes, weights) > Smooth) return false;
        for (var i = 1; i < nodes.Length; i++)
        {
            if (Error((nodes[i - 1] + nodes[i]) / 2, nodes, weights) > Smooth) return false;
        }

        return true;
    }

    double Error(int step, ReadOnlySpan<int> nodes, ReadOnlySpan<double> weights) =>
        Math.Abs(Interpolation.Value(nodes, weights, events.LogRates, step) - events.LogRates[step]);

    sealed class Panel
    {
        public int First, Last, Left, Right;
        public double Steepness;
        public int[]? LeafSteps;
        public double[]? LeafWeights;
        public readonly int[]?[] Steps = new int[Orders.Length][];
        public readonly double[]?[] Weights = new double[Orders.Length][];
    }
}

/// <summary>A panel at one order of compression; −1 for its single events.</summary>
readonly record struct PanelView(int Panel, int Order);
