namespace Anneal.Plotting;

/// <summary>
/// A map of values over a grid: each place a rectangle, the fuller the larger its value. Two marks of different ink that are empty where
/// the other is not make a map of two signs.
/// </summary>
public sealed class Cells : Mark
{
    readonly double[] columns;
    readonly double[] rows;
    readonly double[] values;

    /// <summary>Copies its arguments.</summary>
    /// <param name="columns">The abscissae of the edges between columns, rising, one more than there are columns.</param>
    /// <param name="rows">The ordinates of the edges between rows, rising, one more than there are rows.</param>
    /// <param name="values">Row by row from the lowest; a cell whose value is not above 0 stays empty.</param>
    /// <exception cref="ArgumentException">There are not as many values as cells.</exception>
    public Cells(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> values)
    {
        Require.SameLength(values.Length, Math.Max(0, columns.Length - 1) * Math.Max(0, rows.Length - 1), nameof(values), "the grid");
        this.columns = columns.ToArray();
        this.rows = rows.ToArray();
        this.values = values.ToArray();
    }

    /// <summary>The value that is drawn in full; null for the largest there is.</summary>
    public double? Full { get; init; }

    internal override KeyShapes Key => KeyShapes.Fill;

    internal override void ExtendX(Extent x) => x.Include(columns);

    internal override void ExtendY(Extent y, Scale x) => y.Include(rows);

    internal override void Draw(Pen pen, MarkStyle style)
    {
        var full = Full ?? values.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columns.Length - 1);
            if (values[i] > 0) pen.Cell((columns[column], columns[column + 1]), (rows[row], rows[row + 1]), style.Ink, Math.Min(1, values[i] / full));
        }
    }
}
