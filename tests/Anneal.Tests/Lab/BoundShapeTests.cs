using Anneal.Lab.Studies.ScheduleFreeNet;
using Anneal.Theory;

namespace Anneal.Tests.Lab;

public sealed class BoundShapeTests
{
    [Fact]
    public void Curves_that_have_the_bounds_shape_give_back_its_constants()
    {
        var points = new List<(double[] Rates, double Loss)>();
        foreach (var peak in new[] { 0.1, 0.4 })
        {
            double[] rates = [.. Enumerable.Range(0, 60).Select(t => peak * (1 - (t / 80.0)))];
            for (var t = 5; t <= 60; t += 5) points.Add((rates[..t], 0.3 + ScheduleFreeBound.Of(rates.AsSpan(0, t), 2, 0.7)));
        }

        var shape = BoundShape.Of(points)!;

        Assert.Equal(0.3, shape.Floor, 1e-6);
        Assert.Equal(2, shape.Distance, 1e-6);
        Assert.Equal(0.7, shape.Lipschitz, 1e-6);
        Assert.Equal(points[7].Loss, shape.After(points[7].Rates), 1e-6);
    }

    [Fact]
    public void No_constant_falls_below_zero_and_three_points_are_too_few()
    {
        // A loss that falls faster than 1/Σγ wants a floor below 0.
        (double[], double)[] points = [.. Enumerable.Range(1, 20).Select(t => (Enumerable.Repeat(1.0, t).ToArray(), Math.Pow(t, -1.5)))];

        var shape = BoundShape.Of(points)!;

        Assert.True(shape is { Floor: >= 0, Distance: >= 0, Lipschitz: >= 0 });
        Assert.Null(BoundShape.Of(points[..3]));
    }
}
