using Anneal.Plotting;
using Anneal.Theory;

namespace Anneal.Lab.Studies.RandomFeatures;

/// <summary>The optimal schedules of both phases, how they scale with the horizon, and what simpler families lose.</summary>
static class OptimalSchedules
{
    const string Paper = "Bordelon and Mori 2026 (exponents derived here)";
    const string Reference = "another optimiser at the same sizes";

    static readonly CountParameter longest = new("horizon", "The longest horizon T of optimal schedules, in steps; shorter ones by halves, down to 128.", 65_536)
    { Quick = 2048, Min = 1024, Max = 1 << 20 };

    // Optimal losses by L-BFGS-B over the rates themselves at T = 128, 256, …, 2048.
    static readonly double[] easyLosses = [8.762e-2, 6.194e-2, 4.386e-2, 3.109e-2, 2.206e-2];
    static readonly double[] hardLosses = [.7825, .6879, .6063, .5355, .4737];

    public static IReadOnlyList<StudyParameter> Parameters { get; } = [longest];

    public static StudyPart Run(StudyContext context)
    {
        var horizons = new List<int>();
        for (var steps = 128; steps <= context.Get(longest); steps *= 2) horizons.Add(steps);
        Phase[] phases = [Phase.Easy, Phase.Hard];
        var optima = context.Map(.02, 2, i => RandomFeatureControl.Along(phases[i].Model(), [.. horizons], phases[i].LargestRate, null, context.Cancellation));
        var tuned = context.Map(.08, 2 * horizons.Count, place =>
        {
            // The longest first, so that threads end together.
            var (steps, phase) = (horizons[^(1 + (place / 2))], phases[place % 2]);
            return (Constant: Tuned.Of(phase, steps, _ => 1, phase.LargestRate), Power: Tuned.BestPower(phase, steps));
        });
        var (easy, hard) = (Of(0), Of(1));

        var claims = new List<Claim>();
        if (horizons.Contains(2048))
        {
            claims.AddRange(Published(easy, easyLosses, (-.497, -.435, -.440)));
            claims.AddRange(Published(hard, hardLosses, (-.179, -.164, -.157)));
            claims.Add(Claim.Close("Easy: slope of the peak rate in T, T = 256 … 2048", Reference, easy.Slope(easy.Peaks, 256, 2048), -.31, .005));
            claims.Add(Claim.Close("Hard: slope of the annealing fraction in T (rates below 0.9 of the peak), T = 256 … 2048", Reference, hard.Slope(hard.Annealing(), 256, 2048), -.339, .005));
            var place = easy.At(2048);
            claims.Add(Claim.Close("Easy: intrinsic warm-up, first rate over peak at T = 2048", Paper, easy.Optima[place].Rates[0] / easy.Peaks[place], .68, .005));
            claims.Add(Claim.AtLeast("Easy: η^(1/(2b−1)) is linear in t, R² at T = 2048", Paper, DecayExponents.Linearity(easy.Optima[place], (2 * Phase.Easy.B) - 1), .9994));
            claims.Add(Claim.AtLeast("Easy: best constant over optimal loss at T = 2048", Paper, easy.Constants[place].Loss / easy.Optima[place].Loss, 1.25));
        }

        claims.AddRange(Both(easy));
        claims.AddRange(Both(hard));
        claims.AddRange(Shown(easy, hard));
        var (last, far) = (horizons[^1], hard.Annealing()[^1]);
        return new(
            $"In the easy phase the optimal rate falls all the way and its peak shrinks with the horizon; in the hard phase it stays at the highest rate "
            + $"and only the last {Digits.Percent(far)} of {Digits.Count(last)} steps anneal. The best constant rate ends "
            + $"{Digits.Significant(easy.Constants[^1].Loss / easy.Optima[^1].Loss, 3)} (easy) and "
            + $"{Digits.Significant(hard.Constants[^1].Loss / hard.Optima[^1].Loss, 3)} (hard) times higher.",
            claims,
            [
                OptimalSchedulesExhibits.Schedules(easy, hard), OptimalSchedulesExhibits.Losses(easy, hard), OptimalSchedulesExhibits.Peaks(easy, hard),
                DecayExponents.Figure(easy, hard), OptimalSchedulesExhibits.Table(easy, hard), OptimalSchedulesExhibits.Data(easy, hard),
            ])
        {
            Limits =
            [
                "Only the abstract and public notes on the paper could be read; the exponents are derived from the model, and agree with its abstract where it states them.",
                "Peaks and shapes of optima approach their exponents slowly: these slopes are claimed against another optimiser at the same sizes, and shown beside their limits.",
            ],
        };

        PhaseOptima Of(int phase) => new(
            phases[phase], optima[phase],
            [.. Enumerable.Range(0, horizons.Count).Select(i => tuned[(2 * (horizons.Count - 1 - i)) + phase].Constant)],
            [.. Enumerable.Range(0, horizons.Count).Select(i => tuned[(2 * (horizons.Count - 1 - i)) + phase].Power)]);
    }

