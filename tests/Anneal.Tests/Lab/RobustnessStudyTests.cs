using Anneal.Lab;
using Anneal.Lab.Studies;

namespace Anneal.Tests.Lab;

public sealed class RobustnessStudyTests
{
    static StudyResult Run(string tolerance, string? schedule)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["tolerance"] = tolerance,
            ["horizon"] = 1000,
            ["examples"] = 200,
            ["dimension"] = 4,
            ["steps"] = 100,
            ["runs"] = 2,
        };
        if (schedule is not null) values["schedule"] = schedule;
        return new RobustnessStudy().Run(new StudyContext(new RobustnessStudy(), values) { Quick = true });
    }

    // A cubic decay's rate may be far too high: (2.09 · 1.56) at +10 %.
    [Fact]
    public void A_schedule_and_a_tolerance_get_their_answer()
    {
        var result = Run("10%", "power(3e-4, 0, 20000, 3)");
        Assert.Contains("a factor of 3.26", result.Finding, StringComparison.Ordinal);
        Assert.Contains("take the upper one", result.Finding, StringComparison.Ordinal);
        Assert.Equal(result.Finding, Run("0.1", "power(3e-4, 0, 20000, 3)").Finding);
        var table = result.Exhibits.OfType<StudyTable>().Single(table => table.Name == "grid");
        Assert.Equal(4, table.Rows.Count);
    }

    [Theory]
    [InlineData("ten", null, "--tolerance")]
    [InlineData("0%", null, "--tolerance")]
    [InlineData("10%", "constant(0, 100)", "no rate above 0")]
    [InlineData("10%", "cosin(1, 0, 100)", "cosine")]
    public void What_makes_no_sense_is_said(string tolerance, string? schedule, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => Run(tolerance, schedule)).Message, StringComparison.Ordinal);
}
