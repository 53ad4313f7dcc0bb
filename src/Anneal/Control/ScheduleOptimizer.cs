using Anneal.Laws;
using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Control;

/// <summary>Finds the schedule with the lowest final loss under a law.</summary>
/// <remarks>
/// A multi-power law has its optimum from one scalar equation (<see cref="SmoothOptimum"/>), or, as written, a staircase; a law that is
/// linear in the drops has one drop, and says so; everything else, and any limit on the slope, goes to the general solver.
/// </remarks>
public static class ScheduleOptimizer
{
    // A gap below this, in loss, is stationarity.
    const double Stationary = 1e-9;

    // A fourth drop gains less than 1e-5 where it gains at all (published parameters, 24,000 and 72,000 steps).
    const int LiteralDrops = 3;

    /// <summary>The best schedule.</summary>
    /// <param name="law">The law and its parameters.</param>
    /// <param name="constraints">Which schedules are allowed.</param>
    /// <param name="form">Among which of them to look; null for all.</param>
    /// <param name="progress">Told the share of the work that has been done, where it takes long.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InfeasibleException">The constraints contradict each other, or the form.</exception>
    /// <exception cref="InputException">The law has no gradient that this search needs.</exception>
    public static OptimalSchedule Minimize(
        CalibratedLaw law, ScheduleConstraints constraints, ScheduleForm? form = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(law);
        form ??= ScheduleForm.Free;
        var minimised = form == ScheduleForm.Literal ? LawForms.AsWritten(law) : LawForms.PathConsistent(law);
        var search = new Search(minimised, law, new Frame(constraints), progress, cancellation);
        if (search.Frame.Free == 0 || search.Frame.Cap <= search.Frame.Floor || search.Frame.Cap == 0) return search.Held();
        if (form == ScheduleForm.Wsd) return search.Wsd();
        if (form == ScheduleForm.Power) return search.Power();
        if (form.Count > 0) return search.Pieces(form.Count);
        if (constraints.MaxSlope is not null) return search.General();
        if (LawForms.Shape(search.Law) is not { HasUniqueOptimum: true } shape) return search.OneDrop() ?? search.General();
        return shape.Gamma == 0 || search.Law.Law is AnnealingLaw { PathConsistent: true }
            ? search.Smooth(shape)
            : search.Literal(shape);
    }

    internal static InputException NotFinite(double peak) =>
        new(FormattableString.Invariant($"The law has no finite value at a peak rate of {peak}; look at the peak and the law's parameters."));

