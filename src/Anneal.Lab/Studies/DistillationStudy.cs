using Anneal.Lab.Studies.Distillation;
using Anneal.Lab.Studies.Networks;

namespace Anneal.Lab.Studies;

/// <summary>Students of a language model whose rate is found from their teacher's losses.</summary>
public sealed class DistillationStudy : Study
{
    internal static readonly CountParameter Steps = new("steps", "T: updates of a student, of 8 sequences of 16 tokens.", 1000) { Quick = 32, Min = 10, Max = 100_000 };
    internal static readonly CountParameter TeacherSteps = new("teacher-steps", "Updates of the teacher, of 16 sequences.", 3000) { Quick = 60, Min = 30, Max = 1_000_000 };
    internal static readonly CountParameter Seeds = new("seeds", "Students of each method, on the same samples.", 4) { Quick = 2, Max = 100 };
    internal static readonly CountParameter Factors = new("factors", "Factors on the usual rate that every method is tried at, 2 apart and centred at 1.", 9) { Quick = 3, Max = 15 };

    /// <inheritdoc/>
    public override string Title => "Black-box distillation with the Polyak schedule";

    /// <inheritdoc/>
    public override string Question =>
        "A teacher's loss on each batch is a lower bound on what its student can reach there. Does the Polyak step, told only that, do without a tuned rate and a schedule?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources =>
    [
        "Pun, Buchholz, Gower 2025, with Oikonomou and Loizou in version 2, Taking the Road Less Scheduled with Adaptive Polyak Steps, arXiv:2511.07767",
        "Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024, The Road Less Scheduled, arXiv:2405.15682 (the baseline)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters => [Steps, TeacherSteps, Seeds, Factors];

    /// <inheritdoc/>
    public override StudyResult Run(StudyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var updates = context.Get(TeacherSteps);
        var source = RememberedSource.Of(Classroom.TeacherConfig(updates, seed: 1));
        var teacher = context.Do(0.1, () => NetworkRun.Train(
            Classroom.TeacherConfig(updates, context.Seed["teacher"].Key), source, context.Cancellation, updates / 30, updates / 10, updates / 3, updates));
        var room = new Classroom(context.Get(Steps), context.Get(Seeds), source, teacher);
        return StudyPart.Join(
            [LessonsPart.Run(context, room, source.LossFloor ?? double.NaN), TeachersPart.Run(context, room)],
            "A transformer of 10,000 parameters learns from one of 60,000 on a synthetic language; the source trains larger models on text (TinyShakespeare, FineWeb), which is out of reach here.",
            "The student sees the data's tokens, and of its teacher only the loss on each batch; no probabilities are matched.",
            "That the bound is the teacher's loss on the batch is read from a summary of the source; its full text was not at hand.",
            "Best factors are chosen on the runs that are reported, for every method alike and from as many factors.");
    }
}
