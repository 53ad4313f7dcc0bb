namespace Anneal.Schedules;

/// <summary>Constant rates one after another.</summary>
/// <param name="Rates">The rate of each stage.</param>
/// <param name="Lengths">The steps of each stage, each at least 1; as many as rates.</param>
public sealed record MultiStage(ValueList<double> Rates, ValueList<int> Lengths) : Schedule.Composite(Stages(Rates, Lengths))
{
    static Schedule Stages(ValueList<double> rates, ValueList<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(lengths);
        if (rates.Count == 0 || rates.Count != lengths.Count)
        {
            throw new ArgumentException(
                $"There are {rates.Count} rates and {lengths.Count} lengths; each stage needs one of both.", nameof(lengths));
        }


        var stages = new Schedule[rates.Count];
        for (var i = 0; i < stages.Length; i++)
            stages[i] = new Constant(Require.Rate(rates[i], $"Rates[{i}]"), Require.Positive(lengths[i], $"Lengths[{i}]"));
        return Join(stages);
    }
}