    sealed record Search(
        CalibratedLaw Law, CalibratedLaw Given, Frame Frame, IProgress<double>? Progress, CancellationToken Cancellation)
    {
        (double Floor, double Cap) Bounds => (Frame.Floor, Frame.Cap);

        public OptimalSchedule Held() => Result(Frame.Schedule(Frame.Free, null), 0, 0, "the only schedule allowed");

        public OptimalSchedule Smooth(in MultiPowerShape shape)
        {
            var (prior, changes) = LawForms.Beginning(Law, shape, Frame);
            var optimum = new SmoothOptimum(shape, Frame.Free, Bounds, prior, Frame.Previous, changes);
            return Result(
                Frame.Schedule(optimum.Rates), optimum.Residual, optimum.Iterations, "one-dimensional stationarity equation");
        }

        public OptimalSchedule Literal(in MultiPowerShape shape)
        {
            var (prior, changes) = LawForms.Beginning(Law, shape, Frame);
            var smooth = new SmoothOptimum(shape, Frame.Free, Bounds, prior, Frame.Previous, changes);
            var stairs = new MultiPowerStairs(shape, pathConsistent: false, Frame.Free, Frame.Cap, prior, changes);
            var staircase = new Staircase(stairs.Loss, Frame.Free, Frame.Floor, Frame.Cap);
            var best = staircase.Best(Math.Min(LiteralDrops, Frame.Free), smooth.DecaySteps, Cancellation);
            var schedule = Stairs(best.Levels, best.Lengths);
            var (consistent, here, there) = (LawForms.PathConsistent(Law), Frame.Whole(schedule), Frame.Path(smooth.Rates));
            if (Law.FinalLoss(there) <= Law.FinalLoss(here))
            {
                return Result(
                    Frame.Schedule(smooth.Rates), OptimalityGap.Of(Law, Frame, there), smooth.Iterations + staircase.Evaluations,
                    "the smooth optimum, which no staircase beats",
                    "Abrupt drops do not pay under this law as written: the smooth optimum of its path-consistent form ends lower.");
            }

            return Result(schedule, staircase.Residual, staircase.Evaluations, "staircase",
                $"The law as written values a drop at the rate after it, which makes {best.Levels.Length} abrupt drops look best; a fit has "
                + "seen few such drops, so that this is outside what it knows.",
                FormattableString.Invariant(
                    $"With drops valued as many small ones this schedule reaches {consistent.FinalLoss(here):F6} and the smooth optimum ")
                + FormattableString.Invariant($"{consistent.FinalLoss(there):F6} ({Law.FinalLoss(there):F6} as written)."));
        }

        public OptimalSchedule? OneDrop()
        {
            var shapes = new ShapeSearch(Law, Frame, Cancellation);
            var (_, steps) = shapes.Best(shapes.Drop);
            var gap = Law.Law.IsControllable ? OptimalityGap.Of(Law, Frame, Frame.Path(shapes.Drop(steps).ToArray())) : double.NaN;
            if (gap > Stationary) return null;
            var title = Law.Law.Card.Title;
            var schedule = Frame.Schedule(Frame.Free - steps, steps > 0 ? new Constant(Frame.Floor, steps) : null);
            return Result(schedule, gap, shapes.Evaluations, "one drop", steps switch
            {
                0 => $"Under the {title} no drop of the rate pays, so that the peak is held to the end.",
                1 => $"The {title} rewards a drop at once and in full, so that its best schedule drops at the very last step: it does not say "
                    + "how to decay, for which a law with memory is needed.",
                _ => $"Under the {title} one drop to the floor {steps} steps before the end is best, and every other change loses: it says "
                    + "how long to decay, but not in what shape.",
            });
        }

        public OptimalSchedule General()
        {
            RequireGradient();
            var search = new LevelSearch(Law, Frame, Progress, Cancellation);
            var free = search.Solve();
            return Result(
                Frame.Schedule(free), search.Gap, search.Evaluations, "times between levels by adjoint gradients",
                Frame.Constraints.MayRise && !Law.Law.Card.HoldsForRisingRates
                    ? $"The {Law.Law.Card.Title} does not hold after the rate has risen; trust no rise in this schedule."
                    : null);
        }

        public OptimalSchedule Wsd()
        {
            var search = new ShapeSearch(Law, Frame, Cancellation);
            var best = (Loss: double.PositiveInfinity, Steps: 0, Shape: DecayShape.Linear, To: Frame.Floor);
            foreach (var shape in (ReadOnlySpan<DecayShape>)[
                DecayShape.Linear, DecayShape.Cosine, DecayShape.OneMinusSqrt, DecayShape.Square, DecayShape.SqrtCube,
                DecayShape.Exponential])
            {
                // An exponential cannot reach zero; a hundredth of the peak is where it customarily ends.
                var to = shape == DecayShape.Exponential && Frame.Floor == 0 ? DecimalProduct.Of(0.01, Frame.Cap) : Frame.Floor;
                var (loss, steps) = search.Best(shape, to);
                if (loss < best.Loss) best = (loss, steps, shape, to);
            }

            return Shaped(best.Loss, best.Shape, best.To, best.Steps, 0, search.Evaluations);
        }

        public OptimalSchedule Power()
        {
            var search = new ShapeSearch(Law, Frame, Cancellation);
            var (loss, steps, exponent) = search.BestPower();
            double At(double e) => Law.FinalLoss(Frame.Path(search.Schedule(DecayShape.Power(e), Frame.Floor, steps).ToArray()));
            var residual = steps > 0 ? Math.Abs(At(exponent * 1.001) - At(exponent / 1.001)) / 0.002 : 0;
            return Shaped(loss, DecayShape.Power(exponent), Frame.Floor, steps, residual, search.Evaluations);
        }

        public OptimalSchedule Pieces(int count)
        {
            if (Frame.Constraints.MaxSlope is not null)
            {
                throw new InfeasibleException(
                    "Constant pieces fall in one step, which a largest change per step forbids; use the free shape.");
            }

            var drops = Math.Min(count - 1, Frame.Free);
            if (drops == 0) return Result(Frame.Schedule(Frame.Free, null), 0, 1, "one constant piece");
            Staircase staircase;
            if (LawForms.Shape(Law) is { } shape)
            {
                var (prior, changes) = LawForms.Beginning(Law, shape, Frame);
                var isConsistent = Law.Law is AnnealingLaw { PathConsistent: true };
                var stairs = new MultiPowerStairs(shape, isConsistent, Frame.Free, Frame.Cap, prior, changes);
                staircase = new Staircase(stairs.Loss, Frame.Free, Frame.Floor, Frame.Cap);
            }
            else
            {
                RequireGradient();
                staircase = new Staircase(new LawStairs(Law, Frame).Loss, Frame.Free, Frame.Floor, Frame.Cap, isCheap: false);
            }

            var (_, levels, lengths) = staircase.Best(drops, 0.1 * Frame.Free, Cancellation);
            return Result(Stairs(levels, lengths), staircase.Residual, staircase.Evaluations, "staircase");
        }

        OptimalSchedule Shaped(double loss, DecayShape shape, double to, int steps, double residual, int evaluations)
        {
            if (double.IsInfinity(loss))
            {
                throw new InfeasibleException(
                    $"No decay of this shape to {Frame.Floor:R} keeps every change within {Frame.MaxSlope:R} per step.");
            }

            var rest = steps > 0 ? shape.Decay(Frame.Cap, to, steps) : null;
            return Result(
                Frame.Schedule(Frame.Free - steps, rest), residual, evaluations, $"best length of a decay of shape {shape}");
        }

        Schedule Stairs(double[] levels, int[] lengths)
        {
            // A drop that does not pay is one that has shrunk to nothing.
            var held = Frame.Free - lengths.Sum();
            Schedule? rest = null;
            foreach (var (level, length) in levels.Zip(lengths))
            {
                if (level >= Frame.Cap * (1 - 1e-9)) held += length;
                else rest = rest is null ? new Constant(level, length) : rest.Then(new Constant(level, length));
            }

            return Frame.Schedule(held, rest);
        }

        void RequireGradient()
        {
            if (!Law.Law.IsControllable)
                throw new InputException($"The {Law.Law.Card.Title} has no gradient in the rates, so that this search cannot be made.");
        }

        OptimalSchedule Result(Schedule schedule, double residual, int evaluations, string method, params ReadOnlySpan<string?> notes)
        {
            var (path, written) = (Frame.Whole(schedule), LawForms.AsWritten(Law));
            var loss = Law.FinalLoss(path);
            if (!double.IsFinite(loss)) throw NotFinite(Frame.Cap);
            var told = new List<string>();
            foreach (var note in notes)
            {
                if (note is not null) told.Add(note);
            }

            if (Law.Law.GetType() != Given.Law.GetType() && Law.Law is AnnealingLaw { PathConsistent: true })
            {
                told.Add(
                    $"The path-consistent form of the {Given.Law.Card.Title} was minimised: it values a drop as many small ones, so that the "
                    + "result does not rest on how one abrupt drop is written.");
            }

            return new OptimalSchedule(schedule, path, Law, method)
            {
                Loss = loss,
                LossLiteral = written.Law.GetType() == Law.Law.GetType() ? loss : written.FinalLoss(path),
                KktResidual = residual,
                Iterations = evaluations,
                Notes = told,
            };
        }
    }
}
