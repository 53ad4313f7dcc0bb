namespace Anneal.Training.Tensors;

/// <summary>A view of numbers in an array as rows × columns, with any strides: a transposed or partial matrix costs nothing.</summary>
readonly struct Matrix
{
    /// <summary>The first rows × columns numbers of an array, row by row.</summary>
    public Matrix(float[] array, int rows, int columns)
        : this(array, 0, rows, columns, columns, 1)
    {
    }

    Matrix(float[] array, int offset, int rows, int columns, int rowStride, int columnStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var last = rows == 0 || columns == 0 ? offset - 1 : offset + ((rows - 1L) * rowStride) + ((columns - 1L) * columnStride);
        if (offset < 0 || last >= array.Length)
            throw new ArgumentException($"{rows} × {columns} numbers from {offset} on do not fit in {array.Length}.", nameof(array));
        (Array, Offset, Rows, Columns, RowStride, ColumnStride) = (array, offset, rows, columns, rowStride, columnStride);
    }

    public float[] Array { get; }

    public int Offset { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    public Matrix Transposed => new(Array, Offset, Columns, Rows, ColumnStride, RowStride);

    public Matrix RowRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - first);
        return new(Array, Offset + (first * RowStride), count, Columns, RowStride, ColumnStride);
    }

    public Matrix ColumnRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Columns - first);
        return new(Array, Offset + (first * ColumnStride), Rows, count, RowStride, ColumnStride);
    }
}
