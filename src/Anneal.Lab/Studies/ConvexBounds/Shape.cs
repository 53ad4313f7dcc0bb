using Anneal.Schedules;
using Anneal.Theory;

namespace Anneal.Lab.Studies.ConvexBounds;

/// <summary>A kind of schedule of any length, its peak 1, by the conventions of Schaipp et al.'s code.</summary>
/// <param name="Name">As tables and figures call it.</param>
/// <param name="Of">The schedule of so many steps.</param>
sealed record Shape(string Name, Func<int, Schedule> Of)
{
    /// <summary>Those of the paper's tables.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("constant", steps => new Constant(1, steps)),
        new("1/√t", steps => new InverseSqrt(1, 1, steps)),
        new("cooldown 20 %", steps => HorizonExtension.Cooldown(steps, 0.2)),
        new("1 − √ cooldown 20 %", steps => HorizonExtension.Cooldown(steps, 0.2, DecayShape.OneMinusSqrt)),
        new("cooldown 40 %", steps => HorizonExtension.Cooldown(steps, 0.4)),
        new("cosine", steps => new Cosine(1, 0, steps)),
        new("linear", steps => new Linear(1, 0, steps)),
    ];

    /// <summary>The one called <paramref name="name"/>.</summary>
    public static Shape Named(string name) => All.Single(shape => shape.Name == name);

    /// <summary>The bound of the shape over so many steps.</summary>
    public LastIterateBound Bound(int steps) => LastIterateBound.Of(Of(steps));
}
