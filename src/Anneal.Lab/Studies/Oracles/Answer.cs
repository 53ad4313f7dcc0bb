namespace Anneal.Lab.Studies.Oracles;

/// <summary>A geometric mean of ratios over runs.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">The standard error of its logarithm.</param>
readonly record struct Ratio(double Mean, double Error)
{
    /// <summary>Two standard errors below.</summary>
    public double Low => Mean * Math.Exp(-2 * Error);

    /// <summary>Two standard errors above.</summary>
    public double High => Mean * Math.Exp(2 * Error);

    /// <summary>Of pairs.</summary>
    public static Ratio Of(IEnumerable<double> values, IEnumerable<double> references)
    {
        var logs = values.Zip(references, (value, reference) => Math.Log(value / reference)).ToArray();
        var mean = logs.Average();
        return new(Math.Exp(mean), Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Length - 1) / logs.Length));
    }
}

/// <summary>How the tuned setting of an oracle compares with that of the exact one, run by run.</summary>
/// <param name="Arm">The oracle.</param>
/// <param name="Error">δ.</param>
/// <param name="Rate">η over η of the exact oracle.</param>
/// <param name="Weight">α over α of the exact oracle.</param>
/// <param name="Loss">What it reaches over what the exact oracle reaches.</param>
sealed record Answer(OracleArm Arm, double Error, Ratio Rate, Ratio Weight, Ratio Loss)
{
    /// <summary>Compares.</summary>
    public static Answer Of(OracleArm arm, Setting[] settings, Setting[] exact, double error) => new(
        arm, error,
        Ratio.Of(settings.Select(one => one.Rate), exact.Select(one => one.Rate)),
        Ratio.Of(settings.Select(one => one.Weight), exact.Select(one => one.Weight)),
        Ratio.Of(settings.Select(one => one.Loss), exact.Select(one => one.Loss)));
}

/// <summary>δ by kind of iteration, number of iterations and matrix.</summary>
sealed record Precision(double[][][] Errors)
{
    /// <summary>The mean over matrices after the most iterations, by kind.</summary>
    public double[] Last => [.. Errors.Select(kind => kind[^1].Average())];
}
