using Anneal.Schedules;

namespace Anneal.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Every_public_schedule_is_there_under_its_kebab_case_name()
    {
        Assert.Equal(typeof(OneMinusSqrt), Catalog<Schedule>.Find("one-minus-sqrt"));
        Assert.Equal(typeof(OneMinusSqrt), Catalog<Schedule>.Find("One_Minus_Sqrt"));
        Assert.Equal(
            typeof(Schedule).Assembly.GetExportedTypes().Count(type => type.IsSubclassOf(typeof(Schedule)) && type.IsSealed),
            Catalog<Schedule>.Types.Count);
    }

    [Fact]
    public void Names_are_listed_in_alphabetical_order() =>
        Assert.Equal(Catalog<Schedule>.Types.Keys.Order(StringComparer.Ordinal), Catalog<Schedule>.All);

    [Fact]
    public void An_unknown_name_gets_the_nearest_and_the_list()
    {
        var error = Assert.Throws<InputException>(() => Catalog<Schedule>.Find("cosin"));

        Assert.StartsWith("No schedule is called 'cosin'; did you mean 'cosine'? There are: constant, cosine, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_like_no_other_gets_the_list_alone()
    {
        var error = Assert.Throws<InputException>(() => Catalog<Schedule>.Find("qqqqqq"));

        Assert.StartsWith("No schedule is called 'qqqqqq'. There are: constant, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(CsvReader), "csv")]
    [InlineData(typeof(Reader), "reader")]
    [InlineData(typeof(MultiPowerReader), "multi-power")]
    public void The_kind_s_own_word_is_dropped(Type type, string name) => Assert.Equal(name, Catalog<IRunReader>.NameOf(type));

    interface IRunReader;

    sealed class CsvReader : IRunReader;

    sealed class Reader : IRunReader;

    sealed class MultiPowerReader : IRunReader;
}
