using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

public sealed class DecayShapeTests
{
    [Fact]
    public void Every_ramp_is_a_shape() => Assert.Equal(
        ["cosine", "exponential", "linear", "one-minus-sqrt", "power", "sqrt-cube", "square"], DecayShape.Names);

    [Fact]
    public void A_shape_between_two_rates_is_its_ramp()
    {
        Assert.Equal(new Cosine(3e-4, 0, 70), DecayShape.Cosine.Decay(3e-4, 0, 70));
        Assert.Equal(new Power(3e-4, 0, 70, 1.5), DecayShape.Power(1.5).Decay(3e-4, 0, 70));
        Assert.Equal(new Exponential(2, 1, 70), DecayShape.Of(new Exponential(7, 5, 3)).Decay(2, 1, 70));
    }

    [Fact]
    public void Shapes_are_equal_by_name_and_arguments()
    {
        Assert.Equal(DecayShape.Power(2), DecayShape.Of(new Power(5, 4, 3, 2)));
        Assert.NotEqual(DecayShape.Power(2), DecayShape.Power(3));
        Assert.NotEqual(DecayShape.Power(1), DecayShape.Linear);
    }

    [Theory]
    [InlineData("linear", "linear")]
    [InlineData("One_Minus_Sqrt", "one-minus-sqrt")]
    [InlineData(" power( 1.5 ) ", "power(1.5)")]
    [InlineData("power(exponent=1.5)", "power(1.5)")]
    [InlineData("cosine()", "cosine")]
    public void What_is_read_is_printed_as_it_would_be_written(string text, string printed)
    {
        var shape = DecayShape.Parse(text);

        Assert.Equal(printed, shape.ToString());
        Assert.Equal(shape, DecayShape.Parse(shape.ToString()));
    }

    [Theory]
    [InlineData("consine", "no decay shape is called 'consine'; did you mean 'cosine'? There are: cosine, exponential, linear,")]
    [InlineData("constant", "no decay shape is called 'constant'. There are: cosine,")]
    [InlineData("power", "power needs exponent: power(from, to, steps, exponent)")]
    [InlineData("power(0)", "power: exponent is 0; it must be a finite number above 0.")]
    [InlineData("power(1, 2)", "power takes no more arguments: ")]
    [InlineData("power(steps=3)", "power has no argument 'steps'")]
    [InlineData("linear linear", "the end is needed here, but 'linear' follows")]
    [InlineData("", "a name is needed here, but the text ends")]
    public void What_is_no_shape_is_said(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<InputException>(() => DecayShape.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_exponential_to_zero_says_what_to_do()
    {
        var error = Assert.Throws<ArgumentException>(() => DecayShape.Exponential.Decay(3e-4, 0, 100));

        Assert.StartsWith("An exponential decay cannot start from 0 or reach it; use a rate above 0 or another shape.", error.Message, StringComparison.Ordinal);
    }
}
