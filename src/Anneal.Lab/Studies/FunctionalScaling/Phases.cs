using Anneal.Theory;

namespace Anneal.Lab.Studies.FunctionalScaling;

/// <summary>The two problems that figures and tables show: one of the easy phase, one of the hard one; σ² = 1, η_max = 1.</summary>
static class Phases
{
    public static readonly NumberParameter Source = new("source", "s of the easy problem, from 1 − 1/β", 1) { Min = 0.01, Max = 10 };
    public static readonly NumberParameter Capacity = new("capacity", "β of the easy problem", 2) { Min = 1.05, Max = 10 };
    public static readonly NumberParameter HardSource = new("hard-source", "s of the hard problem, below 1 − 1/β", 0.25) { Min = 0.01, Max = 10 };
    public static readonly NumberParameter HardCapacity = new("hard-capacity", "β of the hard problem", 3) { Min = 1.05, Max = 10 };

    public static readonly IReadOnlyList<StudyParameter> Parameters = [Source, Capacity, HardSource, HardCapacity];

    /// <summary>Whether both problems are those whose numbers are known.</summary>
    public static bool ArePublished(StudyContext context) => context.IsPublished(Source, Capacity, HardSource, HardCapacity);

    public static ScalingProblem Easy(StudyContext context)
    {
        var problem = new ScalingProblem(context.Get(Source), context.Get(Capacity));
        return problem.IsEasy ? problem : throw new InputException("--source and --capacity describe a hard problem; the easy phase has s ≥ 1 − 1/β.");
    }

    public static ScalingProblem Hard(StudyContext context)
    {
        var problem = new ScalingProblem(context.Get(HardSource), context.Get(HardCapacity));
        return !problem.IsEasy
            ? problem
            : throw new InputException("--hard-source and --hard-capacity describe an easy problem; the hard phase has s < 1 − 1/β.");
    }

    /// <summary>As figures call a problem.</summary>
    public static string Name(ScalingProblem problem) => FormattableString.Invariant($"s = {problem.Source:0.##}, β = {problem.Capacity:0.##}");
}
