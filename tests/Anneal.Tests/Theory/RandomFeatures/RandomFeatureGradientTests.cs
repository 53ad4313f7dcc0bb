using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class RandomFeatureGradientTests
{
    const int Steps = 61;

    static readonly RandomFeatureModel model = new(PowerLawSpectrum.Exact(1.5, 1.2, 30), 3, 0.3);
    static readonly double[] rates = [.. Enumerable.Range(0, Steps).Select(t => .02 + (.25 * (1 - ((double)t / Steps))))];
    static readonly double[] batches = [.. Enumerable.Range(0, Steps).Select(t => 2 + (.1 * t))];

    [Fact]
    public void Losses_are_those_of_the_model()
    {
        var gradient = new RandomFeatureGradient(model, Steps);

        var loss = gradient.Loss(rates);

        var expected = model.MeanLoss(new Tabulated([.. rates]));
        Assert.Equal(model.InitialLoss, gradient.Losses[0], 1e-14);
        Assert.Equal(expected[^1], loss, 1e-14);
        for (var t = 0; t < Steps; t++) Assert.Equal(1, gradient.Losses[t + 1] / expected[t], 1e-13);
    }

    [Fact]
    public void Gradients_are_those_of_the_dense_twin()
    {
        var (loss, byRate, byBatch) = DenseRandomFeatures.Evaluate(model, rates, batches);

        var (value, gradient) = Evaluate(null);

        Assert.Equal(1, value / loss, 1e-13);
        for (var t = 0; t < Steps; t++)
        {
            Assert.Equal(byRate[t], gradient.ByRate[t], 1e-12 * byRate.Max(Math.Abs));
            Assert.Equal(byBatch[t], gradient.ByBatch[t], 1e-12 * byBatch.Max(Math.Abs));
        }
    }

    // Fourth-order differences, whose own error is below 1e-9 here.
    [Fact]
    public void Gradients_are_those_of_central_differences()
    {
        var (_, gradient) = Evaluate(null);

        for (var t = 0; t < Steps; t += 6)
        {
            Assert.Equal(1, gradient.ByRate[t] / Difference(rates, t, 1e-3, changed => Loss(changed, batches)), 1e-6);
            Assert.Equal(1, gradient.ByBatch[t] / Difference(batches, t, 1e-2, changed => Loss(rates, changed)), 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(60)]
    public void Computing_states_again_changes_no_bit(int segment)
    {
        var kept = Evaluate(null);

        var again = Evaluate(segment);

        Assert.Equal(kept.Value, again.Value);
        Assert.Equal(kept.Gradient.ByRate, again.Gradient.ByRate);
        Assert.Equal(kept.Gradient.ByBatch, again.Gradient.ByBatch);
    }

    // Every node of a quadrature stands for many modes, so weights must be where they belong in the adjoint too.
    [Fact]
    public void A_quadrature_has_the_gradient_of_its_modes()
    {
        var (_, byRate, byBatch) = DenseRandomFeatures.Evaluate(new(PowerLawSpectrum.Exact(1.5, 1.25, 5000), 3, 0.3), rates, batches);
        var (quadrature, rate, batch) = (
            new RandomFeatureGradient(new(PowerLawSpectrum.Quadrature(1.5, 1.25, 5000), 3, 0.3), Steps), new double[Steps], new double[Steps]);

        quadrature.Evaluate(rates, batches, rate, batch);

        for (var t = 0; t < Steps; t++)
        {
            Assert.Equal(byRate[t], rate[t], 1e-5 * byRate.Max(Math.Abs));
            Assert.Equal(byBatch[t], batch[t], 1e-5 * byBatch.Max(Math.Abs));
        }
    }

    [Fact]
    public void The_value_alone_is_the_value_with_its_gradient() => Assert.Equal(Evaluate(null).Value, Loss(rates, batches));

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        var (gradient, byRate) = (new RandomFeatureGradient(model, Steps, 8), new double[Steps]);
        gradient.Evaluate(rates, batches, byRate);

        var before = GC.GetAllocatedBytesForCurrentThread();
        gradient.Evaluate(rates, batches, byRate);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // All states of 100,000 steps at 71 nodes would be 58 megabytes.
    [Fact]
    public void Long_horizons_keep_states_of_the_order_of_their_root()
    {
        var million = new RandomFeatureModel(PowerLawSpectrum.Quadrature(2, 1.25, 1_000_000), 4, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var gradient = new RandomFeatureGradient(million, 100_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 8 * gradient.Losses.Length, 2_000_000);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var gradient = new RandomFeatureGradient(model, Steps);

        Assert.Throws<ArgumentException>(() => gradient.Loss(rates.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => gradient.Loss(rates, batches.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => gradient.Evaluate(rates, default, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => gradient.Loss(rates, new double[Steps]));
    }

    static (double Value, (double[] ByRate, double[] ByBatch) Gradient) Evaluate(int? segment)
    {
        var (byRate, byBatch) = (new double[Steps], new double[Steps]);
        return (new RandomFeatureGradient(model, Steps, segment).Evaluate(rates, batches, byRate, byBatch), (byRate, byBatch));
    }

    static double Loss(double[] rates, double[] batches) => new RandomFeatureGradient(model, Steps).Loss(rates, batches);

    static double Difference(double[] values, int at, double h, Func<double[], double> f)
    {
        return ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * h);

        double At(int places)
        {
            double[] changed = [.. values];
            changed[at] += places * h;
            return f(changed);
        }
    }
}
