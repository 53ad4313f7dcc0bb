using Anneal.Formats;
using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Training.Data;
using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Runs;

/// <summary>Which network is trained; what its samples are is the source's to say.</summary>
public abstract record ModelConfig
{
    /// <summary>Names that can be given.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["transformer-tiny", "transformer-small", "transformer-medium", "transformer", "mlp", "convolutional", "linear"];

    /// <summary>Tokens per sample, for a network that reads text; null for one that takes features.</summary>
    public virtual int? Context => null;

    /// <summary>Why it cannot be trained on such samples, in a sentence; null if it can.</summary>
    /// <param name="shape">What a sample is.</param>
    /// <param name="capacity">Samples that are gone through at once.</param>
    public abstract string? Fault(SampleShape shape, int capacity);

    /// <summary>The number of its parameters, where it is known without making it.</summary>
    public abstract long ParameterCount(SampleShape shape);

    /// <summary>The network with its first weights and room for a batch.</summary>
    public abstract Model Create(SampleShape shape, int capacity, Seed seed, WorkerTeam team);

    internal abstract MapNode ToFields();

    internal static ModelConfig Read(FieldNode node, string path)
    {
        var fields = ConfigFields.Part(node, path, "model");
        var kind = fields.Kind();
        ModelConfig config = kind switch
        {
            "transformer-tiny" => TransformerModel.Read(fields, new(64, 64, 2, 2)),
            "transformer-small" => TransformerModel.Read(fields, new(128, 128, 4, 4)),
            "transformer-medium" => TransformerModel.Read(fields, new(256, 256, 6, 8)),
            "transformer" => TransformerModel.Read(fields, new(128, 128, 4, 4)),
            "mlp" => new PerceptronModel([.. fields.Wholes("hidden", 1) ?? [128, 128]]),
            "convolutional" => new ConvolutionalModel([.. fields.Wholes("channels", 1) ?? [8, 16]], fields.Whole("hidden", 1) ?? 64),
            "linear" => new PerceptronModel([]),
            _ => throw fields.Unknown("kind", kind, Kinds),
        };
        fields.Done();
        return config;
    }

    /// <summary>Why a network that takes features cannot have these samples; null if it can.</summary>
    private protected static string? FaultOfFeatures(SampleShape shape) =>
        shape.Kind == SampleKind.Tokens ? "This model takes features, and the data are tokens: take a transformer." : null;

    /// <summary>Why arrays of that size cannot be made; null if they can.</summary>
    private protected static string? FaultOfSize(long parameters, int capacity, double widest)
    {
        if (parameters > Array.MaxLength) return FormattableString.Invariant($"{parameters} parameters are more than this engine holds.");
        return capacity * widest > Array.MaxLength
            ? FormattableString.Invariant($"{capacity} samples of {widest} numbers are too much for one pass; part the batch with 'accumulate', or make it smaller.")
            : null;
    }
}

/// <summary>A decoder-only transformer.</summary>
/// <param name="Length">Tokens per sequence.</param>
/// <param name="Width">Numbers per token.</param>
/// <param name="Depth">Blocks.</param>
/// <param name="Heads">Attention heads.</param>
public sealed record TransformerModel(int Length, int Width, int Depth, int Heads) : ModelConfig
{
    /// <summary>The form of the token-wise part.</summary>
    public MlpKind Mlp { get; init; }

    /// <summary>Hidden numbers of the token-wise part per number of the width; null for the form's own.</summary>
    public double? MlpRatio { get; init; }

    /// <summary>Whether the embedding makes the logits too.</summary>
    public bool Tied { get; init; }

    /// <inheritdoc/>
    public override int? Context => Length;

    /// <inheritdoc/>
    public override string? Fault(SampleShape shape, int capacity)
    {
        if (shape.Kind != SampleKind.Tokens) return "A transformer takes tokens: take language or text, or another model.";
        var config = Config(shape.Classes);
        return config.Fault() ?? FaultOfSize(config.ParameterCount, capacity, (double)Length * Math.Max(config.Width, config.Hidden));
    }

    /// <inheritdoc/>
    public override long ParameterCount(SampleShape shape) => Config(shape.Classes).ParameterCount;

    /// <inheritdoc/>
    public override Model Create(SampleShape shape, int capacity, Seed seed, WorkerTeam team) =>
        new Transformer(Config(shape.Classes), capacity, seed, team);

    TransformerConfig Config(int vocabulary) => new(vocabulary, Length, Width, Depth, Heads) { Mlp = Mlp, MlpRatio = MlpRatio, Tied = Tied };

