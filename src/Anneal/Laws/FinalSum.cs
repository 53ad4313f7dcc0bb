using Anneal.Kernels;
using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>The final loss of an <see cref="AnnealingLaw"/> and its derivatives in every rate, in O(T) by running sums.</summary>
static class FinalSum
{
    public static double Loss(AnnealingLaw law, in AnnealingTerms terms, RatePath path, EventRules rules, Span<double> gradient)
    {
        var rates = path.Rates;
        var events = new RateEvents(path, rules);
        var clock = new Clock(path);
        clock.Update(terms.P);
        var last = rates.Length - 1;
        var total = clock.Sum(clock.Locate(last));
        var floor = path.Peak * 1e-30;
        var inRates = law.Clock is ResponseClock.RateSum or ResponseClock.RateSumAfter;
        var after = law.Clock is ResponseClock.RateSumAfter ? 1 : 0;
        var wantsGradient = !gradient.IsEmpty;
        if (wantsGradient)
        {
            Require.SameLength(gradient.Length, rates.Length, nameof(gradient), "the schedule");
            gradient.Clear();
        }

        // sinceGain[j]: Σ over events whose clock runs from step j on of ∂D/∂R; sourceLoss[j]: the same for sources up to j.
        var byClock = wantsGradient ? new double[rates.Length + 1] : [];
        var bySource = wantsGradient && law.SourceWeighted ? new double[rates.Length] : [];
        var (sum, running) = (0.0, 0.0);
        for (var k = 0; k <= last; k++)
        {
            var startOfStep = running;
            running += Power(rates[k], terms.P);

            // A step without a change has no value, but it has a slope: a drop could be put there, except before all training,
            // where the weight of a source is infinite.
            var isFlat = rates[k] == events.Before[k] && (k > path.WarmupSteps || rules.IncludeWarmup) && clock.PriorSum + running > 0;
            if (events.Drops[k] == 0 && !(wantsGradient && isFlat)) continue;
            var (a, b) = (events.Before[k], rates[k]);
            var since = law.Clock switch
            {
                ResponseClock.Steps => last - k,
                ResponseClock.StepsIncluded => last - k + 1,
                ResponseClock.RateSumAfter => total - running,
                _ => total - startOfStep,
            };
            since = Math.Max(since, 0);
            var source = 1.0;
            if (law.SourceWeighted)
                source = terms.SourceConstant + Math.Pow(clock.PriorSum + running, -terms.Alpha);
            var value = law.PathConsistent && !isFlat ? Integrate(law, terms, a, b, since, floor) : Literal(law, terms, a, b, since, floor);
            sum += source * value.Value;
            if (!wantsGradient) continue;
            if (k > 0) gradient[k - 1] -= terms.B * source * value.ByBefore;
            gradient[k] -= terms.B * source * value.ByAfter;
            if (inRates) byClock[k + after] += source * value.BySince;
            if (law.SourceWeighted)
                bySource[k] += -terms.Alpha * Math.Pow(clock.PriorSum + running, -terms.Alpha - 1) * value.Value;
        }

        var progress = clock.PriorSum + total;
        var power = Math.Pow(progress, -terms.Alpha);
        if (wantsGradient)
        {
            var progressSlope = -terms.Alpha * terms.A * power / progress;
            var sourceSum = 0.0;
            var response = 0.0;
            for (var j = last; bySource.Length > 0 && j >= 0; j--)
            {
                sourceSum += bySource[j];
                bySource[j] = sourceSum;
            }

            for (var j = 0; j <= last; j++)
            {
                response += byClock[j];
                var clockSlope = terms.P == 1 ? 1 : terms.P * Math.Pow(Math.Max(rates[j], floor), terms.P - 1);
                var clocked = response + (bySource.Length > 0 ? bySource[j] : 0);
                gradient[j] += clockSlope * (progressSlope - (terms.B * clocked));
            }
        }

        return terms.L0 + (terms.A * power) - (terms.B * sum);
    }

    static Change Literal(AnnealingLaw law, in AnnealingTerms terms, double a, double b, double since, double floor)
    {
        var measure = Power(a, terms.Q) - Power(b, terms.Q);
        var (k, bySince, byLogC) = Response(law, terms, b, since, floor);
        return new(measure * k, Slope(terms.Q, a, floor) * k,
            (-Slope(terms.Q, b, floor) * k) - (measure * terms.Gamma * byLogC / Math.Max(b, floor)), measure * bySince);
    }

    static Change Integrate(AnnealingLaw law, in AnnealingTerms terms, double a, double b, double since, double floor)
    {
        var (value, bySince) = (0.0, 0.0);
        Span<double> y = stackalloc double[DropQuadrature.MostNodes];
        Span<double> w = stackalloc double[DropQuadrature.MostNodes];
        var n = DropQuadrature.Nodes(a, b, y, w);
        for (var i = 0; i < n; i++)
        {
            var (k, kSince, _) = Response(law, terms, y[i], since, floor);
            var measure = w[i] * Slope(terms.Q, y[i], floor);
            value += measure * k;
            bySince += measure * kSince;
        }

        return new(value, Slope(terms.Q, a, floor) * Response(law, terms, a, since, floor).Value,
            -Slope(terms.Q, b, floor) * Response(law, terms, b, since, floor).Value, bySince);
    }

    // K, ∂K/∂R and ∂K/∂ln c at rate y.
    static (double Value, double BySince, double ByLogC) Response(
        AnnealingLaw law, in AnnealingTerms terms, double y, double since, double floor)
    {
        if (law.Kernel == AnnealingKernel.Exponential)
        {
            var forgotten = Math.Exp(-terms.C * since);
            return (1 - forgotten, terms.C * forgotten, terms.C * since * forgotten);
        }

        // At a rate of 0 the response is complete as soon as any rate follows.
        if (y <= 0 && terms.Gamma > 0) return (since > 0 ? 1 : 0, 0, 0);
        var c = terms.Gamma == 0 ? terms.C : terms.C * Math.Pow(Math.Max(y, floor), -terms.Gamma);
        var x = 1 + (c * since);
        var rest = Math.Exp(-terms.Beta * Math.Log(x));
        var bySince = terms.Beta * rest * c / x;
        return (1 - rest, bySince, bySince * since);
    }

    static double Power(double rate, double exponent) => exponent == 1 ? rate : rate > 0 ? Math.Pow(rate, exponent) : 0;

    static double Slope(double exponent, double rate, double floor) =>
        exponent == 1 ? 1 : exponent * Math.Pow(Math.Max(rate, floor), exponent - 1);

    readonly record struct Change(double Value, double ByBefore, double ByAfter, double BySince);
}
