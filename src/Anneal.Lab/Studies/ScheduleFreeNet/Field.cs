using System.Globalization;
using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.ScheduleFreeNet;

/// <summary>A task with its methods and their runs.</summary>
/// <param name="Name">images or language.</param>
/// <param name="Steps">T.</param>
/// <param name="Seeds">Runs at each peak.</param>
/// <param name="Source">What is trained on; its samples are kept.</param>
/// <param name="Network">What is trained, by its schedule, but for optimiser and seed.</param>
/// <param name="Free">The schedule-free optimiser with its settings.</param>
/// <param name="Ordinary">The optimiser of the baselines.</param>
/// <param name="FreePeak">The middle of the grid of peaks of the one.</param>
/// <param name="OrdinaryPeak">The middle of the other's.</param>
sealed record Field(
    string Name, int Steps, int Seeds, SampleSource Source, Func<Schedule, TrainingConfig> Network, PartConfig Free, PartConfig Ordinary, double FreePeak, double OrdinaryPeak)
{
    /// <summary>Schedules that are put inside, by name: no warm-up but where it is said.</summary>
    public static readonly (string Name, Func<double, int, Schedule> Shape)[] Inside =
    [
        ("constant", (peak, steps) => new Constant(peak, steps)),
        ("warm-up", (peak, steps) => new Wsd(peak, 0, steps / 10, steps, 0, DecayShape.Linear)),
        ("WSD", Wsd),
        ("linear", (peak, steps) => new Linear(peak, 0, steps)),
        ("cosine", (peak, steps) => new Cosine(peak, 0, steps)),
    ];

    /// <summary>Averaging rules besides the weight γ, and their settings.</summary>
    public static readonly (string Name, string Setting)[] Rules = [("1", "uniform"), ("γ²", "squared-rate"), ("max γ²", "highest-rate")];

    /// <summary>Which of <see cref="Inside"/> the other rules are tried with.</summary>
    public static readonly int[] Ruled = [2, 4];

    /// <summary>Images: a perceptron and SGD. No bound on gradients cuts Polyak steps.</summary>
    public static Field Images(int steps, int seeds) => new(
        "images", steps, seeds, RememberedSource.Of(SmallNetworks.Images(new Constant(0, steps))),
        schedule => SmallNetworks.Images(schedule) with { EvaluateEvery = Math.Max(20, steps / 25) },
        new("schedule-free-sgd"), new("heavy-ball"), 1.28, 0.08);

    /// <summary>Language: a transformer and AdamW.</summary>
    public static Field Language(int steps, int seeds) => new(
        "language", steps, seeds, RememberedSource.Of(SmallNetworks.TinyLanguage(new Constant(0, steps))),
        schedule => SmallNetworks.TinyLanguage(schedule) with { EvaluateEvery = Math.Max(12, steps / 25) },
        new("schedule-free-adamw", [new("beta2", "0.95"), new("decay", "0.1")]), new("adamw", [new("beta2", "0.95"), new("decay", "0.1")]), 0.016, 0.004);

    /// <summary>Schedule-free with a schedule inside and weights by one of the rules.</summary>
    public TrainingConfig Scheduled(Schedule schedule, string rule = "rate") => Network(schedule) with
    {
        Optimizer = Free with { Settings = [new("averaging", rule), .. Free.Settings] },
    };

    /// <summary>Schedule-free with a schedule inside, at as many peaks as all.</summary>
    public Contender Within(int shape, int peaks) => new(
        Inside[shape].Name, Contender.PeaksAbout(FreePeak, peaks), peak => Scheduled(Inside[shape].Shape(peak, Steps)));

    /// <summary>All methods: schedules inside with weights γ, those of <see cref="Ruled"/> with other weights, the baselines.</summary>
    public Contender[] Contenders(int peaks) =>
    [
        .. Inside.Select((_, shape) => Within(shape, peaks)),
        .. from shape in Ruled
           from rule in Rules
           select new Contender(
               $"{Inside[shape].Name}, weights {rule.Name}", Contender.PeaksAbout(FreePeak, peaks), peak => Scheduled(Inside[shape].Shape(peak, Steps), rule.Setting)),
        Baseline("constant", (peak, steps) => new Constant(peak, steps), peaks),
        Baseline("WSD", Wsd, peaks),
        Baseline("cosine", (peak, steps) => new WarmupCosine(peak, 0, steps / 20, steps), peaks),
    ];

    /// <summary>How the optimiser of the baselines is called.</summary>
    public string OrdinaryName => Ordinary.Kind == "adamw" ? "AdamW" : "SGD";

    /// <summary>An optimiser that finds its own rate, the schedule a constant factor on it.</summary>
    public TrainingConfig Found(PartConfig optimizer, double factor) => Network(new Constant(factor, Steps)) with { Optimizer = optimizer, Clip = null };

    /// <summary>One setting with a number.</summary>
    public static PartSetting Setting(string name, double value) => new(name, value.ToString("R", CultureInfo.InvariantCulture));

    Contender Baseline(string name, Func<double, int, Schedule> shape, int peaks) => new(
        $"{OrdinaryName}, {name}", Contender.PeaksAbout(OrdinaryPeak, peaks), peak => Network(shape(peak, Steps)) with { Optimizer = Ordinary });

    static Wsd Wsd(double peak, int steps) => new(peak, 0, steps / 10, steps, steps / 5, DecayShape.Linear);
}