    // What was found at the very sizes of the derivation's own check.
    static IEnumerable<Claim> Published(PhaseOptima of, double[] losses, (double Optimal, double Constant, double Power) slopes)
    {
        var first = of.At(128);
        yield return Claim.AtMost(
            $"{of.Phase.Title}: optimal losses at T = 128 … 2048, largest relative difference", Reference,
            losses.Select((loss, i) => Math.Abs((of.Optima[first + i].Loss / loss) - 1)).Max(), .01);
        yield return Claim.Close(
            $"{of.Phase.Title}: slope of the optimal loss in T, T = 256 … 2048", Reference, of.Slope([.. of.Optima.Select(o => o.Loss)], 256, 2048), slopes.Optimal, .003);
        yield return Claim.Close(
            $"{of.Phase.Title}: slope of the best constant's loss", Reference, of.Slope(PhaseOptima.Losses(of.Constants), 256, 2048), slopes.Constant, .003);
        yield return Claim.Close(
            $"{of.Phase.Title}: slope of the best power's loss", Reference, of.Slope(PhaseOptima.Losses(of.Powers), 256, 2048), slopes.Power, .003);
    }

    // What holds at any size.
    static IEnumerable<Claim> Both(PhaseOptima of)
    {
        var (from, to) = of.Latest;
        var optimal = of.Slope([.. of.Optima.Select(o => o.Loss)], from, to);
        yield return Claim.AtMost(
            $"{of.Phase.Title}: the optimum's loss falls faster than the best constant's, difference of slopes", Paper,
            optimal - of.Slope(PhaseOptima.Losses(of.Constants), from, to), -.002);
        yield return Claim.AtMost(
            $"{of.Phase.Title}: the optimum's loss falls faster than the best power's, difference of slopes", Paper,
            optimal - of.Slope(PhaseOptima.Losses(of.Powers), from, to), -.002);
        yield return Claim.AtMost(
            $"{of.Phase.Title}: no rate of the optimum wants to move, largest |∂ ln L/∂ ln η| off the bound", "first-order conditions", Stationarity(of), 1e-6);
    }

    static IEnumerable<Claim> Shown(PhaseOptima easy, PhaseOptima hard)
    {
        var (from, to) = easy.Latest;
        var range = $"T = {Digits.Count(from)} … {Digits.Count(to)}";
        foreach (var of in new[] { easy, hard })
        {
            yield return Claim.Show($"{of.Phase.Title}: slope of the optimal loss, {range}", Paper, of.Slope([.. of.Optima.Select(o => o.Loss)], from, to), -of.Phase.LossExponent);
            yield return Claim.Show($"{of.Phase.Title}: slope of the best constant's loss, {range}", Paper, of.Slope(PhaseOptima.Losses(of.Constants), from, to), -of.Phase.ConstantExponent);
            yield return Claim.Show(
                $"{of.Phase.Title}: η ∝ r^x in the intrinsic time r that is left, x = 1 − 1/(2b), at T = {Digits.Count(to)}", Paper, DecayExponents.TailExponent(of.Optima[^1]).Exponent,
                1 - (1 / (2 * of.Phase.B)));
        }

        yield return Claim.Show($"Easy: slope −ξ of the peak rate, {range}", Paper, easy.Slope(easy.Peaks, from, to), -easy.Phase.PeakExponent);
        yield return Claim.Show($"Easy: δ of (1 − t/T)^δ at T = {Digits.Count(to)}", Paper, DecayExponents.BestPower(easy.Optima[^1]), (2 * easy.Phase.B) - 1);
        yield return Claim.Show($"Hard: slope of the annealing fraction, {range}", Paper, hard.Slope(hard.Annealing(), from, to), -hard.Phase.AnnealingExponent);
    }

    static double Stationarity(PhaseOptima of)
    {
        double[] rates = [.. of.Optima[^1].Rates];
        var slopes = new double[rates.Length];
        var loss = new RandomFeatureGradient(of.Phase.Model(), rates.Length).Evaluate(rates, default, slopes);
        return rates.Zip(slopes, (rate, slope) => rate < of.Phase.LargestRate ? Math.Abs(slope * rate / loss) : Math.Max(0, slope * rate / loss)).Max();
    }
}
