using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Anneal.Tests.Plotting;

/// <summary>A drawn figure, taken apart.</summary>
sealed partial class Svg(string text)
{
    public XDocument Xml { get; } = XDocument.Parse(text);

    /// <summary>The drawings of the panels, from above.</summary>
    public IReadOnlyList<XElement> Panels => [.. Xml.Root!.Elements().Where(element => element.Name.LocalName == "svg")];

    /// <summary>All texts, in document order.</summary>
    public IReadOnlyList<string> Texts => [.. Xml.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    /// <summary>The runs of a panel's n-th stroked path.</summary>
    public IReadOnlyList<(double X, double Y)[]> Runs(int panel, int path)
    {
        var strokes = Panels[panel].Elements().Where(element => (string?)element.Attribute("fill") == "none").ToArray();
        return [.. ((string)strokes[path].Attribute("d")!).Split('M', StringSplitOptions.RemoveEmptyEntries)
            .Select(run => Pairs().Matches(run).Select(match => (Number(match.Groups["x"]), Number(match.Groups["y"]))).ToArray())];
    }

    static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<x>-?[\d.]+) (?<y>-?[\d.]+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pairs();
}
