using Anneal.Plotting;

namespace Anneal.Lab;

/// <summary>What a study found.</summary>
/// <param name="Finding">The answer in one to three sentences with its numbers.</param>
/// <param name="Claims">What was claimed, and whether it held.</param>
/// <param name="Exhibits">Figures, tables and remarks in the order in which a reader wants them; the most telling figure first.</param>
public sealed record StudyResult(string Finding, IReadOnlyList<Claim> Claims, IReadOnlyList<Exhibit> Exhibits)
{
    /// <summary>What the study leaves out, or where it and its sources differ; sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}

/// <summary>Something to look at.</summary>
public abstract record Exhibit
{
    private protected Exhibit() { }

    internal abstract ReportBlock ToBlock();
}

/// <summary>A figure: theory as lines, measurements as points with whiskers.</summary>
/// <param name="Name">The name of its file, in kebab case.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Caption">What to see in it.</param>
public sealed record StudyFigure(string Name, Figure Figure, string Caption) : Exhibit
{
    internal override ReportBlock ToBlock() => ReportBlock.Picture(Figure, Caption);
}

/// <summary>A table; its file holds every digit.</summary>
/// <param name="Name">The name of its file, in kebab case.</param>
/// <param name="Caption">What to see in it.</param>
/// <param name="Headers">The names of the columns, with units.</param>
/// <param name="Rows">As many cells each as there are headers.</param>
public sealed record StudyTable(string Name, string Caption, IReadOnlyList<string> Headers, IReadOnlyList<Cell[]> Rows) : Exhibit
{
    /// <summary>Whether it is long data behind a figure: written to its file, not shown.</summary>
    public bool IsFileOnly { get; init; }

    /// <summary>As people read it.</summary>
    public TextTable ToText() => new(Headers, Rows.Select(row => (string[])[.. row.Select(cell => cell.Display)]));

    /// <summary>As files hold it.</summary>
    public string ToCsv() => new TextTable(Headers, Rows.Select(row => (string[])[.. row.Select(cell => cell.Exact)])).ToCsv();

    internal override ReportBlock ToBlock() => ReportBlock.Table(ToText(), Caption);
}

/// <summary>A paragraph between figures.</summary>
/// <param name="Text">Running text; <c>`code`</c> and <c>**strong**</c> have their usual meaning.</param>
public sealed record StudyText(string Text) : Exhibit
{
    internal override ReportBlock ToBlock() => ReportBlock.Paragraph(Text);
}
