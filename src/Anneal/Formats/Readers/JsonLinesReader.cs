namespace Anneal.Formats;

/// <summary>JSON Lines of no particular tool.</summary>
sealed class JsonLinesReader : ObjectLinesReader
{
    public override string Name => "JSON Lines";

    public override int Generality => 1;

    protected override bool EveryObjectHasStep => true;

    protected override bool HasOwnKeys(IReadOnlyList<string> keys) => true;
}
