using Anneal.Training.Models;
using Anneal.Training.Tensors;

namespace Anneal.Training.Optimizers;

/// <summary>Parameters cut into pieces that the threads of a team share, and sums over all pieces in one order.</summary>
sealed class Pieces
{
    readonly WorkerTeam team;
    readonly (int Slot, int First, int Count)[] pieces;

    public Pieces(IReadOnlyList<Parameter> parameters, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(team);
        (Parameters, this.team) = ([.. parameters], team);
        pieces = [.. Enumerable.Range(0, Parameters.Length).SelectMany(Cut)];
    }

    public Parameter[] Parameters { get; }

    public int Count => pieces.Length;

    /// <summary>The parameter of a piece, and which of its numbers.</summary>
    public (int Slot, int First, int Count) this[int piece] => pieces[piece];

    public void Run(Action<int, int> body) => team.Run(pieces.Length, body);

    /// <summary>An array as long as each parameter.</summary>
    public float[][] NewArrays() => [.. Parameters.Select(parameter => Floats.New(parameter.Values.Length))];

    /// <summary>An array as long as each parameter, of its numbers.</summary>
    public float[][] NewCopies()
    {
        var copies = NewArrays();
        for (var i = 0; i < copies.Length; i++) Parameters[i].Values.CopyTo(copies[i], 0);
        return copies;
    }

    /// <summary>The names under which a checkpoint holds such arrays.</summary>
    public IEnumerable<(string Name, float[] Values)> Named(float[][] arrays, string name) =>
        Parameters.Zip(arrays, (parameter, array) => ($"{parameter.Name}.{name}", array));

    /// <summary>What the pieces found, added in their order.</summary>
    public static double Total(double[] found)
    {
        var sum = 0.0;
        foreach (var part in found) sum += part;
        return sum;
    }

    IEnumerable<(int Slot, int First, int Count)> Cut(int slot)
    {
        var length = Parameters[slot].Values.Length;
        for (var first = 0; first < length; first += Rows.Numbers) yield return (slot, first, Math.Min(Rows.Numbers, length - first));
    }
}
