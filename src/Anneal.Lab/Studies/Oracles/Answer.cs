namespace Anneal.Lab.Studies.Oracles;

/// <summary>How the tuned setting of an oracle compares with that of the exact one, run by run.</summary>
/// <param name="Arm">The oracle.</param>
/// <param name="Error">δ.</param>
/// <param name="Rate">η over η of the exact oracle.</param>
/// <param name="Weight">α over α of the exact oracle.</param>
/// <param name="Loss">What it reaches over what the exact oracle reaches.</param>
sealed record Answer(OracleArm Arm, double Error, GeometricMean Rate, GeometricMean Weight, GeometricMean Loss)
{
    /// <summary>Compares.</summary>
    public static Answer Of(OracleArm arm, Setting[] settings, Setting[] exact, double error) => new(
        arm, error,
        GeometricMean.OfRatios([.. settings.Select(one => one.Rate)], [.. exact.Select(one => one.Rate)]),
        GeometricMean.OfRatios([.. settings.Select(one => one.Weight)], [.. exact.Select(one => one.Weight)]),
        GeometricMean.OfRatios([.. settings.Select(one => one.Loss)], [.. exact.Select(one => one.Loss)]));
}

/// <summary>δ by kind of iteration, number of iterations and matrix.</summary>
sealed record Precision(double[][][] Errors)
{
    /// <summary>The mean over matrices after the most iterations, by kind.</summary>
    public double[] Last => [.. Errors.Select(kind => kind[^1].Average())];
}
