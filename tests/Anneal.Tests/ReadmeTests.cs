using System.Text.RegularExpressions;
using Anneal.Schedules;

namespace Anneal.Tests;

/// <summary>The front page says what is so: its program is a sample that runs, its schedules parse.</summary>
public sealed partial class ReadmeTests
{
    static readonly string Readme = File.ReadAllText(Path.Combine(Golden.Root(), "README.md"));

    [Fact]
    public void Shows_a_sample_as_it_is()
    {
        var sample = File.ReadAllText(Path.Combine(Golden.Root(), "samples", "Forecast.cs"));

        Assert.Contains(sample[(sample.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim(), Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_schedules_parse()
    {
        var specs = Spec().Matches(Readme).Select(match => match.Groups["spec"].Value).ToArray();

        Assert.True(specs.Length >= 2, "The front page shows schedules.");
        Assert.All(specs, spec => Assert.Equal(100_000, ScheduleNotation.Parse(spec).Steps));
    }

    [Fact]
    public void Its_links_lead_to_files()
    {
        var links = Link().Matches(Readme).Select(match => match.Groups["path"].Value)
            .Where(path => !path.StartsWith("http", StringComparison.Ordinal)).ToArray();

        Assert.All(links, path => Assert.True(Path.Exists(Path.Combine(Golden.Root(), path)), path));
    }

    [GeneratedRegex("\"(?<spec>(warmup|wsd)\\([^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spec();

    [GeneratedRegex(@"\]\((?<path>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
