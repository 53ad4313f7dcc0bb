namespace Anneal.Lab.Studies;

/// <summary>What one part of a study found.</summary>
/// <param name="Finding">One sentence with its numbers; null for a part that has none worth the study's summary.</param>
/// <param name="Claims">What was claimed, and whether it held.</param>
/// <param name="Exhibits">Figures, tables and remarks.</param>
sealed record StudyPart(string? Finding, IReadOnlyList<Claim> Claims, IReadOnlyList<Exhibit> Exhibits)
{
    /// <summary>What the part leaves out; sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}
