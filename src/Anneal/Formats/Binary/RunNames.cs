namespace Anneal.Formats;

/// <summary>Names for the runs of a store, where several may be called alike.</summary>
static class RunNames
{
    /// <summary>Each run under its name, or its name and the beginning of its id, or its id where it has no name.</summary>
    public static IReadOnlyList<(string Name, string Id)> Unique(IEnumerable<(string? Name, string Id)> runs)
    {
        var all = runs.Select(run => (Name: string.IsNullOrWhiteSpace(run.Name) ? run.Id : run.Name.Trim(), run.Id)).ToList();
        var twice = all.CountBy(run => run.Name, StringComparer.Ordinal).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet(StringComparer.Ordinal);
        return [.. all.Select(run => twice.Contains(run.Name) ? ($"{run.Name} ({run.Id[..Math.Min(8, run.Id.Length)]})", run.Id) : run)];
    }

    /// <summary>The id of the run that is asked for, or of the only one.</summary>
    /// <exception cref="InputException">There is none, or there are several.</exception>
    public static string Find(IReadOnlyList<(string Name, string Id)> runs, string? name, string path)
    {
        if (name is null && runs is [var only]) return only.Id;
        if (runs.Count == 0) throw new InputException(path, 0, "there is no run in it that is not deleted.");
        if (name is null) throw new InputException(path, 0, FormattableString.Invariant($"it holds {runs.Count} runs; name one (part: NAME in a runs file)."));
        var found = runs.FirstOrDefault(run => run.Name == name).Id;
        return found ?? throw new InputException(path, 0, $"there is no run {Names.Quote(name)} in it any more.");
    }
}
