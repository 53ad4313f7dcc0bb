using Anneal.Training.Layers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Models;

/// <summary>One block of a transformer: s += attention(norm(s)), then s += mlp(norm(s)).</summary>
sealed class Block
{
    readonly BlockSlopes slopes;
    readonly RmsNorm attentionNorm;
    readonly RmsNorm mlpNorm;
    readonly Attention attention;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly Mlp mlp;
    readonly int width;
    readonly int context;
    // Kept from forward for backward: what enters the norms, what leaves them, and the attention's operands and result.
    readonly float[] stream;
    readonly float[] attentionInput;
    readonly float[] q;
    readonly float[] k;
    readonly float[] v;
    readonly float[] attended;
    readonly float[] middle;
    readonly float[] mlpInput;

    /// <summary>A block of a model.</summary>
    /// <param name="parts">What all blocks of the model share.</param>
    /// <param name="parameters">Makes the parameter of a name and shape.</param>
    public Block(BlockParts parts, Func<string, int, int, ParameterKind, Parameter> parameters)
    {
        var (config, team, capacity) = (parts.Config, parts.Team, parts.Sequences * parts.Config.Context);
        (width, context, slopes) = (config.Width, config.Context, parts.Slopes);
        attentionNorm = Norm("attention.norm");
        query = Linear("attention.query", width, width);
        key = Linear("attention.key", width, width);
        value = Linear("attention.value", width, width);
        output = Linear("attention.output", width, width);
        mlpNorm = Norm("mlp.norm");
        var gate = config.Mlp == MlpKind.SwiGlu ? Linear("mlp.gate", width, config.Hidden) : null;
        var up = Linear("mlp.up", width, config.Hidden);
        var down = Linear("mlp.down", config.Hidden, width);
        attention = new(team, parts.Scratch, parts.Rotary, parts.Sequences);
        mlp = gate is null
            ? new GeluMlp(team, up, down, slopes.Hidden, capacity)
            : new SwiGluMlp(team, gate, up, down, slopes.Hidden, slopes.Gate, capacity);
        (stream, attentionInput, q, k) = (Tokens(), Tokens(), Tokens(), Tokens());
        (v, attended, middle, mlpInput) = (Tokens(), Tokens(), Tokens(), Tokens());

        float[] Tokens() => Floats.New((long)capacity * width);

        RmsNorm Norm(string name)
        {
            var gain = parameters(name, 1, width, ParameterKind.Vector);
            return new(team, gain.Values, gain.Gradient, capacity);
        }

        Linear Linear(string name, int inputs, int outputs)
        {
            var weight = parameters(name, inputs, outputs, ParameterKind.Matrix);
            return new(parts.Product, weight.ValueMatrix, weight.GradientMatrix);
        }
    }

    /// <summary>The residual stream that enters.</summary>
    public float[] Input => stream;

    /// <summary>Writes the stream that leaves.</summary>
    public void Forward(float[] result, int sequences)
    {
        var rows = sequences * context;
        attentionNorm.Forward(stream, attentionInput, rows);
        query.Forward(Of(attentionInput, rows), Of(q, rows));
        key.Forward(Of(attentionInput, rows), Of(k, rows));
        value.Forward(Of(attentionInput, rows), Of(v, rows));
        attention.Forward(q, k, v, attended, sequences);
        Array.Copy(stream, middle, rows * width);
        output.Forward(Of(attended, rows), Of(middle, rows), accumulate: true);
        mlpNorm.Forward(middle, mlpInput, rows);
        Array.Copy(middle, result, rows * width);
        mlp.Forward(Of(mlpInput, rows), Of(result, rows));
    }

    /// <summary>The slope of the stream that leaves becomes that of the stream that enters.</summary>
    public void Backward(float[] slope, int sequences)
    {
        var rows = sequences * context;
        mlp.Backward(Of(mlpInput, rows), Of(slope, rows), Of(slopes.Normed, rows));
        mlpNorm.Backward(middle, slopes.Normed, slope, rows);
        output.BackwardInput(Of(slope, rows), Of(slopes.Attended, rows));
        output.BackwardWeight(Of(attended, rows), Of(slope, rows));
        attention.Backward(slopes.Attended, slopes.Query, slopes.Key, slopes.Value, sequences);
        Back(query, slopes.Query, accumulate: false);
        Back(key, slopes.Key, accumulate: true);
        Back(value, slopes.Value, accumulate: true);
        attentionNorm.Backward(stream, slopes.Normed, slope, rows);

        void Back(Linear linear, float[] from, bool accumulate)
        {
            linear.BackwardInput(Of(from, rows), Of(slopes.Normed, rows), accumulate);
            linear.BackwardWeight(Of(attentionInput, rows), Of(from, rows));
        }
    }

    Matrix Of(float[] array, int rows) => new(array, rows, width);
}

/// <summary>What the blocks of a model share.</summary>
sealed record BlockParts(
    TransformerConfig Config, WorkerTeam Team, MatrixProduct Product, AttentionScratch Scratch, Rotary Rotary, BlockSlopes Slopes, int Sequences);

/// <summary>Slopes that live only while one block goes back.</summary>
sealed class BlockSlopes(TransformerConfig config, int capacity)
{
    public float[] Normed { get; } = Floats.New((long)capacity * config.Width);

    public float[] Attended { get; } = Floats.New((long)capacity * config.Width);

    public float[] Query { get; } = Floats.New((long)capacity * config.Width);

    public float[] Key { get; } = Floats.New((long)capacity * config.Width);

    public float[] Value { get; } = Floats.New((long)capacity * config.Width);

    public float[] Hidden { get; } = Floats.New((long)capacity * config.Hidden);

    public float[] Gate { get; } = config.Mlp == MlpKind.SwiGlu ? Floats.New((long)capacity * config.Hidden) : [];
}
