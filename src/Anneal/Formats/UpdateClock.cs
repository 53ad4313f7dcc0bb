namespace Anneal.Formats;

/// <summary>How far training is after n updates, in every unit that a schedule file says enough about.</summary>
sealed class UpdateClock
{
    readonly List<(double FromUpdate, double FromSample, double Size)> pieces = [];
    readonly ScheduleDocument document;
    readonly double? total;

    public UpdateClock(ScheduleDocument document)
    {
        this.document = document;
        if (document.Sequence is { } sequence && !(sequence > 0)) throw new InputException("'sequence' is tokens per sample, above 0.");
        if (document.StepsPerEpoch is { } epoch && !(epoch > 0)) throw new InputException("'steps_per_epoch' is above 0.");
        AddBatches();
        if ((document.Total ?? document.Stages[^1].To) is { Unit: not "%" } all) total = Updates(all);
    }

    /// <summary>The unit of a length: its own, or the document's.</summary>
    public string UnitOf(Amount amount) => amount.Unit.Length > 0 ? amount.Unit : document.Unit switch
    {
        ScheduleUnit.Tokens => "tok",
        ScheduleUnit.Samples => "sp",
        ScheduleUnit.Epochs => "ep",
        _ => "st",
    };

    /// <summary>How many updates bring training to a length; a fraction where it falls inside one.</summary>
    public double Updates(Amount amount) => UnitOf(amount) switch
    {
        "st" => amount.Value,
        "ep" => amount.Value * (document.StepsPerEpoch ?? throw new InputException("a length in epochs needs 'steps_per_epoch'.")),
        "%" => Math.Round(amount.Value / 100 * (total ?? throw new InputException("a length in per cent needs 'total', or a last stage that ends without one."))),
        "sp" => UpdatesOfSamples(amount.Value),
        _ => UpdatesOfSamples(amount.Value / (document.Sequence ?? throw new InputException("a length in tokens needs 'sequence', the tokens per sample."))),
    };

    /// <summary>Samples seen after so many updates; for lengths in samples and tokens.</summary>
    public double Samples(double updates)
    {
        var piece = pieces.FindLast(piece => piece.FromUpdate <= updates);
        return piece.FromSample + ((updates - piece.FromUpdate) * piece.Size);
    }

    /// <summary>Whether the batch size stays the same between two numbers of updates.</summary>
    public bool IsEven(double from, double to) => !pieces.Exists(piece => piece.FromUpdate > from && piece.FromUpdate < to);

    double UpdatesOfSamples(double samples)
    {
        if (pieces.Count == 0) throw new InputException("a length in samples or tokens needs 'batch', the samples per update.");
        var piece = pieces.FindLast(piece => piece.FromSample <= samples);
        return piece.FromUpdate + ((samples - piece.FromSample) / piece.Size);
    }

    void AddBatches()
    {
        var from = 0.0;
        for (var i = 0; i < document.Batch.Count; i++)
        {
            var (to, size) = (document.Batch[i].To, document.Batch[i].Size);
            if (!(double.IsFinite(size) && size > 0)) throw new InputException($"batch[{i}]: the size is samples per update, above 0.");
            pieces.Add((from, i == 0 ? 0 : Samples(from), size));
            if (to is not { } end) continue;
            // An update has one batch size: it changes with the first update that starts at or after the place.
            var next = Math.Ceiling(Updates(end) - 1e-9);
            if (!(next > from)) throw new InputException($"batch[{i}]: it ends where it starts or before; ends rise.");
            from = next;
        }
    }
}
