using Anneal.Theory;

namespace Anneal.Tests.Theory;

public sealed class DecayFormTests
{
    public static TheoryData<string, double> Numbers => new()
    {
        { "(1 − x)^q", 1.73 }, { "1 − x^q", .4 }, { "e^(−qx)", 3.1 }, { "(1 − x)^1.5", 1.5 }, { "1 − √x", .5 },
    };

    [Theory, MemberData(nameof(Numbers))]
    public void A_form_finds_its_own_number(string name, double number)
    {
        var form = DecayForm.All.Single(each => each.Name == name);

        var fit = form.Fit([.. Enumerable.Range(0, 300).Select(i => form.Value((i + .5) / 300, number))]);

        Assert.Equal(number, fit.Number, 1e-5);
        Assert.Equal(0, fit.Residual, 1e-6);
        Assert.Equal(1, form.Value(0, number));
    }

    [Fact]
    public void The_limit_exponent_is_that_of_the_random_features_where_gamma_is_zero()
    {
        foreach (var b in new[] { 1.25, 2, 3 }) Assert.Equal((2 * b) - 1, DecayForm.LimitExponent(1 - (1 / b), 0), 1e-12);
        Assert.Equal(2.0, DecayForm.LimitExponent(.58279013, .64142257), .002);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecayForm.LimitExponent(1, 0));
    }
}
