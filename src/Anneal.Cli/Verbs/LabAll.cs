using System.CommandLine;
using Anneal.Cli.Lab;
using Anneal.Formats;
using Anneal.Lab;

namespace Anneal.Cli.Verbs;

/// <summary>Every study, and a page from which to browse them.</summary>
sealed class LabAll : Verb
{
    readonly LabOptions lab = new();

    public LabAll()
        : base(
            "all",
            "Run every study and write an index page. Stopped by Ctrl-C, it keeps the studies that are done.",
            new("anneal lab all --quick", "In a few minutes; look at anneal-lab/index.html"),
            new("anneal lab all --out lab", "In full")) => lab.AddTo(this);

    public override string Group => "lab";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var folder = line.GetValue(lab.Out)!;
        StudyFolder.Prepare(folder);
        var studies = Study.All;
        var results = new List<(Study Study, StudyResult Result)>();
        try
        {
            using var progress = context.Progress("the lab", "studies");
            foreach (var study in studies) results.Add((study, One(study, folder, line, context, new Share(progress, results.Count, studies.Count))));
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested && results.Count > 0)
        {
            var kept = WriteIndex(folder, results, studies, line, context);
            throw new CommandException(ExitCode.Interrupted, $"Interrupted: {results.Count} of {studies.Count} studies were done; {kept} lists them.");
        }

        var index = WriteIndex(folder, results, studies, line, context);
        var failed = results.Any(row => StudyOutput.CodeOf(row.Result) != ExitCode.Ok);
        if (context.Json) context.WriteJson("lab all", json =>
        {
            json.Objects("studies", results, static (item, row) =>
            {
                item.WriteString("name", row.Study.Name);
                item.WriteString("finding", row.Result.Finding);
                foreach (var verdict in Enum.GetValues<Verdict>())
                    item.WriteNumber(Names.Kebab(verdict.ToString()), row.Result.Claims.Count(claim => claim.Verdict == verdict));
            });
            json.WriteString("index", index);
        });
        else WriteText(context, results, index);
        return failed ? ExitCode.VerificationFailed : ExitCode.Ok;
    }

    StudyResult One(Study study, string folder, ParseResult line, CommandContext context, IProgress<double> progress)
    {
        var work = lab.ContextOf(study, line, context, values: null, progress);
        var result = study.Run(work);
        StudyFolder.Write(Path.Combine(folder, study.Name), study, work, result, lab.CommandOf(study.Name, line, context, []));
        return result;
    }

    string WriteIndex(string folder, List<(Study Study, StudyResult Result)> results, IReadOnlyList<Study> studies, ParseResult line, CommandContext context)
    {
        var path = Path.Combine(folder, "index.html");
        var missing = studies.Where(study => results.TrueForAll(row => row.Study != study)).ToArray();
        AtomicFile.WriteText(path, writer => writer.Write(LabIndex.Of(results, missing, lab.CommandOf("all", line, context, [])).ToHtml()));
        return path;
    }

    static void WriteText(CommandContext context, List<(Study Study, StudyResult Result)> results, string index)
    {
        context.Out.Write(LabIndex.Summary(results).ToText());
        foreach (var (study, result) in results)
        {
            foreach (var claim in result.Claims.Where(claim => claim.Verdict == Verdict.Failed))
                context.Out.WriteLine($"{study.Name}: {claim.Statement}: {Digits.Significant(claim.Measured, 6)}; {claim.Expected}");
        }

        context.Out.WriteLine($"Written: {context.Ansi.Bold(index)}");
    }

    sealed class Share(ProgressLine line, int done, int total) : IProgress<double>
    {
        public void Report(double value) => line.Report(done + value, total);
    }
}
