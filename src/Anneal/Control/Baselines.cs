using Anneal.Laws;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>A customary schedule under the constraints, its decay as long as suits the law best.</summary>
/// <param name="Name">What it is called: cosine, wsd, wsd-linear, one-minus-sqrt, linear-to-zero, sqrt-cube.</param>
/// <param name="Schedule">The schedule, from the first of the constraints' steps on.</param>
/// <param name="Path">It written out.</param>
/// <param name="Loss">Its final loss.</param>
/// <param name="DecaySteps">The length of its decay.</param>
public sealed record Baseline(string Name, Schedule Schedule, RatePath Path, double Loss, int DecaySteps);

/// <summary>What a better schedule has to beat.</summary>
public static class Baselines
{
    // WSD's and cosine's customary end: a tenth of the peak. "To zero" ends at the floor where there is one.
    const double Tenth = 0.1;

    /// <summary>The customary schedules that the constraints admit, best first.</summary>
    /// <remarks>
    /// Cosine decays over the whole free part, to a tenth of the peak. The others hold the peak and then decay: <c>wsd</c>
    /// exponentially and <c>wsd-linear</c> in a line to a tenth of the peak; <c>linear-to-zero</c>, <c>one-minus-sqrt</c> and
    /// <c>sqrt-cube</c> to the floor, each over its own best length.
    /// </remarks>
    /// <param name="law">The law whose final loss is compared.</param>
    /// <param name="constraints">What is allowed.</param>
    /// <param name="progress">Told the share of them that has been tried.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InfeasibleException">The constraints contradict each other.</exception>
    public static IReadOnlyList<Baseline> Under(
        CalibratedLaw law, ScheduleConstraints constraints, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(law);
        var frame = new Frame(constraints);
        if (frame.Free == 0 || frame.Cap <= frame.Floor) return [];
        var search = new ShapeSearch(law, frame, cancellation);
        var tenth = Math.Min(frame.Cap, Math.Max(frame.Floor, DecimalProduct.Of(Tenth, constraints.Peak)));
        var (baselines, tried) = (new List<Baseline>(), 0);
        Add("cosine", DecayShape.Cosine, tenth, frame.Free);
        Add("wsd", DecayShape.Exponential, tenth);
        Add("wsd-linear", DecayShape.Linear, tenth);
        Add("one-minus-sqrt", DecayShape.OneMinusSqrt, frame.Floor);
        Add("linear-to-zero", DecayShape.Linear, frame.Floor);
        Add("sqrt-cube", DecayShape.SqrtCube, frame.Floor);
        return [.. baselines.OrderBy(baseline => baseline.Loss)];

        void Add(string name, DecayShape shape, double to, int? length = null)
        {
            progress?.Report(tried++ / 6.0);
            var steps = length ?? search.Best(shape, to).Steps;
            var free = search.Schedule(shape, to, steps);
            if (!frame.Admits(free)) return;
            var path = frame.Path(free.ToArray());
            var whole = frame.Schedule(frame.Free - steps, steps > 0 ? shape.Decay(frame.Cap, to, steps) : null);
            baselines.Add(new(name, whole, path, law.FinalLoss(path), steps));
        }
    }
}
