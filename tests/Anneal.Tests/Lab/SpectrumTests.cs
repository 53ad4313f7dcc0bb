using Anneal.Lab.Studies.Spectra;

namespace Anneal.Tests.Lab;

public sealed class SpectrumTests : IDisposable
{
    readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    Spectrum Read(string text)
    {
        File.WriteAllText(path, text);
        return Spectrum.Read(path);
    }

    [Fact]
    public void Eigenvalues_with_and_without_counts_are_read()
    {
        Assert.Equal([1, 0.5, 0.25], Read("# a comment\n1\n0.5\n\n2.5e-1\n").Eigenvalues);
        var counted = Read("eigenvalue,count\n1,3\n0.1,40\n");
        Assert.Equal([1, 0.1], counted.Eigenvalues);
        Assert.Equal([3, 40], counted.Counts);
    }

    [Theory]
    [InlineData("1\n-2\n", ":2:")]
    [InlineData("1,2,3\n", ":1:")]
    [InlineData("lambda\n0.5\nhalf\n", ":3:")]
    [InlineData("1,-1\n", ":1:")]
    [InlineData("lambda\n", "no eigenvalue")]
    public void What_is_no_spectrum_is_said_with_its_line(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_spectrum_of_too_many_rows_is_asked_for_with_counts() => Assert.Contains(
        ":100001:", Assert.Throws<InputException>(() => Read(string.Join('\n', Enumerable.Range(1, 100_001)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_the_users_error() =>
        Assert.Throws<InputException>(() => Spectrum.Read(path + ".missing"));

    [Fact]
    public void Power_laws_have_their_quantiles()
    {
        // α = 1: even in the logarithm; α = 2: the density λ^−2 puts half of [1/κ, 1] below 2/(κ + 1).
        Assert.Equal(0.1, Spectrum.PowerLaw(1, 100).Eigenvalues.Order().ElementAt(250), 0.001);
        Assert.Equal(2 / 101.0, Spectrum.PowerLaw(2, 100).Eigenvalues.Order().ElementAt(250), 2e-4);
        Assert.Equal(1, Spectrum.Skewed(1e4).Greatest);
        Assert.Equal(1e-4, Spectrum.Skewed(1e4).Eigenvalues.Min(), 1e-18);
    }
}
