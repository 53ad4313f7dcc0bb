using System.Collections.Immutable;
using Anneal.Kernels;
using Anneal.Schedules;

namespace Anneal.Laws;

/// <summary>How a change of the rate unfolds into a loss reduction.</summary>
public enum AnnealingKernel
{
    /// <summary>1 − (1 + C y^−γ R)^−β.</summary>
    Power,

    /// <summary>1 − e^{−C R}.</summary>
    Exponential,
}

/// <summary>What R, the time since a change, is counted in.</summary>
public enum ResponseClock
{
    /// <summary>The rate sum Σ_{τ=k}^{t} η_τ^p, the step of the change included.</summary>
    RateSum,

    /// <summary>The rate sum after the change's step, Σ_{τ=k+1}^{t} η_τ^p.</summary>
    RateSumAfter,

    /// <summary>Steps t − k.</summary>
    Steps,

    /// <summary>Steps t − k + 1, the step of the change included.</summary>
    StepsIncluded,
}

/// <summary>
/// The common form of the schedule-aware laws: L(t) = L₀ + A·(W + S_t)^−α − B·D_t with S_t = Σ η^p, where D sums the
/// changes of η^q, each times a kernel of the time since.
/// </summary>
/// <remarks>A law is a choice of kernel, clock and free parameters; what is not free has a fixed value here.</remarks>
public abstract class AnnealingLaw : LossLaw
{
    /// <summary>The kernel.</summary>
    public abstract AnnealingKernel Kernel { get; }

    /// <summary>The clock.</summary>
    public abstract ResponseClock Clock { get; }

    /// <summary>Whether a drop is valued as infinitely many small ones.</summary>
    public virtual bool PathConsistent => false;

    /// <summary>Whether rises of the rate are ignored.</summary>
    public virtual bool DropsOnly => false;

    /// <summary>Whether p or q can differ from 1.</summary>
    public virtual bool TwoExponents => false;

    /// <summary>Whether a change counts (c3 + S_k^−s) times, as in the functional scaling law.</summary>
    public virtual bool SourceWeighted => false;

    /// <inheritdoc/>
    public override bool IsControllable => true;

    /// <inheritdoc/>
    public override LawEvaluator Prepare(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup)
    {
        var events = new RateEvents(path, Rules(warmup));
        return DensePlan.Pays(events.Drops, steps, Kernel == AnnealingKernel.Power)
            ? PrepareDense(path, steps, warmup)
            : PrepareCompressed(path, steps, warmup);
    }

    /// <summary>The same over compressed events, whatever the number of steps asked for.</summary>
    internal LawEvaluator PrepareCompressed(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup) =>
        new AnnealingEvaluator(this, path, EventNodes.Compressed(path, Rules(warmup), steps));

    /// <summary>The same in one pass over the schedule.</summary>
    internal LawEvaluator PrepareDense(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup)
    {
        var nodes = EventNodes.All(path, Rules(warmup), steps);
        var isInRates = Clock is ResponseClock.RateSum or ResponseClock.RateSumAfter;
        var isLate = Clock is ResponseClock.RateSumAfter or ResponseClock.Steps;
        var starts = isInRates ? new Clock(path).Starts : [0, path.Steps];
        return new AnnealingEvaluator(this, path, nodes, new DensePlan(starts, nodes.Step, isLate ? 1 : 0, steps));
    }

    /// <summary>The same by the direct sum over all changes, O(T) per step: exact, and slow.</summary>
    public LawEvaluator PrepareExact(RatePath path, ReadOnlySpan<int> steps, WarmupResponse warmup) =>
        new AnnealingEvaluator(this, path, EventNodes.Exact(path, Rules(warmup), steps));

    /// <inheritdoc/>
    public override double FinalLoss(
        ReadOnlySpan<double> theta, RatePath path, WarmupResponse warmup, Span<double> rateGradient = default) =>
        FinalSum.Loss(this, Terms(theta), path, Rules(warmup), rateGradient);

    /// <summary>θ in the common form's terms.</summary>
    public AnnealingTerms Terms(ReadOnlySpan<double> theta)
    {
        var terms = AnnealingTerms.Default;
        for (var i = 0; i < Parameters.Length; i++) terms = terms.With(Slots[i], theta[i]);
        return terms;
    }

    /// <summary>Which changes count.</summary>
    public EventRules Rules(WarmupResponse warmup) =>
        new(warmup == WarmupResponse.Included, DropsOnly, PathConsistent, TwoExponents, SourceWeighted);

    internal ImmutableArray<AnnealingSlot> Slots => field.IsDefault
        ? field = [.. Parameters.Select(p => AnnealingTerms.Slot(p.Name))]
        : field;
}
