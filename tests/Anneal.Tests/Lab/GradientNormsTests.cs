using Anneal.Lab.Studies.ConvexBounds;

namespace Anneal.Tests.Lab;

public sealed class GradientNormsTests : IDisposable
{
    readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void One_column_is_read_as_it_is() =>
        Assert.Equal(Enumerable.Range(1, 12).Select(t => t / 4.0), Read(string.Join('\n', Enumerable.Range(1, 12).Select(t => $"{t / 4.0}"))));

    [Fact]
    public void A_header_names_the_columns() => Assert.Equal(
        Enumerable.Range(0, 12).Select(t => 1.0 + t), Read("loss,grad_norm,step\n" + string.Join('\n', Enumerable.Range(0, 12).Select(t => $"3,{1 + t},{100 * t}"))));

    [Fact]
    public void Uneven_steps_are_interpolated_to_even_ones()
    {
        // G = 1 + step / 10 at squares: a straight line stays one.
        var norms = Read("step,norm\n" + string.Join('\n', Enumerable.Range(0, 11).Select(t => $"{t * t},{1 + (t * t / 10.0)}")));
        Assert.Equal(11, norms.Length);
        for (var i = 0; i < 11; i++) Assert.Equal(1 + i, norms[i], 1e-12);
    }

    [Fact]
    public void A_long_log_is_thinned_out_to_even_places()
    {
        var norms = Read(string.Join('\n', Enumerable.Range(1, 59_998)));
        Assert.Equal(20_000, norms.Length);
        for (var i = 0; i < norms.Length; i++) Assert.Equal(1 + (3 * i), norms[i], 1e-6);
    }

    [Theory]
    [InlineData("step,norm\n1,2\n1,3", ":3: the steps do not rise")]
    [InlineData("step,norm\n1,0", ":2: the gradient norm is 0")]
    [InlineData("step,norm\n1,two", ":2: column 2 holds no finite number")]
    [InlineData("a,b\n1,2", ":1: no column is called")]
    [InlineData("1\n2", "gradient norms found: 2")]
    public void What_cannot_be_used_is_named_with_its_line(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_an_input_error() => Assert.Throws<InputException>(() => GradientNorms.Read(file + ".none"));

    double[] Read(string text)
    {
        File.WriteAllText(file, text);
        return GradientNorms.Read(file);
    }
}
