using System.Collections.Immutable;
using System.Globalization;
using Anneal.Laws;
using Anneal.Schedules;

namespace Anneal.Fitting;

/// <summary>Which parameters a set of runs cannot determine, and what would.</summary>
/// <remarks>
/// The data's information JᵀJ/(s² f) is joined with a very wide prior on each coordinate; a coordinate that the data do not
/// at least halve the spread of is not determined. s² is the residual variance, f its inflation by autocorrelation.
/// Where no rate changes after the warm-up, nothing but the warm-up tells of the response to a change, and what it seems to
/// tell is the early transient: the parameters of the response are not determined, however narrow their spreads.
/// </remarks>
static class Identifiability
{
    /// <summary>The wide spread of a coordinate, on its own scale.</summary>
    public static double WideSpread(LawParameter parameter) => parameter.Name switch
    {
        "L0" => 3,
        "gamma" => 0.5,
        "p" or "q" => 0.4,
        "alpha" or "s" => 1,
        _ => 2,
    };

    public static ImmutableArray<Unidentified> Find(
        LossLaw law, Uncertainty spread, in SeenRange seen, IReadOnlyList<FitRun> runs, Func<string, bool> isHeld)
    {
        var found = ImmutableArray.CreateBuilder<Unidentified>();
        for (var j = 0; j < law.Parameters.Length; j++)
        {
            var parameter = law.Parameters[j];
            if (isHeld(parameter.Name)) continue;
            var wide = WideSpread(parameter);
            var isSilent = !seen.HasChange && IsOfChanges(parameter.Name);
            if (!isSilent && spread.DataSpreads[j] <= wide / 2 && !spread.AtBound[j]) continue;
            var reason = isSilent ? $"No run changes its rate after the warm-up, which {parameter.Name} could be told from."
                : spread.AtBound[j] ? $"{parameter.Name} sits at the edge of its range: the runs fit as well with any value beyond."
                : $"{parameter.Name} is known only to within {Spread(parameter, spread.DataSpreads[j])} from these runs.";
            found.Add(new(parameter.Name, reason, Remedy(parameter.Name, runs)));
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a parameter belongs to the response to a change of the rate.</summary>
    public static bool IsOfChanges(string parameter) =>
        parameter is "B" or "C" or "beta" or "gamma" or "lambda" or "q" or "c2" or "c3" or "c4";

    static string Spread(LawParameter parameter, double spread) => parameter.Scale == ParameterScale.Linear
        ? $"±{spread.ToString("G2", CultureInfo.InvariantCulture)}"
        : $"a factor of {Math.Exp(spread).ToString("G2", CultureInfo.InvariantCulture)}";

    static string Remedy(string parameter, IReadOnlyList<FitRun> runs)
    {
        var longest = runs.Max(run => run.Points.Steps[^1] + 1);
        var peak = runs.Max(run => run.Run.Path.Peak);
        var (half, twoThirds) = (Round(longest / 2), Round(longest * 2 / 3));
        return parameter switch
        {
            "L0" or "A" or "alpha" or "c1" or "s" =>
                $"A run at a constant rate of {Rate(peak)} over {Round(2 * longest)} steps would determine it.",
            "gamma" =>
                $"Two two-stage runs from one trunk would: {Rate(peak)} to step {half}, then {Rate(peak * 0.3)} in one and "
                + $"{Rate(peak * 0.1)} in the other, to step {twoThirds}.",
            "p" or "q" => $"A run of {half} steps at another peak rate, {Rate(peak / 2)} say, would determine it.",
            _ => $"A two-stage run would: {Rate(peak)} to step {half}, then {Rate(peak * 0.3)} to step {twoThirds}, logged often.",
        };
    }

    static string Rate(double rate)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rate)) - 1);
        return NumberText.Rounded(Math.Round(rate / unit) * unit);
    }

    static int Round(int steps)
    {
        var unit = (int)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, steps))) - 1));
        return Math.Max(1, steps / unit * unit);
    }
}
