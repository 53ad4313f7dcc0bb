using System.Text.Json;
using Anneal.Simulation;

namespace Anneal.Cli;

/// <summary>What a verb is given besides its own arguments: the terminal and the global options.</summary>
sealed record CommandContext(Terminal Terminal)
{
    /// <summary>The result, and nothing else.</summary>
    public TextWriter Out => Terminal.Out;

    /// <summary>Everything that is not the result.</summary>
    public TextWriter Error => Terminal.Error;

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Where every random stream of the command starts.</summary>
    public Seed Seed { get; init; }

    /// <summary>Colours of <see cref="Out"/>.</summary>
    public ColorRule OutColor { get; init; }

    /// <summary>Colours of <see cref="Error"/>.</summary>
    public ColorRule ErrorColor { get; init; }

    public Ansi Ansi => new(OutColor.On);

    /// <summary>Columns that a table or plot may take.</summary>
    public int Width => Terminal.Width;

    /// <summary>Asked for by Ctrl-C: write the partial result, or throw.</summary>
    public CancellationToken Cancellation => Terminal.Interrupt;

    /// <summary>Something worth knowing: a full sentence.</summary>
    public void Note(string sentence)
    {
        if (!Quiet) Error.WriteLine(new Ansi(ErrorColor.On).Dim(sentence));
    }

    /// <summary>Something that may make the result wrong: a full sentence.</summary>
    public void Warn(string sentence)
    {
        if (!Quiet) Error.WriteLine($"{new Ansi(ErrorColor.On).Yellow("warning:")} {sentence}");
    }

    /// <summary>Reports how far a long computation has come; dispose it when done.</summary>
    /// <param name="what">What is being done: <c>fitting</c>.</param>
    /// <param name="unit">What is counted: <c>starts</c>.</param>
    public ProgressLine Progress(string what, string unit) => Latest = new(what, unit, this);

    /// <summary>The long computation that was begun last; null before the first.</summary>
    public ProgressLine? Latest { get; private set; }

    /// <summary>Writes <c>{"schemaVersion": 1, "command": …}</c> with <paramref name="fields"/> to <see cref="Out"/>.</summary>
    public void WriteJson(string command, Action<Utf8JsonWriter> fields) => JsonResult.Write(Out, command, fields);
}
