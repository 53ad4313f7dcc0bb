using Anneal.Numerics;
using Anneal.Simulation;

namespace Anneal.Tests.Numerics;

public sealed class LanczosTests
{
    static readonly double[] eigenvalues = [.. Enumerable.Range(1, 40).Select(k => Math.Pow(k, -1.5) * (k % 7 == 0 ? -1 : 1))];

    [Fact]
    public void As_many_products_as_dimensions_find_every_eigenvalue_and_its_share_of_the_start()
    {
        double[] start = [.. Enumerable.Range(0, 40).Select(i => 1 + (0.1 * i))];

        var found = Lanczos.Of(Product, start, 40);

        var order = Enumerable.Range(0, 40).OrderBy(i => eigenvalues[i]).ToArray();
        var squares = start.Sum(x => x * x);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(eigenvalues[order[i]], found.Values[i], 1e-12);
            Assert.Equal(start[order[i]] * start[order[i]] / squares, found.Weights[i], 1e-9);
        }
    }

    [Fact]
    public void M_products_are_exact_for_polynomials_up_to_degree_2m_less_1_and_not_beyond()
    {
        const int M = 5;
        var found = Lanczos.Of(Product, Enumerable.Repeat(1.0, 40).ToArray(), M);

        for (var degree = 0; degree < 2 * M; degree++) Assert.Equal(Exact(degree), Found(degree), 1e-13);
        Assert.True(Math.Abs(Exact(2 * M) - Found(2 * M)) > 1e-9);

        double Exact(int degree) => eigenvalues.Average(value => Math.Pow(value, degree));
        double Found(int degree) => found.Values.Zip(found.Weights, (value, weight) => weight * Math.Pow(value, degree)).Sum();
    }

    [Fact]
    public void An_invariant_space_of_two_dimensions_takes_two_products()
    {
        var start = new double[40];
        (start[0], start[3]) = (3, 4);
        var products = 0;

        var found = Lanczos.Of((x, y) =>
        {
            products++;
            Product(x, y);
        }, start, 30);

        Assert.Equal(2, products);
        Assert.Equal([eigenvalues[3], eigenvalues[0]], found.Values.Select(value => Math.Round(value, 12)), (a, b) => Math.Abs(a - b) < 1e-11);
        Assert.Equal(0.36, found.Weights[1], 1e-12);
    }

    [Fact]
    public void No_eigenvalue_comes_up_twice_in_a_long_run()
    {
        // Without making vectors orthogonal anew, copies of the outlier appear after some twenty products.
        double[] values = [100, .. Enumerable.Range(0, 199).Select(i => i / 199.0)];
        var random = new RandomNumbers(new Seed(5));

        var found = Lanczos.Of((x, y) =>
        {
            for (var i = 0; i < y.Length; i++) y[i] = values[i] * x[i];
        }, Enumerable.Range(0, 200).Select(_ => random.NextNormal()).ToArray(), 100);

        Assert.Single(found.Values, value => value > 50);
        Assert.Equal(1, found.Weights.Sum(), 1e-12);
    }

    [Fact]
    public void A_start_of_zeros_and_a_product_that_is_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Lanczos.Of(Product, new double[40], 3));
        Assert.Throws<ArgumentException>(() => Lanczos.Of((_, y) => y.Fill(double.NaN), new double[] { 1, 2 }, 2));
    }

    static void Product(ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++) y[i] = eigenvalues[i] * x[i];
    }
}
