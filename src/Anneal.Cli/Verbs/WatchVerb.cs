using System.CommandLine;
using Anneal.Cli.Planning;
using Anneal.Control;

namespace Anneal.Cli.Verbs;

/// <summary>Watches a growing log: a line with the predicted end and the best decay start whenever rows have arrived.</summary>
sealed class WatchVerb : Verb
{
    readonly RestArguments rest = new();
    readonly FollowOptions follow = new("lines", "line");

    public WatchVerb()
        : base(
            "watch",
            "Watch a run in progress: whenever its log has grown, one line with the predicted final loss, the step at which the decay "
            + "should begin, and what beginning it at once would cost. With --json one object a line. Ends when the run reaches its "
            + "end, or with Ctrl-C.",
            new("anneal watch run.csv --fit fit.json --steps 24000", "A line whenever rows have arrived"),
            new("anneal watch run.csv --with earlier/*.csv --steps 24000 --every 60 --json", "Every minute, for a program"))
    {
        rest.AddTo(this);
        follow.AddTo(this);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var law = rest.Law(line, context);
        var (lines, last) = (0, -1);
        follow.Follow(line, rest.Path(line), Look, context);
        return ExitCode.Ok;

        bool? Look()
        {
            try
            {
                var (found, run, _) = rest.Weigh(line, law, lines == 0 ? context : context with { Quiet = true });
                if (found.Next == last) return false;
                (last, lines) = (found.Next, lines + 1);
                Tell(context, found, run.Noise);
                return true;
            }
            catch (InfeasibleException end) when (lines > 0 && end.IsOver)
            {
                context.Note("The run has reached its end.");
                return null;
            }
        }
    }

    void Tell(CommandContext context, RestOfRun found, double noise)
    {
        var (best, start) = (found.Best, found.Find("decay-at-best")!.DecayStart!.Value);
        if (!context.Json)
        {
            var half = best.Final.Lower.IsEmpty ? "" : $" ± {Digits.Significant((best.Final.Upper[^1] - best.Final.Lower[^1]) / 2, 2)}";
            context.Out.WriteLine(
                $"step {Digits.Count(found.Next - 1)}  final loss {Digits.Fixed(best.Loss, 4)}{half}  best decay start {Digits.Count(start)}"
                + $"  (flat {Digits.Count(found.Flat.First)} … {Digits.Count(found.Flat.Last)})  decaying now costs {Digits.Fixed(found.RegretOfDecayingNow, 4)}");
            context.Out.Flush();
            return;
        }

        JsonResult.WriteLine(context.Out, Name, json =>
        {
            json.WriteNumber("step", found.Next - 1);
            json.Number("rate", found.Rate);
            json.Number("loss", best.Loss);
            json.Number("lower", best.Final.Lower.IsEmpty ? null : best.Final.Lower[^1]);
            json.Number("upper", best.Final.Upper.IsEmpty ? null : best.Final.Upper[^1]);
            json.WriteNumber("bestDecayStart", start);
            json.WriteNumber("flatFirst", found.Flat.First);
            json.WriteNumber("flatLast", found.Flat.Last);
            json.Number("regretOfDecayingNow", found.RegretOfDecayingNow);
            json.Number("noise", noise);
        });
        context.Out.Flush();
    }
}
