using System.Text.RegularExpressions;
using Anneal.Schedules;

namespace Anneal.Tests.Schedules;

/// <summary>docs/schedules.md has a row for every schedule and for nothing else.</summary>
public sealed partial class SchedulePageTests
{
    [Fact]
    public void Every_schedule_has_its_row() => Assert.Equal(
        ScheduleNotation.Signatures,
        File.ReadLines(Path.Combine(ArchitectureTests.Root, "docs", "schedules.md"))
            .Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups["signature"].Value)
            .Where(signature => !signature.Contains('=') || signature.Contains(" = ")) // the notation's own examples
            .Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `(?<signature>[a-z-]+\([a-z].*?\))` \|", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();
}
