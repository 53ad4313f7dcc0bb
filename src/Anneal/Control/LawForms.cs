using Anneal.Kernels;
using Anneal.Laws;

namespace Anneal.Control;

/// <summary>The two ways in which a law of the multi-power family values a drop, and what its optimum needs to know.</summary>
static class LawForms
{
    /// <summary>The law with every drop valued as infinitely many small ones; the law itself where it has no such form.</summary>
    public static CalibratedLaw PathConsistent(CalibratedLaw law) => law.Law switch
    {
        MultiPower => law with { Law = new PathMultiPower() },
        LiteralTwoExponent => law with { Law = new TwoExponentMultiPower() },
        _ => law,
    };

    /// <summary>The law with every drop valued at the rate after it; the law itself where it has no such form.</summary>
    public static CalibratedLaw AsWritten(CalibratedLaw law) => law.Law switch
    {
        PathMultiPower => law with { Law = new MultiPower() },
        TwoExponentMultiPower => law with { Law = new LiteralTwoExponent() },
        _ => law,
    };

    /// <summary>The parameters by name, null for a law outside the family.</summary>
    public static MultiPowerShape? Shape(CalibratedLaw law)
    {
        if (law.Law is not AnnealingLaw
            {
                Kernel: AnnealingKernel.Power, Clock: ResponseClock.RateSum, SourceWeighted: false, DropsOnly: false,
            } annealing)
        {
            return null;
        }

        var terms = annealing.Terms(law.Theta.AsSpan());
        return new(terms.L0, terms.A, terms.Alpha, terms.B, terms.C, terms.Beta, terms.Gamma, terms.P, terms.Q);
    }

    /// <summary>The clock before the free steps, and the changes of the rate before them with the clock since.</summary>
    public static (double Prior, (double Before, double After, double Clock)[] Changes) Beginning(
        CalibratedLaw law, in MultiPowerShape shape, Frame frame)
    {
        var path = frame.Path([]);
        var clock = new Clock(path);
        clock.Update(shape.P);
        var events = new RateEvents(path, ((AnnealingLaw)law.Law).Rules(law.Warmup));
        var changes = new List<(double, double, double)>();
        var sum = 0.0;
        for (var k = path.Steps - 1; k >= 0; k--)
        {
            sum += Math.Pow(path.Rates[k], shape.P);
            if (events.Drops[k] != 0) changes.Add((events.Before[k], path.Rates[k], sum));
        }

        return (clock.PriorSum + sum, [.. changes]);
    }
}
