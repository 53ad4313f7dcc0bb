using Anneal.Dialects;
using Anneal.Formats;
using Anneal.Schedules;

namespace Anneal.Tests.Dialects;

public sealed class ScheduleLintTests
{
    [Theory]
    [InlineData("wsd(3e-4, 3e-5, 0, 1000, 200, linear) then constant(3e-5, 10)", "warmup Note 0")]
    [InlineData("warmup(3e-4, 20) then cosine(3e-4, 3e-5, 980)", "zero-rate Note 0")]
    [InlineData("constant(0, 500)", "all-zero Error 0")]
    [InlineData("linear(3e-6, 3e-4, 400) then cosine(3e-4, 3e-5, 600)", "warmup Warning 400")]
    [InlineData("linear(3e-6, 3e-4, 1000)", "warmup Error 999")]
    [InlineData("linear(3e-6, 3e-4, 20) then cosine(3e-4, 3e-5, 4000)[..1000]", "cut Warning 1019")]
    [InlineData("linear(3e-6, 3e-4, 20) then constant(3e-4, 980)", "floor Note 999")]
    [InlineData("linear(3e-6, 3e-4, 20) then cosine(3e-4, 3e-5, 480) then cosine(3e-4, 3e-5, 500)", "jump-up Warning 500")]
    [InlineData("linear(3e-6, 3e-4, 20) then constant(3e-4, 480) then constant(3e-5, 500)", "jump-down Note 500")]
    [InlineData("linear(3e-6, 3e-4, 20) then cosine(3e-4, 3e-5, 480) then linear(3e-5, 1e-4, 500) then linear(1e-4, 0, 50)", "rise Warning 500")]
    [InlineData("linear(3e-6, 3e-4, 20) then linear(3e-4, 0, 480) then constant(0, 500)", "zero-rate Warning 500")]
    [InlineData("linear(3e-2, 3, 20) then cosine(3, 0.3, 980)", "size Warning 20")]
    [InlineData("linear(3e-6, 3e-4, 5) then cosine(3e-4, 3e-5, 95)", "unit Note 0")]
    [InlineData("step-decay(3e-4, 0.9, 50, 1000)", "unit Note 50")]
    public void What_is_odd_is_found_where_it_is(string spec, string finding) =>
        Assert.Contains(finding, Found(ScheduleDocument.Of(ScheduleNotation.Parse(spec))));

    [Fact]
    public void What_is_usual_is_not_odd() =>
        Assert.Empty(Found(ScheduleDocument.Of(ScheduleNotation.Parse("linear(3e-6, 3e-4, 100) then constant(3e-4, 1900) then one-minus-sqrt(3e-4, 3e-5, 1000)"))));

    [Fact]
    public void A_file_that_contradicts_itself_is_odd()
    {
        var document = ScheduleDocument.Of(ScheduleNotation.Parse("linear(3e-6, 3e-4, 100) then cosine(3e-4, 3e-5, 1900)")) with
        {
            Peak = 6e-4,
            Multipliers = [new("embed", 0)],
        };

        Assert.Equal(["peak Warning 0", "multiplier Warning 0"], Found(document));
    }

    [Fact]
    public void Many_findings_of_a_kind_are_counted() => Assert.Contains(
        ScheduleLint.Of(ScheduleDocument.Of(ScheduleNotation.Parse("step-decay(3e-4, 0.8, 40, 1000)"))),
        finding => finding.Sentence.Contains("more of this kind", StringComparison.Ordinal));

    static string[] Found(ScheduleDocument document) => [.. ScheduleLint.Of(document).Select(finding => $"{finding.Kind} {finding.Severity} {finding.Update}")];
}
