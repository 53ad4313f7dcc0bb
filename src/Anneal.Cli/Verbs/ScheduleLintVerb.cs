using System.CommandLine;
using Anneal.Dialects;
using Anneal.Formats;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>Looks for what is seldom meant in a schedule.</summary>
sealed class ScheduleLintVerb : Verb
{
    readonly Argument<string> schedule = new("SPEC|FILE") { Description = "The notation, a schedule file, or a table with step and lr." };

    public ScheduleLintVerb()
        : base(
            "lint",
            "Look for what is seldom meant: jumps, rises after the warm-up, zero rates, long warm-ups, decays cut short, lengths in another unit. "
            + "Exit code 7 where there is more than notes.",
            new("anneal schedule lint wsd.yaml", "Before a long run"),
            new("anneal schedule lint 'warmup(3e-4, 2000) then cosine(3e-4, 3e-5, 500)'", "A warm-up that takes most of the run")) => Add(schedule);

    public override string Group => "schedule";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var findings = ScheduleLint.Of(ScheduleFile.ReadDocument(line.GetRequiredValue(schedule)));
        if (context.Json)
        {
            context.WriteJson("schedule lint", json => json.Objects("findings", findings, (item, finding) =>
            {
                item.WriteString("severity", Names.Kebab($"{finding.Severity}"));
                item.WriteString("kind", finding.Kind);
                item.WriteNumber("update", finding.Update);
                item.WriteString("sentence", finding.Sentence);
            }));
        }
        else if (findings.Count == 0)
        {
            context.Out.WriteLine("Nothing is odd about this schedule.");
        }
        else
        {
            context.Out.Write(new TextTable(
                ["severity", "update", "what"],
                findings.Select(finding => new[] { Names.Kebab($"{finding.Severity}"), Digits.Count(finding.Update), finding.Sentence })).ToText());
        }

        return findings.Any(finding => finding.Severity > Severity.Note) ? ExitCode.VerificationFailed : ExitCode.Ok;
    }
}
