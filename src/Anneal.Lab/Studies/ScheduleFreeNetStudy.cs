using Anneal.Lab.Studies.Networks;
using Anneal.Lab.Studies.ScheduleFreeNet;

namespace Anneal.Lab.Studies;

/// <summary>Schedules inside schedule-free training of networks, against tuned ordinary training and against the convex bound.</summary>
public sealed class ScheduleFreeNetStudy : Study
{
    internal static readonly CountParameter ImageSteps = new("image-steps", "T of the image model: updates of 16 images.", 1200) { Quick = 80, Min = 10, Max = 100_000 };
    internal static readonly CountParameter LanguageSteps = new("language-steps", "T of the language model: updates of 8 sequences of 16 tokens.", 800) { Quick = 48, Min = 10, Max = 100_000 };
    internal static readonly CountParameter Seeds = new("seeds", "Runs at each peak, on the same samples for every method; twice as many on images.", 3) { Quick = 1, Max = 100 };
    internal static readonly CountParameter Peaks = new("peaks", "Peaks that every method is tried at, a factor of 2 apart.", 7) { Quick = 2, Min = 2, Max = 15 };

    /// <inheritdoc/>
    public override string Title => "Schedules inside schedule-free training of networks";

    /// <inheritdoc/>
    public override string Question =>
        "Is a schedule worth anything inside a schedule-free method on a network, which weights of the average go with it, does the convex bound order the schedules as they "
        + "turn out, and does schedule-free reach tuned ordinary training? And what do methods find that set their own rate?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Pun, Buchholz, Gower 2025, with Oikonomou and Loizou in version 2, Taking the Road Less Scheduled with Adaptive Polyak Steps, arXiv:2511.07767",
        "Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024, The Road Less Scheduled, arXiv:2405.15682",
        "ScheduleFree+, arXiv:2605.19095",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters => [ImageSteps, LanguageSteps, Seeds, Peaks];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (seeds, peaks) = (context.Get(Seeds), context.Get(Peaks));
        Field[] fields = [Field.Images(context.Get(ImageSteps), 2 * seeds), Field.Language(context.Get(LanguageSteps), seeds)];
        var races = fields.Select((field, i) => new Race(field, Sweep.Run(context, i == 0 ? 0.2 : 0.55, field.Contenders(peaks), field.Source, field.Seeds))).ToArray();
        return StudyPart.Join(
            [SchedulesPart.Run(context, races), FoundRatesPart.Run(context, 0.24, races), IdentitiesPart.Run(context, 0.01, fields[0])],
            "Networks are neither convex nor have bounded gradients: D and G are what fits, not lengths of anything, and nothing is guaranteed.",
            "A perceptron of 17,000 parameters on rendered digits and a transformer of 10,000 on a synthetic language; the source trains a ResNet-20 on CIFAR-10 and language models of 10⁸ parameters, which are out of reach here.",
            "Best peaks are chosen on the runs that are reported, for every method alike and from as many peaks.");
    }
}
