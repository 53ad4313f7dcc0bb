using MathNet.Numerics.RootFinding;

namespace Anneal.Control;

/// <summary>
/// The best schedule of a path-consistent multi-power law with a floor and a peak: the root of one scalar equation.
/// </summary>
/// <remarks>
/// With the remaining clock R as the variable the loss reduction is Φ(η₀, S) − ∫₀^S ∂Φ/∂R (η(R), R) dR, which holds no derivative of
/// η. For a given S it decouples: at each R the rate minimises ∂Φ/∂R + λ η^−p, where λ prices T = ∫₀^S dR / η^p. The bounds clamp
/// that minimum and leave the equation for S as it is: what one more unit of clock at the start is worth, αA/B (W+S)^−(α+1) plus the
/// growth of every drop made before it, equals the λ η^−p that its steps cost. Everything is explicit in e, the log rate at R = 0
/// without the floor: λ(e), the steps of floor and decay, S from the steps that are left; the equation falls in e.
/// </remarks>
sealed class SmoothOptimum
{
    readonly MultiPowerShape law;
    readonly (double Before, double After, double Clock)[] earlier;
    readonly double prior, previous, logFloor, logCap;
    readonly int steps;

    /// <summary>Sets the problem.</summary>
    /// <param name="law">The law; <see cref="MultiPowerShape.HasUniqueOptimum"/> must hold.</param>
    /// <param name="steps">n ≥ 1, the free steps.</param>
    /// <param name="bounds">The lowest rate (0 for none) and the highest.</param>
    /// <param name="prior">The clock before the free steps.</param>
    /// <param name="previous">The rate before the first free step.</param>
    /// <param name="earlier">Changes of the rate before that: from, to, and the clock between the change and the free steps.</param>
    public SmoothOptimum(
        in MultiPowerShape law, int steps, (double Floor, double Cap) bounds, double prior, double previous,
        (double Before, double After, double Clock)[] earlier)
    {
        this.law = law;
        this.earlier = earlier;
        this.prior = prior;
        this.previous = previous;
        this.steps = steps;
        logFloor = bounds.Floor > 0 ? Math.Log(bounds.Floor) : double.NegativeInfinity;
        logCap = Math.Log(bounds.Cap);
        Solve(bounds.Floor, bounds.Cap);
    }

    /// <summary>η of the free steps.</summary>
    public double[] Rates { get; private set; } = [];

    /// <summary>The steps below the cap, a real number.</summary>
    public double DecaySteps { get; private set; }

    /// <summary>The relative residual of the stationarity equation; 0 where a bound is the answer.</summary>
    public double Residual { get; private set; }

    /// <summary>How often the equation was evaluated.</summary>
    public int Iterations { get; private set; }

    void Solve(double floor, double cap)
    {
        // At e = ln cap nothing decays; if a longer clock is still worth its price there, the constant rate is best.
        if (logFloor >= logCap || Imbalance(logCap) >= 0)
        {
            Rates = Enumerable.Repeat(cap, steps).ToArray();
            return;
        }

        var low = logCap - 1;
        for (var width = 2.0; Imbalance(low) < 0; width *= 2)
        {
            if (Parts(low).FloorSteps >= steps || width > 1000)
            {
                Rates = Enumerable.Repeat(floor, steps).ToArray();
                DecaySteps = steps;
                return;
            }

            low = logCap - width;
        }

        var end = Brent.FindRoot(Imbalance, low, logCap, 1e-14, 200);
        Residual = Math.Abs(Imbalance(end));
        Rates = Discretise(Parts(end), floor, cap);
    }

    // (worth − price) / (worth + price) of one more unit of clock.
    double Imbalance(double end)
    {
        Iterations++;
        var parts = Parts(end);
        var worth = law.Alpha * law.A / law.B * Math.Pow(prior + parts.Clock, -law.Alpha - 1);
        worth += Growth(previous, Math.Exp(parts.Top), parts.Clock);
        foreach (var change in earlier) worth += Growth(change.Before, change.After, parts.Clock + change.Clock);
        var price = parts.Decay.Multiplier * Math.Exp(-law.P * parts.Top);
        var imbalance = (worth - price) / (Math.Abs(worth) + price);
        return double.IsNaN(imbalance) ? throw ScheduleOptimizer.NotFinite(Math.Exp(logCap)) : imbalance;
    }

    double Growth(double before, double after, double clock)
    {
        var shape = law;
        return before == after ? 0 : MultiPowerShape.Integrate(y => shape.Growth(y, clock), before, after);
    }

    (SmoothDecay Decay, double Low, double Top, double FloorSteps, double DecaySteps, double Clock) Parts(double end)
    {
        var decay = new SmoothDecay(law, end);
        var low = Math.Min(Math.Max(end, logFloor), logCap);
        var floorSteps = end < low ? decay.Clock(low) * Math.Exp(-law.P * low) : 0;
        if (floorSteps >= steps) return (decay, low, low, floorSteps, 0, steps * Math.Exp(law.P * low));
        var decaySteps = decay.StepsBetween(low, logCap);
        if (floorSteps + decaySteps < steps)
        {
            var plateau = steps - floorSteps - decaySteps;
            return (decay, low, logCap, floorSteps, decaySteps, decay.Clock(logCap) + (plateau * Math.Exp(law.P * logCap)));
        }

        var top = decay.Before(low, steps - floorSteps, (low + logCap) / 2, logCap);
        return (decay, low, top, floorSteps, steps - floorSteps, decay.Clock(top));
    }

    // Each step takes the mean of η^p over its cell, so that Σ η^p is the clock exactly.
    double[] Discretise(
        (SmoothDecay Decay, double Low, double Top, double FloorSteps, double DecaySteps, double Clock) parts, double floor, double cap)
    {
        DecaySteps = Math.Min(steps, parts.FloorSteps + parts.DecaySteps);
        var rates = new double[steps];
        var (clock, u, pace) = (0.0, parts.Low, 0.0);
        for (var back = 1; back <= steps; back++)
        {
            var t = steps - back;
            if (back <= parts.FloorSteps)
            {
                rates[t] = floor;
                clock += Math.Pow(floor, law.P);
                continue;
            }

            if (back - 1 >= DecaySteps)
            {
                rates[t] = cap;
                continue;
            }

            double next;
            if (back >= DecaySteps)
            {
                next = parts.Decay.Clock(parts.Top) + ((back - DecaySteps) * Math.Exp(law.P * parts.Top));
            }
            else
            {
                // Each step moves ln η about as far as the one before.
                var found = parts.Decay.Before(parts.Low, back - parts.FloorSteps, Math.Min(u + pace, parts.Top), parts.Top);
                (pace, u) = (found - u, found);
                next = parts.Decay.Clock(u);
            }

            rates[t] = Math.Clamp(Math.Pow(next - clock, 1 / law.P), floor, cap);
            clock = next;
        }

        return rates;
    }
}
