using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Data;
using Anneal.Training.Runs;

namespace Anneal.Lab.Studies.Distillation;

/// <summary>A teacher, the students, and the methods that train them.</summary>
/// <param name="Steps">Updates of a student.</param>
/// <param name="Seeds">Students of each kind.</param>
/// <param name="Source">The language.</param>
/// <param name="Teacher">The run that trained the teacher, with its states.</param>
sealed record Classroom(int Steps, int Seeds, SampleSource Source, NetworkRun Teacher)
{
    const string Beta2 = "0.95";

    /// <summary>Rates that the methods have where nobody tunes them.</summary>
    public const double UsualAdamW = 1e-3;

    /// <summary>The default of the published schedule-free AdamW.</summary>
    public const double UsualScheduleFree = 2.5e-3;

    /// <summary>Two blocks of width 48, on other samples of the language than any student's, with a rate that ends at 0.</summary>
    /// <param name="steps">Updates.</param>
    /// <param name="seed">Its seed.</param>
    public static TrainingConfig TeacherConfig(int steps, ulong seed) => SmallNetworks.TinyLanguage(new Wsd(3e-3, 0, steps / 10, steps, steps / 2, DecayShape.Linear), seed) with
    {
        Model = new TransformerModel(16, 48, 2, 3),
        Batch = BatchSizes.Constant(16),
        EvaluateEvery = steps,
    };

    /// <summary>A student under an optimiser and a schedule.</summary>
    public TrainingConfig Student(PartConfig optimizer, Schedule schedule) => SmallNetworks.TinyLanguage(schedule) with
    {
        Optimizer = optimizer,
        EvaluateEvery = Math.Max(12, Steps / 25),
    };

    /// <summary>A student whose rate is found from a lower bound; no clipping, since its step is made of the gradient's own length.</summary>
    /// <param name="adam">Whether in Adam's metric.</param>
    /// <param name="factor">A factor on the rate found.</param>
    public TrainingConfig Polyak(bool adam, double factor)
    {
        var optimizer = adam ? new PartConfig("polyak-schedule-free-adam", [new("beta2", Beta2)]) : new PartConfig("polyak-schedule-free");
        return Student(optimizer, new Constant(factor, Steps)) with { Clip = null };
    }

    /// <summary>The methods that are tuned, the factors multiply what nobody tunes: 1, or the usual rates.</summary>
    public Contender[] Tuned(int count)
    {
        var factors = Contender.PeaksAbout(1, count);
        return
        [
            new("Polyak, teacher's loss as bound", factors, factor => Polyak(adam: false, factor)) { Train = Distillation.Teacher.Teaches(Teacher, Teacher.Config.Steps) },
            new("Polyak in Adam's metric, the same", factors, factor => Polyak(adam: true, factor)) { Train = Distillation.Teacher.Teaches(Teacher, Teacher.Config.Steps) },
            new("schedule-free AdamW, WSD inside", factors, factor => Student(
                new("schedule-free-adamw", [new("averaging", "rate"), new("beta2", Beta2), new("decay", "0.1")]),
                new Wsd(factor * UsualScheduleFree, 0, Steps / 10, Steps, Steps / 5, DecayShape.Linear))),
            new("AdamW, cosine", factors, factor => Student(
                new("adamw", [new("beta2", Beta2), new("decay", "0.1")]), new WarmupCosine(factor * UsualAdamW, 0, Steps / 20, Steps))),
        ];
    }

    /// <summary>Other bounds than the teacher's on each batch, at factor 1. The source's own floor is one number for all batches.</summary>
    public Contender[] OtherBounds() =>
    [
        .. from adam in (bool[])[false, true]
           let metric = adam ? " in Adam's metric" : ""
           from bound in (string[])["teacher's mean", "entropy", "0"]
           select new Contender($"Polyak{metric}, {bound} as bound", [1], factor => Polyak(adam, factor))
           {
               Train = (config, source, cancellation) => NetworkRun.Train(config, source, _ => BoundCalled(bound), cancellation),
           },
    ];

    double BoundCalled(string name) => name switch
    {
        "entropy" => Source.LossFloor ?? 0,
        "0" => 0,
        _ => Teacher.Final,
    };

    /// <summary>Polyak steps with the teacher as it was after fewer updates.</summary>
    /// <param name="adam">Whether in Adam's metric.</param>
    /// <param name="updates">One of the teacher's states.</param>
    public Contender TaughtAt(bool adam, int updates) => new($"teacher after {updates} updates", [1], factor => Polyak(adam, factor))
    {
        Train = Distillation.Teacher.Teaches(Teacher, updates),
    };
}
