using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Layers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Models;

/// <summary>
/// A chain of layers from features to classes (softmax cross-entropy) or to a value (half the squared error): linear and logistic
/// regression, perceptrons, small convolutional networks. All hidden layers have biases and GELU.
/// </summary>
/// <remarks>
/// First weights are normal with variance 2 / inputs before a GELU (He et al. 2015, "Delving deep into rectifiers") and 1 / inputs
/// at the end, drawn from the seed's child of the parameter's name; biases, and all of a model without hidden layers, start at 0.
/// </remarks>
public sealed class FeedForward : Model
{
    readonly List<Parameter> parameters = [];
    readonly List<Layer> layers = [];
    readonly List<float[]> outputs = [];
    readonly WorkerTeam team;
    readonly MatrixProduct product;
    readonly Seed seed;
    readonly CrossEntropy? labels;
    readonly SquaredError? values;
    readonly float[][] slopes;
    readonly int capacity;
    readonly int last;

    FeedForward(SampleShape shape, int capacity, Seed seed, WorkerTeam team, Action<FeedForward> build)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (shape.Kind == SampleKind.Tokens) throw new ArgumentException("A chain of layers takes features, not tokens.", nameof(shape));
        if (shape.Kind == SampleKind.Labels && shape.Classes < 2) throw new ArgumentException("Labels need at least 2 classes.", nameof(shape));
        (Shape, this.capacity, this.seed, this.team, product) = (shape, capacity, seed, team, new(team));
        build(this);
        last = Width;
        var (head, bias) = Weights("head", last, shape.Kind == SampleKind.Labels ? shape.Classes : 1, ParameterKind.Head, layers.Count == 0 ? 0 : 1);
        if (shape.Kind == SampleKind.Labels) labels = new(team, head, bias, capacity);
        else values = new(head, bias, capacity);
        var widest = layers.Count == 0 ? 0 : layers.Max(layer => layer.Outputs);
        slopes = [Floats.New((long)capacity * widest), Floats.New((long)capacity * widest)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override SampleShape Shape { get; }

    int Width => layers.Count == 0 ? Shape.Width : layers[^1].Outputs;

    /// <summary>Linear regression for values, logistic regression (softmax) for labels.</summary>
    /// <param name="shape">What samples are.</param>
    /// <param name="capacity">The most samples in a batch.</param>
    /// <param name="team">Whose threads work.</param>
    public static FeedForward Linear(SampleShape shape, int capacity, WorkerTeam team) => Perceptron(shape, [], capacity, default, team);

    /// <summary>Hidden layers of the given widths, each with a bias and GELU.</summary>
    /// <param name="shape">What samples are.</param>
    /// <param name="hidden">Widths, each at least 1.</param>
    /// <param name="capacity">The most samples in a batch.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="team">Whose threads work.</param>
    public static FeedForward Perceptron(SampleShape shape, IReadOnlyList<int> hidden, int capacity, Seed seed, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        return new(shape, capacity, seed, team, net =>
        {
            for (var i = 0; i < hidden.Count; i++) net.AddDense($"hidden.{i}", hidden[i]);
        });
    }

    /// <summary>
    /// For each number of channels a 3 × 3 convolution with a bias, GELU, and means of 2 × 2 pixels; then one hidden layer.
    /// </summary>
    /// <param name="image">Height, width and channels of a sample.</param>
    /// <param name="classes">Classes, at least 2.</param>
    /// <param name="channels">Channels of the convolutions; each halves the image, which must stay at least 1 × 1.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    /// <param name="capacity">The most samples in a batch.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="team">Whose threads work.</param>
    public static FeedForward Convolutional(
        ImageShape image, int classes, IReadOnlyList<int> channels, int hidden, int capacity, Seed seed, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (Math.Min(image.Height, image.Width) >> channels.Count < 1)
            throw new ArgumentException($"{channels.Count} halvings leave nothing of {image.Height} × {image.Width} pixels.", nameof(channels));
        return new(new(SampleKind.Labels, image.Size, classes), capacity, seed, team, net =>
        {
            var shape = image;
            for (var i = 0; i < channels.Count; i++) shape = net.AddConvolution($"convolution.{i}", shape, channels[i]);
            net.AddDense("hidden", hidden);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is of another shape, too large, or has a label that is no class.</exception>
    public override double Loss(Batch batch)
    {
        var x = Forward(batch);
        return labels?.Forward(x, batch.Targets) ?? values!.Forward(x, batch.Values);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is of another shape, too large, or has a label that is no class.</exception>
    public override double LossAndGradient(Batch batch, float weight = 1)
    {
        var x = Forward(batch);
        var (slope, next) = (slopes[0], slopes[1]);
        Matrix? dx = layers.Count == 0 ? null : new Matrix(slope, batch.Count, last);
        var loss = labels?.ForwardBackward(x, batch.Targets, dx, weight) ?? values!.ForwardBackward(x, batch.Values, dx, weight);
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            layers[i].Backward(i == 0 ? batch.Features : outputs[i - 1], slope, i == 0 ? null : next, batch.Count);
            (slope, next) = (next, slope);
        }

        return loss;
    }

    Matrix Forward(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Samples.Check(batch, Shape, capacity);
        for (var i = 0; i < layers.Count; i++) layers[i].Forward(i == 0 ? batch.Features : outputs[i - 1], outputs[i], batch.Count);
        return new(layers.Count == 0 ? batch.Features : outputs[^1], batch.Count, last);
    }

    void Add(Layer layer)
    {
        layers.Add(layer);
        outputs.Add(Floats.New((long)capacity * layer.Outputs));
    }

    void AddDense(string name, int width)
    {
        var (linear, bias) = Weights(name, Width, width, ParameterKind.Matrix, 2);
        Add(new Dense(linear, bias));
        Add(new Nonlinearity(team, width));
    }

    ImageShape AddConvolution(string name, ImageShape image, int channels)
    {
        var (linear, bias) = Weights(name, 9 * image.Channels, channels, ParameterKind.Matrix, 2);
        Add(new Convolution(team, linear, bias, image, capacity));
        Add(new Nonlinearity(team, Width));
        var shape = image with { Channels = channels };
        Add(new AveragePool(team, shape));
        return AveragePool.Half(shape);
    }

    (Linear Linear, Bias Bias) Weights(string name, int inputs, int outputs, ParameterKind kind, double variance)
    {
        var weight = new Parameter($"{name}.weight", inputs, outputs, kind);
        var bias = new Parameter($"{name}.bias", 1, outputs, ParameterKind.Vector);
        FirstWeights.Normal(weight, Math.Sqrt(variance / inputs), seed);
        parameters.Add(weight);
        parameters.Add(bias);
        return (new(product, weight.ValueMatrix, weight.GradientMatrix), new(bias.Values, bias.Gradient));
    }
}
