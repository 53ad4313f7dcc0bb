using Anneal.Numerics;
using Anneal.Schedules;

namespace Anneal.Formats;

/// <summary>Turns the stages of a schedule file into rates.</summary>
sealed class StageCompiler(ScheduleDocument document)
{
    // Lengths in tokens need not fit whole updates; a place within a stage is then rounded to this part of it.
    const int Finest = 1 << 30;

    const int LongestTable = 50_000_000;

    // What a length in tokens or epochs may miss a whole update by.
    const double Whole = 1e-9;

    readonly UpdateClock clock = new(document);
    readonly List<Schedule> segments = [];
    (double Start, double Level) at = (0, double.NaN);

    public Schedule Compile()
    {
        for (var i = 0; i < document.Stages.Count; i++)
        {
            try
            {
                Add(document.Stages[i]);
            }
            catch (Exception error) when (error is InputException or ArgumentException)
            {
                throw new InputException(FormattableString.Invariant($"stages[{i}]: {error.Message}"), error);
            }
        }

        return Schedule.Join([.. segments]);
    }

    void Add(ScheduleStage stage)
    {
        if (Listed(stage) is { } rates)
        {
            var stop = at.Start + rates.Steps;
            if (stage.To is { } said && Math.Abs(clock.Updates(said) - stop) > Whole * stop)
                throw new InputException(Text.Of($"it has {rates.Steps} rates and starts at update {at.Start}, so it cannot end at {said}."));
            segments.Add(rates);
            at = (stop, rates[^1]);
            return;
        }

        var end = clock.Updates(stage.To ?? throw new InputException("it needs 'to', where it ends."));
        if (clock.UnitOf(stage.To.Value) == "st" && end != Math.Floor(end)) throw new InputException(Text.Of($"it ends at {end}, and updates are whole."));
        if (Math.Abs(end - Math.Round(end)) <= Whole * end) end = Math.Round(end);
        var (first, next) = (Math.Ceiling(at.Start), Math.Ceiling(end));
        if (!(next > first && next <= int.MaxValue))
            throw new InputException(Text.Of($"it ends at update {end}, and starts at {at.Start}; every stage has an update of its own."));
        if (stage.Shape == "constant")
        {
            var level = stage.Lr is { } lr ? Rate(lr) : at.Level;
            if (double.IsNaN(level)) throw new InputException("it needs 'lr', its rate.");
            segments.Add(new Constant(level, (int)(next - first)));
            at = (end, level);
            return;
        }

        var from = stage.From is { } start ? Rate(start) : at.Level;
        if (double.IsNaN(from)) throw new InputException("it needs 'from_lr', the rate it starts from.");
        var to = Rate(stage.Lr ?? throw new InputException("it needs 'lr', the rate it leads to."));
        segments.Add(Ramp(Shape(stage), from, to, end));
        at = (end, to);
    }

    static Schedule? Listed(ScheduleStage stage) => stage.Shape switch
    {
        ScheduleStage.Table => new Tabulated(stage.Rates ?? throw new InputException("a table needs 'rates', a list.")),
        ScheduleStage.Notation => stage.Spec ?? throw new InputException("it needs 'spec', a schedule in the notation."),
        _ => null,
    };

    static DecayShape Shape(ScheduleStage stage) => stage.Shape == "power"
        ? DecayShape.Power(stage.Exponent ?? throw new InputException("power needs 'p', its exponent."))
        : DecayShape.Parse(stage.Shape);

    Schedule Ramp(DecayShape shape, double from, double to, double end)
    {
        var (first, next) = ((int)Math.Ceiling(at.Start), (int)Math.Ceiling(end));
        var isOne = document.Index == UpdateIndex.FirstUpdateIs1;
        if (at.Start == first && end == next && (!CountsSamples || clock.IsEven(first, next)))
        {
            var ramp = shape.Decay(from, to, next - first);
            if (!isOne) return ramp;
            var reached = new Constant(to, 1);
            return ramp.Steps == 1 ? reached : ramp[1..].Then(reached);
        }

        if (next - first > LongestTable) throw new InputException(Text.Of($"it is no whole number of alike updates and would need a table of {next - first} rates; at most {LongestTable} are written out."));
        var rates = new double[next - first];
        var (zero, all) = (Place(at.Start), Place(end) - Place(at.Start));
        var parts = all == Math.Floor(all) && all < Finest ? (int)all : Finest;
        var fine = shape.Decay(from, to, parts);
        for (var i = 0; i < rates.Length; i++)
        {
            var part = (int)Math.Round(Math.Clamp((Place(first + i + (isOne ? 1 : 0)) - zero) / all, 0, 1) * parts);
            rates[i] = part < parts ? fine[part] : to;
        }

        return new Tabulated(rates);
    }

    bool CountsSamples => document.Unit is ScheduleUnit.Tokens or ScheduleUnit.Samples;

    double Place(double updates) => CountsSamples ? clock.Samples(updates) : updates;

    double Rate(Amount amount) => amount.Unit switch
    {
        "" => amount.Value,
        "%" => DecimalProduct.Of(DecimalProduct.Of(amount.Value, 0.01), document.Peak ?? throw new InputException("a rate in per cent needs 'peak'.")),
        _ => throw new InputException($"a rate has no unit but %, and this is {amount}."),
    };
}
