using Anneal.Simulation;

namespace Anneal.Lab.Studies.Greedy;

/// <summary>SGD on ½ Σ λ_k x_k², λ_k = 1/k, k = 1 … 32, from x = 1, with gradient noise of covariance σ²Λ.</summary>
/// <param name="Steps">T.</param>
/// <param name="Noise">σ.</param>
/// <param name="Seed">Where its streams start: the i-th run has the same noise under every rate.</param>
sealed record GreedyBowl(int Steps, double Noise, Seed Seed)
{
    const int Dimension = 32;

    /// <summary>Looked at every thousand steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The loss after T updates; infinite if it diverged.</summary>
    /// <param name="replica">Which run.</param>
    /// <param name="rate">η of step t.</param>
    /// <param name="seen">Told every loss before its update, with noise; null for nobody.</param>
    /// <param name="reported">The standard deviation of what is told.</param>
    public double Run(int replica, Func<int, double> rate, Action<double>? seen = null, double reported = 0)
    {
        var (gradients, losses) = (new RandomNumbers(Seed["gradients"][replica]), new RandomNumbers(Seed["losses"][replica]));
        Span<double> x = stackalloc double[Dimension];
        x.Fill(1);
        var loss = Loss(x);
        for (var t = 0; t < Steps && loss < 1e6; t++)
        {
            if ((t & 1023) == 0) Cancellation.ThrowIfCancellationRequested();
            var eta = rate(t);
            seen?.Invoke(loss + (reported * losses.NextNormal()));
            for (var k = 0; k < Dimension; k++)
            {
                var curvature = 1.0 / (k + 1);
                x[k] -= eta * ((curvature * x[k]) + (Noise * Math.Sqrt(curvature) * gradients.NextNormal()));
            }

            loss = Loss(x);
        }

        return loss < 1e6 ? loss : 1e6;
    }

    static double Loss(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += x[k] * x[k] / (2 * (k + 1));
        return sum;
    }
}
