using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Schedules;

public sealed class ScheduleNotationTests
{
    static readonly Schedule Wave = new Cosine(3e-4, 3e-5, 20_000);

    [Theory]
    [InlineData("cosine(3e-4, 3e-5, 20000)")]
    [InlineData("cosine(from=3e-4, to=3e-5, steps=20000)")]
    [InlineData("cosine(steps = 20_000, from = 0.0003, to = .00003)")]
    [InlineData("cosine(3e-4, steps=20k, to=3E-5)")]
    [InlineData("  Cosine (\n\t+3e-4 ,30e-6,0.02M ) ")]
    [InlineData("((cosine(3e-4, 3e-5, 2e4)))")]
    [InlineData("cosine(3e-4, 3e-5, 20K)[..]")]
    public void There_are_several_ways_to_write_the_same(string notation) => Assert.Equal(Wave, ScheduleNotation.Parse(notation));

    [Fact]
    public void Then_is_loosest_and_slices_are_tightest()
    {
        Assert.Equal((0.5 * Wave).Then(Wave[100..]), ScheduleNotation.Parse($"0.5 * {Wave} then {Wave}[100..]"));
        Assert.Equal(0.5 * Wave[5..^5], ScheduleNotation.Parse($"0.5 * {Wave}[5..^5]"));
        Assert.Equal((0.5 * Wave)[..9], ScheduleNotation.Parse($"(0.5 * {Wave})[..9]"));
        Assert.Equal(0.5 * (2 * Wave.Then(Wave)), ScheduleNotation.Parse($"0.5 * 2 * ({Wave} THEN {Wave})"));
        Assert.Equal(Wave[10..20], ScheduleNotation.Parse($"{Wave}[5..100][5..15]"));
    }

    [Theory]
    [InlineData("linear(0, 3e-4, 2159) then constant(3e-4, 1) then cosine(3e-4, 3e-5, 21840)")]
    [InlineData("0.5 * (constant(1, 2) then constant(2, 3))[1..4]")]
    [InlineData("(0.5 * constant(1, 9))[1..4]")]
    [InlineData("0.5 * constant(1, 9)[1..4]")]
    [InlineData("cosine-restarts(3e-4, 0, 1000, 5000)")]
    [InlineData("cosine-restarts(3e-4, 0, 1000, 5000, 2)")]
    [InlineData("wsd(3e-4, 0, 2160, 24000, 4000, one-minus-sqrt)")]
    [InlineData("wsd(3e-4, 3e-5, 0, 24000, 4000, power(1.5))")]
    [InlineData("multi-stage([3e-4, 9e-5], [8000, 8000])")]
    [InlineData("tabulated([0, 1.2345678901234568e-5, 0.001, 1.5, 1e20])")]
    public void What_is_printed_is_what_was_written(string notation) =>
        Assert.Equal(notation, ScheduleNotation.Parse(notation).ToString());

