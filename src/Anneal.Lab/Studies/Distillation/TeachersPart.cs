using Anneal.Lab.Studies.Networks;
using Anneal.Plotting;
using Anneal.Schedules;

namespace Anneal.Lab.Studies.Distillation;

/// <summary>How good a teacher must be, how much of a batch's difficulty it tells, and what a bound that is none does.</summary>
static class TeachersPart
{
    const string Source = "arXiv:2511.07767, version 2";
    static readonly bool[] metrics = [false, true];

    public static StudyPart Run(StudyContext context, Classroom room)
    {
        int[] stages = [.. room.Teacher.States.Keys.Order()];
        var held = context.Map(0.01, stages.Length, i =>
        {
            using var teacher = new Teacher(room.Teacher, stages[i], room.Source);
            return teacher.HeldOut();
        });
        var taught = metrics.Select(adam => Sweep.Run(context, 0.12, [.. stages.Select(stage => room.TaughtAt(adam, stage))], room.Source, room.Seeds)).ToArray();
        var (noise, told) = context.Do(0.02, () => Difficulty(context, room));
        var still = context.Do(0.01, () => Still(context, room));
        return new(
            $"The teacher's loss takes away {Digits.Percent(1 - (told / noise), 2)} of the variance of the student's loss from batch to batch.",
            [
                Claim.AtMost("With a bound above every loss no Polyak step is taken: |held-out loss at the end − at the start|", "identity", still, 0),
                Noise(context, told / noise),
                Claim.Show(
                    $"With a teacher at {Digits.Significant(held[0], 4)} the student's final loss less its teacher's (it follows its teacher no further down)", Source, taught[0][0].BestMean - held[0], 0),
            ],
            [Figure(held, taught), Table(stages, held, taught)]);
    }

    static Claim Noise(StudyContext context, double share)
    {
        const string Statement = "Variance from batch to batch of the student's loss less the teacher's, over that of the student's loss alone (second half of a run)";
        return context.IsLarge(DistillationStudy.Steps, DistillationStudy.TeacherSteps) ? Claim.AtMost(Statement, Source, share, 0.5) : Claim.Show(Statement, Source, share, 0);
    }

    // Variances over the second half of a run, each of differences between neighbours in time, so that the trend does not count.
    static (double Student, double Difference) Difficulty(StudyContext context, Classroom room)
    {
        var bounds = new List<double>();
        var config = room.Polyak(adam: false, 1) with { Seed = Sweep.SeedOf(context, 0) };
        var run = Teacher.Teaches(room.Teacher, room.Teacher.Config.Steps, bounds)(config, room.Source, context.Cancellation);
        double[] losses = [.. run.Losses.Skip(run.Losses.Count / 2)];
        double[] less = [.. run.Losses.Zip(bounds, (loss, bound) => loss - bound).Skip(run.Losses.Count / 2)];
        return (Variance(losses), Variance(less));

        static double Variance(double[] values) => values.Zip(values.Skip(1), (a, b) => (a - b) * (a - b)).DefaultIfEmpty(double.NaN).Average() / 2;
    }

    static double Still(StudyContext context, Classroom room)
    {
        var config = room.Polyak(adam: false, 1) with { Schedule = new Constant(1, 4), Steps = 4, Seed = Sweep.SeedOf(context, 0) };
        var run = NetworkRun.Train(config, room.Source, _ => 1e6, context.Cancellation);
        return Math.Abs(run.HeldOut.Loss[^1] - run.HeldOut.Loss[0]);
    }

    static StudyFigure Figure(double[] held, Swept[][] taught)
    {
        string[] names = ["Polyak", "Polyak in Adam's metric"];
        Ink[] inks = [Ink.Blue, Ink.Vermilion];
        double[] ends = [held.Min(), held.Max()];
        var marks = new List<Mark> { new Line(ends, ends) { Name = "as good as the teacher", Ink = Ink.Black, Dash = Dash.Dashed } };
        for (var i = 0; i < taught.Length; i++)
        {
            var samples = taught[i].Select(swept => Sample.Of(swept.BestFinals)).ToArray();
            marks.Add(new Points(held, [.. samples.Select(sample => sample.Mean)]) { Name = names[i], Ink = inks[i], Size = 7 });
            marks.Add(new Whiskers(held, [.. samples.Select(sample => sample.Low)], [.. samples.Select(sample => sample.High)]) { Ink = inks[i] });
        }

        return new(
            "teachers",
            new Figure("A weak teacher holds its student back")
            {
                Subtitle = "untuned students, the same teacher at several ages",
                X = new("the teacher's held-out loss"),
                Panels = [new(new("the student's final loss")) { Marks = marks, Height = 260 }],
                Legend = LegendPlace.Below,
            },
            "The Polyak step vanishes where the student is as good as its bound; a better teacher than the student can become costs nothing.");
    }

    static StudyTable Table(int[] stages, double[] held, Swept[][] taught) => new(
        "teachers",
        "The teacher after some updates, and its students' final losses, means over students.",
        ["teacher's updates", "teacher's loss", "Polyak", "± s.e.", "Polyak in Adam's metric", "± s.e. "],
        [.. stages.Select((stage, i) => (Cell[])
        [
            stage, held[i],
            .. taught.SelectMany(own => Sample.Of(own[i].BestFinals) is var sample ? (Cell[])[Cell.Of(sample.Mean, 5), Cell.Of(sample.Error, 2)] : []),
        ])]);
}
