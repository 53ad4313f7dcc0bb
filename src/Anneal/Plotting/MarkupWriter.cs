using System.Globalization;
using System.Text;
using System.Xml;

namespace Anneal.Plotting;

/// <summary>Writes elements that are at once well-formed XML and valid HTML; every text and attribute value is escaped.</summary>
sealed class MarkupWriter
{
    readonly StringBuilder text = new();
    readonly Stack<string> open = new();

    /// <summary>Opens an element.</summary>
    public MarkupWriter Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes).Append('>');
        open.Push(name);
        return this;
    }

    /// <summary>Closes the element opened last.</summary>
    public MarkupWriter End()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element that holds nothing, closed at once (in HTML: SVG and void elements only).</summary>
    public MarkupWriter Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes).Append("/>");
        return this;
    }

    /// <summary>An element that holds text alone.</summary>
    public MarkupWriter Element(string name, string content, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Start(name, attributes).Text(content).End();

    /// <summary>Text, escaped; what XML cannot hold becomes U+FFFD.</summary>
    public MarkupWriter Text(string content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (i + 1 < content.Length && char.IsSurrogatePair(content[i], content[i + 1]))
            {
                text.Append(content[i]).Append(content[++i]);
                continue;
            }
            _ = content[i] switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                var c when XmlConvert.IsXmlChar(c) => text.Append(c),
                _ => text.Append('\uFFFD'),
            };
        }
        return this;
    }

    /// <summary>Markup made by another writer, unchanged.</summary>
    public MarkupWriter Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>A line break between elements, where white space means nothing.</summary>
    public MarkupWriter NewLine()
    {
        text.Append('\n');
        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>A coordinate, to a hundredth of a pixel.</summary>
    public static string Number(double value) =>
        (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture) is var digits && digits == "-0" ? "0" : digits;

    StringBuilder Tag(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        text.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            text.Append(' ').Append(key).Append("=\"");
            Text(value);
            text.Append('"');
        }
        return text;
    }
}
