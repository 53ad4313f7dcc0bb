using Anneal.Simulation;

namespace Anneal.Tests.Simulation;

public sealed class RandomNumbersTests
{
    const int Draws = 400_000;

    [Fact]
    public void Bits_are_the_blocks_of_philox_in_order()
    {
        var random = new RandomNumbers(new Seed(0x299F31D0A4093822));

        var bits = Enumerable.Range(0, 4).Select(_ => random.NextBits()).ToArray();

        var (first, second) = Philox.Block(0, 0, 0x299F31D0A4093822);
        var (third, fourth) = Philox.Block(1, 0, 0x299F31D0A4093822);
        Assert.Equal([first, second, third, fourth], bits);
    }

    [Fact]
    public void Streams_are_the_same_however_many_threads_draw_them()
    {
        var seed = new Seed(7);
        double Draw(int i)
        {
            var random = new RandomNumbers(seed["replica"][i]);
            return Enumerable.Range(0, 100).Sum(_ => random.NextNormal() + random.NextChiSquare(3));
        }

        var parallel = new double[64];
        Parallel.For(0, parallel.Length, i => parallel[i] = Draw(i));

        Assert.Equal(Enumerable.Range(0, parallel.Length).Select(Draw), parallel);
    }

    [Fact]
    public void Uniforms_fill_the_unit_interval_evenly()
    {
        var random = new RandomNumbers(new Seed(1));
        var bins = new int[100];

        for (var i = 0; i < Draws; i++)
            bins[(int)(100 * random.NextUniform())]++;

        // Chi-square with 99 degrees of freedom: mean 99, variance 198.
        var expected = Draws / 100.0;
        var chiSquare = bins.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange((chiSquare - 99) / Math.Sqrt(198), -4, 4);
    }

    // E xᵖ of a standard normal and the variance of its mean, E x²ᵖ − (E xᵖ)².
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0, 15)]
    [InlineData(4, 3, 96)]
    public void Normals_have_the_moments_of_the_normal_law(int power, double mean, double variance)
    {
        var random = new RandomNumbers(new Seed(2));

        var sum = 0.0;
        for (var i = 0; i < Draws; i++)
            sum += Math.Pow(random.NextNormal(), power);

        Assert.InRange(((sum / Draws) - mean) / Math.Sqrt(variance / Draws), -4, 4);
    }

    [Fact]
    public void Neighbouring_normals_are_uncorrelated()
    {
        var random = new RandomNumbers(new Seed(3));

        var (sum, last) = (0.0, random.NextNormal());
        for (var i = 0; i < Draws; i++)
        {
            var next = random.NextNormal();
            sum += last * next;
            last = next;
        }

        Assert.InRange(sum / Math.Sqrt(Draws), -4, 4);
    }

    // Mean n, variance 2n, fourth central moment 12n(n + 4): so the sample variance has variance 12n(n+4) − 4n² = 8n² + 48n.
    [Theory]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(4000)]
    public void Chi_squares_have_the_mean_and_variance_of_their_law(double degrees)
    {
        var random = new RandomNumbers(new Seed(4));

        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < Draws; i++)
        {
            var centred = random.NextChiSquare(degrees) - degrees;
            sum += centred;
            squares += centred * centred;
        }

        Assert.InRange(sum / Draws / Math.Sqrt(2 * degrees / Draws), -4, 4);
        Assert.InRange(((squares / Draws) - (2 * degrees)) / Math.Sqrt(((8 * degrees * degrees) + (48 * degrees)) / Draws), -4, 4);
    }

    [Fact]
    public void A_chi_square_without_degrees_is_zero() => Assert.Equal(0, new RandomNumbers(new Seed(5)).NextChiSquare(0));
}
