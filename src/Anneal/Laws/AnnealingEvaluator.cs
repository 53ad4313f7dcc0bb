using Anneal.Kernels;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>
/// Evaluates an <see cref="AnnealingLaw"/> and its Jacobian: over the ranges of weighted events that belong to each observed
/// step, or with a plan in one pass over all of them. All memory is taken up front.
/// </summary>
sealed class AnnealingEvaluator : LawEvaluator
{
    readonly AnnealingLaw law;
    readonly RatePath path;
    readonly EventNodes nodes;
    readonly DensePlan? plan;
    readonly DenseSums? dense;
    readonly RangeSums direct = new();
    readonly bool hasGamma;
    readonly Clock clock;
    readonly (int, int)[] nodePlaces, observedPlaces;
    readonly double[] c, weight, weight1, weight2, nodeClock, nodeSlope, observedClock, observedSlope;
    readonly KernelSum[] sums;
    double clockExponent = double.NaN;

    public AnnealingEvaluator(AnnealingLaw law, RatePath path, EventNodes nodes, DensePlan? plan = null)
    {
        (this.law, this.path, this.nodes, this.plan) = (law, path, nodes, plan);
        clock = new Clock(path);
        var n = nodes.Weight.Length;
        hasGamma = law.IndexOf("gamma") >= 0;
        if (plan is not null) dense = new DenseSums(plan, n);
        sums = new KernelSum[nodes.Observed.Length];
        c = dense is null ? new double[n] : [];
        weight = law.TwoExponents || law.SourceWeighted ? new double[n] : nodes.Weight;
        weight1 = law.TwoExponents || law.SourceWeighted ? new double[n] : [];
        weight2 = law.SourceWeighted ? new double[n] : [];
        nodeClock = new double[n];
        nodeSlope = law.TwoExponents && InRates ? new double[n] : [];
        var offset = law.Clock == ResponseClock.RateSum ? 1 : 0;
        nodePlaces = Array.ConvertAll(nodes.Step, k => clock.Locate(k - offset));
        observedPlaces = Array.ConvertAll(nodes.Observed, t => clock.Locate(t));
        observedClock = new double[nodes.Observed.Length];
        observedSlope = new double[nodes.Observed.Length];
    }

    public override int Count => nodes.Observed.Length;

    public override LawEvaluator Fork() => new AnnealingEvaluator(law, path, nodes, plan);

    bool InRates => law.Clock is ResponseClock.RateSum or ResponseClock.RateSumAfter;

    public override void Evaluate(ReadOnlySpan<double> theta, Span<double> loss, Span<double> jacobian)
    {
        Require.SameLength(loss.Length, Count, nameof(loss), "the evaluator");
        var terms = law.Terms(theta);
        SetClock(terms.P);
        SetNodes(terms);
        Sum(terms, !jacobian.IsEmpty);
        var width = law.Parameters.Length;
        for (var i = 0; i < loss.Length; i++)
        {
            var total = clock.PriorSum + observedClock[i];
            var power = Math.Exp(-terms.Alpha * Math.Log(total));
            loss[i] = terms.L0 + (terms.A * power) - (terms.B * sums[i].Value);
            if (!jacobian.IsEmpty)
                Differentiate(terms, sums[i], i, total, power, jacobian.Slice(i * width, width));
        }
    }

    void Sum(in AnnealingTerms terms, bool derivatives)
    {
        var input = new KernelInput
        {
            Weight = weight,
            Weight1 = weight1,
            Weight2 = weight2,
            C = c,
            LogKernel = nodes.LogKernel,
            Clock = nodeClock,
            ClockSlope = nodeSlope,
        };
        var kind = new Response(law.Kernel == AnnealingKernel.Power, hasGamma, terms.C, terms.Beta, terms.Gamma);
        if (dense is not null)
        {
            var pace = InRates ? clock.Powers : [1];
            dense.Fill(input, kind, pace, nodeSlope.Length > 0 ? clock.Slopes : default, derivatives, sums);
            return;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            var (now, nowSlope) = Now(i);
            sums[i] = direct.Sum(input, nodes.RangesOf(i), kind, now, nowSlope, derivatives);
        }
    }

    void Differentiate(in AnnealingTerms terms, KernelSum sum, int i, double total, double power, Span<double> row)
    {
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = law.Slots[j] switch
            {
                AnnealingSlot.L0 => 1,
                AnnealingSlot.A => power,
                AnnealingSlot.Alpha => -terms.A * power * Math.Log(total),
                AnnealingSlot.Source => (-terms.A * power * Math.Log(total)) - (terms.B * sum.Weight2),
                AnnealingSlot.B => -sum.Value,
                AnnealingSlot.C => -terms.B * sum.LogC / terms.C,
                AnnealingSlot.Lambda => terms.B * sum.LogC / (terms.C * Math.Exp(-terms.C)),
                AnnealingSlot.Beta => -terms.B * sum.Beta,
                AnnealingSlot.Gamma => -terms.B * sum.Gamma,
                AnnealingSlot.P => (-terms.Alpha * terms.A * power / total * (clock.PriorSlope + observedSlope[i]))
                    - (terms.B * sum.Clock),
                AnnealingSlot.Q or AnnealingSlot.SourceConstant => -terms.B * sum.Weight1,
                _ => throw new InvalidOperationException($"{law.Slots[j]} has no derivative."),
            };
        }
    }

    (double Now, double Slope) Now(int i) => law.Clock switch
    {
        ResponseClock.Steps => (nodes.Observed[i], 0),
        ResponseClock.StepsIncluded => (nodes.Observed[i] + 1, 0),
        _ => (observedClock[i], observedSlope[i]),
    };

    void SetClock(double p)
    {
        if (p == clockExponent) return;
        clockExponent = p;
        clock.Update(p);
        for (var i = 0; i < nodeClock.Length; i++)
        {
            nodeClock[i] = InRates ? clock.Sum(nodePlaces[i]) : nodes.Step[i];
            if (nodeSlope.Length > 0) nodeSlope[i] = clock.Slope(nodePlaces[i]);
        }

        for (var i = 0; i < observedClock.Length; i++)
        {
            observedClock[i] = clock.Sum(observedPlaces[i]);
            observedSlope[i] = clock.Slope(observedPlaces[i]);
        }
    }

    void SetNodes(in AnnealingTerms terms)
    {
        if (dense is not null)
        {
            // It takes ln y as it is.
        }
        else if (terms.Gamma == 0)
        {
            Array.Fill(c, terms.C);
        }
        else
        {
            // At a rate of 0 its largest value, a finite speed, keeps 0 · ∞ out of the sums.
            VectorExp.OfLine(nodes.LogKernel, -terms.Gamma, Math.Log(terms.C), c);
        }

        if (law.TwoExponents)
        {
            // d(y^q) = q y^{q−1} dy.
            VectorExp.OfLine(nodes.LogMeasure, terms.Q - 1, Math.Log(terms.Q), weight);
            for (var i = 0; i < weight.Length; i++)
            {
                weight[i] *= nodes.Weight[i];
                weight1[i] = weight[i] * (nodes.LogMeasure[i] + (1 / terms.Q));
            }
        }
        else if (law.SourceWeighted)
        {
            for (var i = 0; i < weight.Length; i++)
            {
                var sum = clock.PriorSum + nodeClock[i];
                var source = Math.Exp(-terms.Alpha * Math.Log(sum));
                weight[i] = nodes.Weight[i] * (terms.SourceConstant + source);
                weight1[i] = nodes.Weight[i];
                weight2[i] = -nodes.Weight[i] * source * Math.Log(sum);
            }
        }
    }
}
