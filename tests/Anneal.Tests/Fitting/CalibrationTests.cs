using Anneal.Fitting;

namespace Anneal.Tests.Fitting;

public sealed class CalibrationTests
{
    [Fact]
    public void Intervals_hold_on_public_runs_and_beat_a_constant_width()
    {
        Assert.SkipWhen(SharedCurves.Folder is null, "The public curves are not beside this checkout.");
        var runs = PublicCurves.Read(SharedCurves.Folder!);
        string[] sets = ["hag_sp_59M", "ladder_760M", "ladder_190M"];

        var calibration = Calibration.Of(
            [.. sets.Select(set => (set, (IReadOnlyList<Anneal.Curves.TrainingRun>)[.. runs.Where(run => run.Set == set).Select(run => run.Run)]))],
            new FitOptions());

        // 18 runs that share models, so far fewer independent ones: the binomial range of the finals is wide.
        Assert.InRange(calibration.PointCoverage, 0.85, 0.95);
        Assert.InRange(calibration.FinalCoverage, calibration.BinomialRange.Lower, 1);
        Assert.InRange(calibration.IntervalScore / calibration.ConstantWidthScore, 0, 0.9);
    }
}
