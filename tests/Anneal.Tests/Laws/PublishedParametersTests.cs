using Anneal.Laws;

namespace Anneal.Tests.Laws;

/// <summary>Published parameters of the multi-power law on its published curves: metrics to the digits of THEORY's source.</summary>
public sealed class PublishedParametersTests
{
    // Parameters and metrics: the multi-power law's public repository (config and evaluation), recomputed with numpy from
    // its CSV files: means over the six test curves of R², MAE, RMSE, mean and worst relative error.
    [Theory]
    [InlineData("mpl_25", new[] { 3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257 }, new[] { .998802, .003760, .004652, .001102, .004095 })]
    [InlineData("mpl_100", new[] { 2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612, 0.59785199, 0.65523644 }, new[] { .998301, .004348, .005919, .001425, .005829 })]
    public void Reproduce_the_published_test_metrics(string set, double[] theta, double[] metrics)
    {
        string[] runs = ["constant_72000", "cosine_72000", "wsd_20000_24000", "wsdld_20000_24000", "wsdcon_3", "wsdcon_18"];
        var sums = new double[5];
        foreach (var name in runs)
        {
            var run = SharedCurves.MultiPowerRun(set, name);
            var f = new CalibratedLaw(new MultiPower(), [.. theta], WarmupResponse.Included).Losses(run.Path, run.Curve.Steps);
            var y = run.Curve.Loss.ToArray();
            var mean = y.Average();
            double[] e = [.. y.Zip(f, (a, b) => Math.Abs(a - b))];
            sums[0] += 1 - (e.Sum(v => v * v) / y.Sum(v => (v - mean) * (v - mean)));
            sums[1] += e.Average();
            sums[2] += Math.Sqrt(e.Average(v => v * v));
            sums[3] += e.Zip(y, (a, b) => a / b).Average();
            sums[4] += e.Zip(y, (a, b) => a / b).Max();
        }

        for (var i = 0; i < 5; i++) Assert.Equal(metrics[i], sums[i] / runs.Length, 1e-6);
    }
}
