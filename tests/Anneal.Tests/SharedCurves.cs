using System.Globalization;
using Anneal.Curves;
using Anneal.Schedules;

namespace Anneal.Tests;

/// <summary>Public training logs beside the checkout, where they are present; tests that need them skip where they are not.</summary>
static class SharedCurves
{
    public static string? Folder { get; } = Find();

    /// <summary>The rates of a run of the multi-power paper: warm-up linspace(0, 3e-4, 2160), then the named schedule.</summary>
    public static double[] MultiPowerRates(string run)
    {
        const double Peak = 3e-4;
        const int Warmup = 2160;
        var total = run switch
        {
            "cosine_72000" or "constant_72000" => 72000,
            "wsdcon_3" or "wsdcon_9" or "wsdcon_18" => 16000,
            _ => 24000,
        };
        var rates = new double[total];
        for (var t = 0; t < Warmup; t++) rates[t] = Peak * t / (Warmup - 1);
        for (var t = Warmup; t < total; t++)
        {
            rates[t] = run switch
            {
                "cosine_24000" or "cosine_72000" =>
                    3e-5 + (0.5 * (Peak - 3e-5) * (1 + Math.Cos(Math.PI * (t - Warmup) / (total - Warmup)))),
                "wsdcon_3" => t < 8000 ? Peak : 3e-5,
                "wsdcon_9" => t < 8000 ? Peak : 9e-5,
                "wsdcon_18" => t < 8000 ? Peak : 1.8e-4,
                "wsd_20000_24000" => t < 20000 ? Peak
                    : Math.Pow(Peak, (24000 - t) / 4000.0) * Math.Pow(3e-5, (t - 20000) / 4000.0),
                "wsdld_20000_24000" => t < 20000 ? Peak : (Peak * (24000 - t) / 4000.0) + (3e-5 * (t - 20000) / 4000.0),
                _ => Peak,
            };
        }

        return rates;
    }

    public static LossCurve Read(string set, string run)
    {
        Assert.SkipWhen(Folder is null, "The public curves are not beside this checkout.");
        var (steps, loss) = (new List<int>(), new List<double>());
        foreach (var line in File.ReadLines(Path.Combine(Folder!, set, run + ".csv")).Skip(1))
        {
            var cells = line.Split(',');
            steps.Add(int.Parse(cells[0], CultureInfo.InvariantCulture));
            loss.Add(double.Parse(cells[2], CultureInfo.InvariantCulture));
        }

        return new LossCurve([.. steps], [.. loss]);
    }

    public static TrainingRun MultiPowerRun(string set, string run)
    {
        var rates = MultiPowerRates(run);
        return new TrainingRun(run, new Sampled(rates), Read(set, run).Between(0, rates.Length - 1)) { WarmupSteps = 2160 };
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ANNEAL_CURVES") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Anneal.slnx"))) continue;
            var beside = Path.Combine(folder.FullName, "..", "shared", "curves");
            return Directory.Exists(beside) ? beside : null;
        }

        return null;
    }

    /// <summary>Rates as they are.</summary>
    public sealed record Sampled(double[] Rates) : Schedule
    {
        public override int Steps => Rates.Length;

        protected override double At(int t) => Rates[t];
    }
}
