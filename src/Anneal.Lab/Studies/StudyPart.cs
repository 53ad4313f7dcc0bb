namespace Anneal.Lab.Studies;

/// <summary>What one part of a study found.</summary>
/// <param name="Finding">One sentence with its numbers; null for a part that has none worth the study's summary.</param>
/// <param name="Claims">What was claimed, and whether it held.</param>
/// <param name="Exhibits">Figures, tables and remarks.</param>
sealed record StudyPart(string? Finding, IReadOnlyList<Claim> Claims, IReadOnlyList<Exhibit> Exhibits)
{
    /// <summary>What the part leaves out; sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>A study's result: the parts one after the other, their findings as one paragraph.</summary>
    /// <param name="parts">In the order in which a reader wants them.</param>
    /// <param name="limits">What the study as a whole leaves out; after what its parts do.</param>
    public static StudyResult Join(IReadOnlyList<StudyPart> parts, params IReadOnlyList<string> limits) => new(
        string.Join(" ", parts.Select(part => part.Finding).OfType<string>()),
        [.. parts.SelectMany(part => part.Claims)],
        [.. parts.SelectMany(part => part.Exhibits)])
    {
        Limits = [.. parts.SelectMany(part => part.Limits), .. limits],
    };
}
