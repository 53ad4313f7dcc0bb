using Anneal.Simulation;

namespace Anneal.Training.Models;

/// <summary>Values to start from, drawn from the seed's child of the parameter's name.</summary>
static class FirstWeights
{
    /// <summary>Normal numbers of a standard deviation.</summary>
    public static void Normal(Parameter parameter, double deviation, Seed seed)
    {
        var numbers = new RandomNumbers(seed[parameter.Name]);
        foreach (ref var value in parameter.Values.AsSpan()) value = (float)(deviation * numbers.NextNormal());
    }
}
