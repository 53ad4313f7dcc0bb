using System.CommandLine;
using Anneal.Lab;
using Anneal.Plotting;

namespace Anneal.Cli.Verbs;

/// <summary>What there is in the lab.</summary>
sealed class LabList() : Verb("list", "List the studies; with --json also their sources and parameters.", new Example("anneal lab list", "Names and titles"))
{
    public override string Group => "lab";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        if (context.Json)
        {
            context.WriteJson("lab list", json => json.Objects("studies", Study.All, static (item, study) =>
            {
                item.WriteString("name", study.Name);
                item.WriteString("title", study.Title);
                item.WriteString("question", study.Question);
                item.Strings("sources", study.Sources);
                item.Objects("parameters", study.Parameters, static (field, parameter) =>
                {
                    field.WriteString("name", parameter.Name);
                    field.WriteString("description", parameter.Description);
                });
            }));
            return ExitCode.Ok;
        }

        context.Out.Write(new TextTable(["study", "what it shows"], Study.All.Select(study => (string[])[study.Name, study.Title])).ToText());
        context.Out.WriteLine();
        context.Out.WriteLine("anneal lab NAME --help shows the parameters of one; anneal lab all --quick runs them all.");
        return ExitCode.Ok;
    }
}