    internal static TransformerModel Read(ConfigFields fields, TransformerModel preset) => new(
        fields.Whole("context", 1) ?? preset.Length, fields.Whole("width", 1) ?? preset.Width,
        fields.Whole("depth", 1) ?? preset.Depth, fields.Whole("heads", 1) ?? preset.Heads)
    {
        Mlp = fields.Choice("mlp", MlpKind.Gelu, ("gelu", MlpKind.Gelu), ("swiglu", MlpKind.SwiGlu)),
        MlpRatio = fields.Number("mlp_ratio", 0),
        Tied = fields.Truth("tied") ?? false,
    };

    internal override MapNode ToFields() => ConfigNodes.Map(
        ("kind", ConfigNodes.Text("transformer")), ("context", ConfigNodes.Number(Length)), ("width", ConfigNodes.Number(Width)),
        ("depth", ConfigNodes.Number(Depth)), ("heads", ConfigNodes.Number(Heads)),
        ("mlp", ConfigNodes.Text(Mlp == MlpKind.Gelu ? "gelu" : "swiglu")),
        ("mlp_ratio", MlpRatio is { } ratio ? ConfigNodes.Number(ratio) : null), ("tied", ConfigNodes.Truth(Tied)));
}

/// <summary>Hidden layers of these widths; without any, linear or logistic regression.</summary>
/// <param name="Hidden">Widths.</param>
public sealed record PerceptronModel(ValueList<int> Hidden) : ModelConfig
{
    /// <inheritdoc/>
    public override string? Fault(SampleShape shape, int capacity) =>
        FaultOfFeatures(shape) ?? FaultOfSize(ParameterCount(shape), capacity, Hidden.Append(shape.Width).Max());

    /// <inheritdoc/>
    public override long ParameterCount(SampleShape shape)
    {
        // In double, which is exact for every number that a model can have and does not wrap around for the others.
        var (sum, width) = (0.0, (double)shape.Width);
        foreach (var hidden in Hidden) (sum, width) = (sum + ((width + 1) * hidden), hidden);
        return (long)(sum + ((width + 1) * shape.Classes));
    }

    /// <inheritdoc/>
    public override Model Create(SampleShape shape, int capacity, Seed seed, WorkerTeam team) =>
        FeedForward.Perceptron(shape, Hidden, capacity, seed, team);

    internal override MapNode ToFields() => Hidden.Count == 0
        ? ConfigNodes.Map(("kind", ConfigNodes.Text("linear")))
        : ConfigNodes.Map(("kind", ConfigNodes.Text("mlp")), ("hidden", ConfigNodes.List(Hidden)));
}

/// <summary>A small convolutional network on square grey images.</summary>
/// <param name="Channels">Channels of the convolutions, each of which halves the image.</param>
/// <param name="Hidden">Width of the hidden layer.</param>
public sealed record ConvolutionalModel(ValueList<int> Channels, int Hidden) : ModelConfig
{
    /// <inheritdoc/>
    public override string? Fault(SampleShape shape, int capacity)
    {
        if (FaultOfFeatures(shape) is { } fault) return fault;
        if (shape.Kind != SampleKind.Labels) return "A convolutional network tells classes apart: take digits, or another model.";
        var side = Side(shape);
        if (side * side != shape.Width) return $"{shape.Width} features are no square image.";
        return side >> Channels.Count < 1
            ? $"{Channels.Count} convolutions, which halve the image each, leave nothing of {side} × {side} pixels."
            : FaultOfSize(ParameterCount(shape), capacity, (double)shape.Width * Channels.Append(Hidden).Max());
    }

    /// <inheritdoc/>
    public override long ParameterCount(SampleShape shape)
    {
        var (sum, before, side) = (0L, 1L, Side(shape));
        foreach (var channels in Channels) (sum, before, side) = (sum + (((9 * before) + 1) * channels), channels, side / 2);
        return sum + (((before * side * side) + 1) * Hidden) + ((Hidden + 1L) * shape.Classes);
    }

    /// <inheritdoc/>
    public override Model Create(SampleShape shape, int capacity, Seed seed, WorkerTeam team) =>
        FeedForward.Convolutional(new(Side(shape), Side(shape), 1), shape.Classes, Channels, Hidden, capacity, seed, team);

    static int Side(SampleShape shape) => (int)Math.Round(Math.Sqrt(shape.Width));

    internal override MapNode ToFields() => ConfigNodes.Map(
        ("kind", ConfigNodes.Text("convolutional")), ("channels", ConfigNodes.List(Channels)), ("hidden", ConfigNodes.Number(Hidden)));
}