    [Fact]
    public void Any_double_is_printed_so_that_it_reads_back() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<double>().Where(x => double.IsFinite(x) && x >= 0).ToArbitrary(),
        x => new Constant(x, 1).ToString() is var text
            && ScheduleNotation.Parse(text)[0].Equals(x)
            && !text.Contains('E') && !text.Contains("e-0"))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1UL, 1UL).WithQuietOnSuccess(true));

    [Fact]
    public void A_description_is_short()
    {
        Assert.Equal("cosine(3e-4, 3.3333e-5, 20000)", new Cosine(3e-4, 1e-4 / 3, 20_000).Describe());
        Assert.Equal(
            "tabulated([0, 1, … 997 more, 999])", new Tabulated([.. Enumerable.Range(0, 1000).Select(i => (double)i)]).Describe());
        Assert.Equal("tabulated([0, 1, 2, 3])", new Tabulated([0, 1, 2, 3]).Describe());
        Assert.Equal(
            "constant(1, 1) then constant(2, 1) then (7 more segments) then constant(10, 1)",
            Schedule.Join([.. Enumerable.Range(1, 10).Select(i => new Constant(i, 1))]).Describe());
    }

    [Theory]
    [InlineData("", 1, "a schedule is needed here, but the text ends.")]
    [InlineData("  ", 3, "a schedule is needed here, but the text ends.")]
    [InlineData("cosin(3e-4, 0, 10)", 1, "no schedule is called 'cosin'; did you mean 'cosine'? There are: constant,")]
    [InlineData("constant(1, 2) then cos", 21, "no schedule is called 'cos'; did you mean 'cosine' or 'warmup-cosine' or 'cosine-restarts'?")]
    [InlineData("cosine", 1, "cosine needs its arguments: cosine(from, to, steps).")]
    [InlineData("cosine(3e-4, 0)", 1, "cosine needs steps: cosine(from, to, steps).")]
    [InlineData("cosine(3e-4, 0, 10, 1)", 21, "cosine takes no more arguments: cosine(from, to, steps).")]
    [InlineData("cosine(3e-4, 0, step=10)", 17, "cosine has no argument 'step'; did you mean 'steps'? It is cosine(from, to, steps).")]
    [InlineData("cosine(3e-4, 0, 10, from=1)", 21, "cosine is given from twice.")]
    [InlineData("cosine(from=3e-4, 0, 10)", 19, "an argument without a name follows one with a name.")]
    [InlineData("cosine(3e-4, 0, 10.5)", 17, "steps is 10.5; it must be a whole number up to 2147483647.")]
    [InlineData("cosine(3e-4, 0, 3000000k)", 17, "steps is 3000000000; it must be a whole number up to 2147483647.")]
    [InlineData("cosine(3e-4, 0, 0)", 1, "cosine: steps is 0; it must be at least 1.")]
    [InlineData("cosine(3e-4, -1e-5, 10)", 1, "cosine: to is -1E-05; it must be a finite number of at least 0.")]
    [InlineData("cosine(1e999, 0, 10)", 1, "cosine: from is Infinity; it must be a finite number of at least 0.")]
    [InlineData("cosine(nan, 0, 10)", 8, "from must be a number.")]
    [InlineData("cosine([1], 0, 10)", 8, "from must be a number.")]
    [InlineData("tabulated(1)", 11, "rates must be a list of numbers in brackets.")]
    [InlineData("tabulated([])", 1, "tabulated: rates is empty; a schedule has at least one step.")]
    [InlineData("tabulated([1, -2])", 1, "tabulated: rates[1] is -2; it must be a finite number of at least 0.")]
    [InlineData("tabulated([1, 2)", 16, "',' or ']' is needed here, but ')' follows.")]
    [InlineData("multi-stage([1, 2], [3.5, 1])", 21, "lengths is 3.5; it must be a whole number up to 2147483647.")]
    [InlineData("multi-stage([1, 2], [3])", 1, "multi-stage: There are 2 rates and 1 lengths; each stage needs one of both.")]
    [InlineData("wsd(1, 0, 6, 10, 5, linear)", 1, "wsd: warmup 6 and decay 5 need 11 steps, but steps, which counts both, is 10.")]
    [InlineData("wsd(1, 0, 1, 10, 5, exponential)", 1, "wsd: An exponential decay cannot start from 0 or reach it;")]
    [InlineData("wsd(1, 0, 1, 10, 5, liner)", 21, "no decay shape is called 'liner'; did you mean 'linear'?")]
    [InlineData("wsd(1, 0, 1, 10, 5, 3)", 21, "shape must be a decay shape: cosine, exponential,")]
    [InlineData("wsd(1, 0, 1, 10, 5, power(power(2)))", 27, "'power' cannot take arguments here.")]
    [InlineData("two-stage(1, 2, 10, 10)", 1, "two-stage: switch is 10; it must be below steps, 10, which counts both stages.")]
    [InlineData("constant(1, 2", 14, "',' or ')' is needed here, but the text ends.")]
    [InlineData("constant(1, 2))", 15, "'then' or the end is needed here, but ')' follows.")]
    [InlineData("constant(1, 2) constant(1, 2)", 16, "'then' or the end is needed here, but 'constant' follows.")]
    [InlineData("constant(1, 2) then", 20, "a schedule is needed here, but the text ends.")]
    [InlineData("constant(1, 20q)", 13, "'20q' is not a number.")]
    [InlineData("constant(1, 1e3k)", 13, "'1e3k' is not a number.")]
    [InlineData("constant(1, )", 13, "a value is needed here, but ')' follows.")]
    [InlineData("0.5 constant(1, 2)", 5, "'*' is needed here, but 'constant' follows.")]
    [InlineData("-1 * constant(1, 2)", 1, "Factor is -1; it must be a finite number of at least 0.")]
    [InlineData("constant(1, 9)[3..3]", 15, "the slice 3..3 must hold at least one of the steps 0..9.")]
    [InlineData("constant(1, 9)[3..12]", 15, "the slice 3..12 must hold at least one of the steps 0..9.")]
    [InlineData("constant(1, 9)[3]", 17, "'..' is needed here, but ']' follows.")]
    [InlineData("constant(1, 2000M) then constant(1, 2000M)", 1, "The schedules together have more than 2147483647 steps.")]
    [InlineData("λ(1)", 1, "a schedule is needed here, but 'λ' follows.")]
    public void An_error_says_where_and_why_in_a_sentence(string notation, int character, string sentence)
    {
        var lines = Assert.Throws<InputException>(() => ScheduleNotation.Parse(notation)).Message.Split('\n');

        Assert.StartsWith($"The schedule cannot be read at character {character}: {sentence}", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Equal(character + 1, lines[2].IndexOf('^'));
    }

    [Fact]
    public void An_error_in_a_long_text_shows_the_part_around_it()
    {
        var notation = string.Join(" then ", Enumerable.Repeat("constant(1, 2)", 1000)) + " then cosin(1, 2, 3)";

        var lines = Assert.Throws<InputException>(() => ScheduleNotation.Parse(notation)).Message.Split('\n');

        Assert.InRange(lines[1].Length, 10, 110);
        Assert.StartsWith("cosin(", lines[1][lines[2].IndexOf('^')..], StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_and_not_an_overflow()
    {
        foreach (var opening in new[] { "(", "0.5 * ", "0.5 * (" })
        {
            var notation = string.Concat(Enumerable.Repeat(opening, 100_000));

            Assert.Contains("nests deeper than 100 levels", Assert.Throws<InputException>(() => ScheduleNotation.Parse(notation)).Message, StringComparison.Ordinal);
        }
    }

    // Whatever is typed is a schedule, which then round-trips, or an InputException with a place.
    [Fact]
    public void No_text_causes_another_exception() => Prop.ForAll(
        Gen.Elements(
                "cosine", "wsd", "tabulated", "constant(1, 9)", "power(2)", "then", "(", ")", "[", "]", ",", "..", "=", "*", "^",
                "1", "0", "-3", "2.5", "1e-4", "20k", "1e400", ".", "-", "_", "steps", "linear", " ", "\n", "\0", "é", "#")
            .NonEmptyListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            try
            {
                var schedule = ScheduleNotation.Parse(text);
                return ScheduleNotation.Parse(schedule.ToString()) == schedule;
            }
            catch (InputException error)
            {
                return error.Message.StartsWith("The schedule cannot be read at character ", StringComparison.Ordinal);
            }
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1UL, 1UL).WithQuietOnSuccess(true));
}
