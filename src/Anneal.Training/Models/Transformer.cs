using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Layers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Models;

/// <summary>
/// A decoder-only transformer: embedding, blocks of causal attention with rotary positions and of an MLP, each before a
/// root-mean-square norm and beside the residual stream, a last norm, and logits. No biases.
/// </summary>
/// <remarks>
/// First weights are normal with the config's deviation, drawn from the seed's child of the parameter's name, so that a parameter
/// starts alike in every model that has it; gains start at 1.
/// </remarks>
public sealed class Transformer : Model
{
    readonly List<Parameter> parameters = [];
    readonly Embedding embedding;
    readonly Block[] blocks;
    readonly RmsNorm norm;
    readonly CrossEntropy loss;
    readonly TransformerConfig config;
    readonly float[] last;
    readonly float[] normed;
    readonly float[] slope;
    readonly float[] normedSlope;
    readonly int capacity;

    /// <summary>A model with its first weights and with buffers for the largest batch.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="sequences">The most sequences in a batch.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="team">Whose threads work.</param>
    /// <exception cref="ArgumentException">No model has this shape.</exception>
    public Transformer(TransformerConfig config, int sequences, Seed seed, WorkerTeam team)
        : this(config, sequences, seed, team, null)
    {
    }

    internal Transformer(TransformerConfig config, int sequences, Seed seed, WorkerTeam team, MicroKernel? kernel)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequences);
        if (config.Fault() is { } fault) throw new ArgumentException(fault, nameof(config));
        (this.config, capacity) = (config, sequences);
        var (width, rows) = (config.Width, checked(sequences * config.Context));
        var product = new MatrixProduct(team, kernel);
        var parts = new BlockParts(
            config, team, product, new(team, kernel ?? MicroKernel.Best, config.Context, config.Heads, config.HeadWidth),
            new(config.Context, config.HeadWidth), new(config, rows), sequences);
        var table = Add("embedding", config.Vocabulary, width, ParameterKind.Embedding);
        embedding = new(team, table.ValueMatrix, table.Gradient);
        blocks = new Block[config.Depth];
        for (var i = 0; i < blocks.Length; i++)
        {
            var prefix = $"block.{i}.";
            blocks[i] = new(parts, (name, inputs, outputs, kind) => Add(prefix + name, inputs, outputs, kind));
        }

        var gain = Add("norm", 1, width, ParameterKind.Vector);
        norm = new(team, gain.Values, gain.Gradient, rows);
        var head = config.Tied ? null : Add("head", width, config.Vocabulary, ParameterKind.Head);
        loss = new(
            team,
            new(product, head?.ValueMatrix ?? table.ValueMatrix.Transposed, head?.GradientMatrix ?? table.GradientMatrix.Transposed),
            null,
            rows);
        (last, normed) = (Floats.New((long)rows * width), Floats.New((long)rows * width));
        // Before the first block goes back nothing else needs the slopes of queries.
        (slope, normedSlope) = (Floats.New((long)rows * width), parts.Slopes.Query);
        Initialise(seed);
    }

    /// <summary>Its shape.</summary>
    public TransformerConfig Config => config;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override SampleShape Shape => new(SampleKind.Tokens, config.Context, config.Vocabulary);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is of another shape, too large, or has a token outside the vocabulary.</exception>
    public override double Loss(Batch batch)
    {
        var rows = Forward(batch);
        return loss.Forward(new(normed, rows, config.Width), batch.Targets);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is of another shape, too large, or has a token outside the vocabulary.</exception>
    public override double LossAndGradient(Batch batch, float weight = 1)
    {
        var rows = Forward(batch);
        var mean = loss.ForwardBackward(new(normed, rows, config.Width), batch.Targets, new(normedSlope, rows, config.Width), weight);
        Array.Clear(slope, 0, rows * config.Width);
        norm.Backward(last, normedSlope, slope, rows);
        for (var i = blocks.Length - 1; i >= 0; i--) blocks[i].Backward(slope, batch.Count);
        embedding.Backward(batch.Tokens, slope, rows);
        return mean;
    }

    int Forward(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Samples.Check(batch, Shape, capacity);
        var rows = batch.Count * config.Context;
        embedding.Forward(batch.Tokens, blocks[0].Input, rows);
        for (var i = 0; i < blocks.Length; i++) blocks[i].Forward(i + 1 < blocks.Length ? blocks[i + 1].Input : last, batch.Count);
        norm.Forward(last, normed, rows);
        return rows;
    }

    Parameter Add(string name, int rows, int columns, ParameterKind kind)
    {
        var parameter = new Parameter(name, rows, columns, kind);
        parameters.Add(parameter);
        return parameter;
    }

    void Initialise(Seed seed)
    {
        foreach (var parameter in parameters)
        {
            var toStream = parameter.Name.EndsWith("attention.output", StringComparison.Ordinal) || parameter.Name.EndsWith("mlp.down", StringComparison.Ordinal);
            if (parameter.Kind == ParameterKind.Vector) Array.Fill(parameter.Values, 1);
            else FirstWeights.Normal(parameter, config.Deviation / (toStream ? Math.Sqrt(2.0 * config.Depth) : 1), seed);
        }
    }
}
