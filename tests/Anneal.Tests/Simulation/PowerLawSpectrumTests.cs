using Anneal.Schedules;
using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class PowerLawSpectrumTests
{
    // 2.0·10⁻⁶ and 1.4·10⁻⁹ are what an independent prototype of the two rules measured on this schedule.
    [Theory]
    [InlineData(1.5, 1.25)]
    [InlineData(2.0, 1.5)]
    [InlineData(1.2, 2.0)]
    [InlineData(1.5, 3.0)]
    public void Quadrature_stands_for_all_modes_under_a_square_decay(double a, double b) =>
        AssertQuadratures(a, b, new SquareDecay(0.3, 1e-4, 1500), coarse: 2.05e-6, fine: 1.4e-9);

    [Fact]
    public void Quadrature_stands_for_all_modes_under_a_high_plateau() =>
        AssertQuadratures(2.0, 1.5, new Constant(0.3, 1000).Then(new Cosine(0.3, 1e-4, 500)), coarse: 5e-6, fine: 1.4e-9);

    static void AssertQuadratures(double a, double b, Schedule schedule, double coarse, double fine)
    {
        const int N = 100_000;
        double[] Losses(PowerLawSpectrum spectrum) => new RandomFeatureModel(spectrum, 8, 0.1).MeanLoss(schedule);
        var exact = Losses(PowerLawSpectrum.Exact(a, b, N));
        double Error(int exactModes, int nodesPerEFold) => exact
            .Zip(Losses(PowerLawSpectrum.Quadrature(a, b, N, exactModes, nodesPerEFold)), (x, y) => Math.Abs((y / x) - 1))
            .Max();

        Assert.InRange(Error(16, 4), 0, coarse);
        Assert.InRange(Error(32, 6), 0, fine);
    }

    sealed record SquareDecay(double Peak, double Floor, int Length) : Schedule
    {
        public override int Steps => Length;

        protected override double At(int t) => Floor + (Peak * Math.Pow(1 - ((double)t / Length), 2));
    }

    // Σ k^−2 = π²/6 and Σ k^−4 = π⁴/90, less their tails 1/N and 1/(3N³).
    [Fact]
    public void Sums_over_a_billion_modes_reach_the_zeta_function()
    {
        var spectrum = PowerLawSpectrum.Quadrature(4, 2, 1_000_000_000, 32, 6);

        var eigenvalues = spectrum.Eigenvalues.Zip(spectrum.Directions, (λ, n) => n * λ).Sum();
        var energies = spectrum.TargetEnergies.Zip(spectrum.Directions, (e, n) => n * e).Sum();

        Assert.Equal((Math.PI * Math.PI / 6) - 1e-9, eigenvalues, 1e-9);
        Assert.Equal(Math.Pow(Math.PI, 4) / 90, energies, 1e-9);
    }

    [Fact]
    public void Copies_share_a_modes_energy_and_multiply_its_noise()
    {
        var one = new RandomFeatureModel(PowerLawSpectrum.Exact(1.5, 1.25, 50), 2, 0.1);
        var many = new RandomFeatureModel(PowerLawSpectrum.Exact(1.5, 1.25, 50, 7), 14, 0.1);

        Assert.Equal(one.InitialLoss, many.InitialLoss, 1e-13);
        Assert.Equal(7 * one.Spectrum.Directions.Sum(), many.Spectrum.Directions.Sum());
        // Noise enters as D/m, except for the batch noise within one direction, which D divides by m alone.
        Assert.Equal(one.StationaryLoss(0.01), many.StationaryLoss(0.01), 1e-4);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Exponents_must_be_above_one(double a, double b) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerLawSpectrum.Exact(a, b, 10));
}
