namespace Anneal.Numerics;

/// <summary>Solves small symmetric positive definite systems in place, without allocating.</summary>
static class Cholesky
{
    /// <summary>
    /// Solves a·s = x for m unknowns: <paramref name="a"/> (lower triangle by rows) becomes its factor, <paramref name="x"/>
    /// the solution. False, and garbage, if the matrix is not positive definite.
    /// </summary>
    public static bool Solve(Span<double> a, Span<double> x)
    {
        if (!Factor(a, x.Length)) return false;
        Substitute(a, x);
        return true;
    }

    /// <summary>
    /// Writes a⁻¹ into <paramref name="inverse"/>; <paramref name="a"/> (lower triangle by rows) becomes its factor. False, and
    /// garbage, if the matrix is not positive definite.
    /// </summary>
    public static bool Invert(Span<double> a, Span<double> inverse)
    {
        var m = (int)Math.Sqrt(a.Length);
        if (!Factor(a, m)) return false;
        inverse.Clear();
        for (var i = 0; i < m; i++)
        {
            // By rows, since the inverse is symmetric.
            inverse[(i * m) + i] = 1;
            Substitute(a, inverse.Slice(i * m, m));
        }

        return true;
    }

    static bool Factor(Span<double> a, int m)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[(i * m) + j];
                for (var k = 0; k < j; k++) sum -= a[(i * m) + k] * a[(j * m) + k];
                if (i == j && !(sum > 0)) return false;
                a[(i * m) + j] = i == j ? Math.Sqrt(sum) : sum / a[(j * m) + j];
            }
        }

        return true;
    }

    static void Substitute(ReadOnlySpan<double> a, Span<double> x)
    {
        var m = x.Length;
        for (var i = 0; i < m; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= a[(i * m) + k] * x[k];
            x[i] /= a[(i * m) + i];
        }

        for (var i = m - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < m; k++) x[i] -= a[(k * m) + i] * x[k];
            x[i] /= a[(i * m) + i];
        }
    }
}
