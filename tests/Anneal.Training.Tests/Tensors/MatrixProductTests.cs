using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Tensors;

public sealed class MatrixProductTests
{
    // Below, at and above the sizes of tiles, panels and blocks of every kernel.
    static readonly (int M, int N, int K)[] Shapes =
        [(1, 1, 1), (5, 3, 2), (12, 32, 7), (13, 33, 9), (6, 16, 256), (97, 70, 257), (20, 1030, 11), (40, 40, 520), (3, 5, 0)];

    public static TheoryData<int> Kernels() => [.. Enumerable.Range(0, MicroKernel.Available().Count)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_form_is_the_sum_of_products(int kernel)
    {
        using var team = new WorkerTeam(2);
        var product = new MatrixProduct(team, MicroKernel.Available()[kernel]);
        foreach (var (m, n, k) in Shapes)
        {
            foreach (var (left, right, result) in new[] { (false, false, false), (false, true, false), (true, false, false), (true, true, true) })
            {
                foreach (var accumulate in new[] { false, true })
                {
                    var (a, b) = (Operand(m, k, left, "a"), Operand(k, n, right, "b"));
                    var c = Operand(m, n, result, "c");
                    var expected = Naive(a, b, c, accumulate);
                    product.Multiply(a, b, c, accumulate);
                    Assert.InRange(Numbers.Error(Elements(c), expected), 0, 2e-6);
                }
            }
        }
    }

    [Fact]
    public void Parts_of_larger_matrices_leave_their_surroundings_alone()
    {
        using var team = new WorkerTeam(2);
        var whole = Numbers.Normal(40 * 50, "whole");
        var before = whole.ToArray();
        var c = new Matrix(whole, 40, 50).RowRange(3, 20).ColumnRange(7, 33);
        var a = new Matrix(Numbers.Normal(30 * 30, "a"), 30, 30).RowRange(5, 20).ColumnRange(2, 11);
        var b = new Matrix(Numbers.Normal(60 * 40, "b"), 60, 40).Transposed.RowRange(4, 11).ColumnRange(1, 33);
        var expected = Naive(a, b, c, accumulate: false);
        new MatrixProduct(team).Multiply(a, b, c);
        Assert.InRange(Numbers.Error(Elements(c), expected), 0, 2e-6);
        for (var i = 0; i < whole.Length; i++)
        {
            var (row, column) = (i / 50, i % 50);
            if (row is < 3 or >= 23 || column is < 7 or >= 40) Assert.Equal(before[i], whole[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void One_two_and_three_threads_give_the_same_bits(int kernel)
    {
        foreach (var (m, n, k) in Shapes)
        {
            float[]? first = null;
            foreach (var threads in new[] { 1, 2, 3 })
            {
                using var team = new WorkerTeam(threads);
                var c = new float[m * n];
                new MatrixProduct(team, MicroKernel.Available()[kernel]).Multiply(
                    Operand(m, k, transposed: false, "a"), Operand(k, n, transposed: true, "b"), new(c, m, n));
                Assert.Equal(first ??= c, c);
            }
        }
    }

    [Fact]
    public void Kernels_agree_within_1e_5()
    {
        using var team = new WorkerTeam(1);
        var results = MicroKernel.Available().Select(kernel =>
        {
            var c = new float[100 * 90];
            new MatrixProduct(team, kernel).Multiply(
                new(Numbers.Normal(100 * 700, "a"), 100, 700), new(Numbers.Normal(700 * 90, "b"), 700, 90), new(c, 100, 90));
            return c;
        }).ToList();
        foreach (var result in results) Assert.InRange(Numbers.Error(result, results[0].Select(x => (double)x)), 0, 1e-5);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var team = new WorkerTeam(1);
        var product = new MatrixProduct(team);
        Assert.Throws<ArgumentException>(() => product.Multiply(new(new float[6], 2, 3), new(new float[8], 4, 2), new(new float[4], 2, 2)));
        Assert.Throws<ArgumentException>(() => new Matrix(new float[5], 2, 3));
    }

    static Matrix Operand(int rows, int columns, bool transposed, string purpose)
    {
        var array = Numbers.Normal(rows * columns, purpose);
        return transposed ? new Matrix(array, columns, rows).Transposed : new(array, rows, columns);
    }

    static float At(Matrix x, int row, int column) => x.Array[x.Offset + (row * x.RowStride) + (column * x.ColumnStride)];

    static IEnumerable<float> Elements(Matrix x) =>
        from row in Enumerable.Range(0, x.Rows) from column in Enumerable.Range(0, x.Columns) select At(x, row, column);

    static double[] Naive(Matrix a, Matrix b, Matrix c, bool accumulate)
    {
        var result = new double[c.Rows * c.Columns];
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                var sum = accumulate ? At(c, i, j) : 0.0;
                for (var k = 0; k < a.Columns; k++) sum += (double)At(a, i, k) * At(b, k, j);
                result[(i * c.Columns) + j] = sum;
            }
        }

        return result;
    }
}
