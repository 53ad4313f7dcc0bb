using Anneal.Training.Tensors;

namespace Anneal.Training.Layers;

/// <summary>y = x·W: rows of inputs times inputs × outputs. W may be a transposed view (a head tied to an embedding).</summary>
sealed class Linear(MatrixProduct product, Matrix weight, Matrix gradient)
{
    public int Inputs => weight.Rows;

    public int Outputs => weight.Columns;

    /// <summary>y = [y +] x·W.</summary>
    public void Forward(Matrix x, Matrix y, bool accumulate = false) => product.Multiply(x, weight, y, accumulate);

    /// <summary>∂/∂W += xᵀ·∂/∂y.</summary>
    public void BackwardWeight(Matrix x, Matrix dy) => product.Multiply(x.Transposed, dy, gradient, accumulate: true);

    /// <summary>∂/∂x = [∂/∂x +] ∂/∂y·Wᵀ.</summary>
    public void BackwardInput(Matrix dy, Matrix dx, bool accumulate = false) => product.Multiply(dy, weight.Transposed, dx, accumulate);
}
