using System.CommandLine;
using System.Globalization;
using Anneal.Lab;

namespace Anneal.Cli.Lab;

/// <summary>One study of the lab as a command: its parameters are options.</summary>
sealed class StudyVerb : Verb
{
    readonly Study study;
    readonly LabOptions lab = new();
    readonly List<(StudyParameter Parameter, Option<string?> Option)> parameters = [];

    public StudyVerb(Study study)
        : base(study.Name, $"{study.Title}. {study.Question}", ExamplesOf(study))
    {
        this.study = study;
        foreach (var parameter in study.Parameters)
        {
            var option = new Option<string?>($"--{parameter.Name}") { Description = Describe(parameter), HelpName = parameter.Shape };
            option.Validators.Add(result =>
            {
                if (result.Tokens is not [var token]) return;
                try
                {
                    parameter.Parse(token.Value);
                }
                catch (InputException wrong)
                {
                    result.AddError(wrong.Message);
                }
            });
            parameters.Add((parameter, option));
            Add(option);
        }

        lab.AddTo(this);
    }

    public override string Group => "lab";

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var given = parameters.Where(pair => line.GetValue(pair.Option) is not null).ToArray();
        var values = given.ToDictionary(pair => pair.Parameter.Name, pair => pair.Parameter.Parse(line.GetValue(pair.Option)!), StringComparer.Ordinal);
        StudyFolder.Prepare(line.GetValue(lab.Out)!);
        var folder = Path.Combine(line.GetValue(lab.Out)!, study.Name);
        StudyFolder.Prepare(folder);
        StudyContext work;
        StudyResult result;
        using (var progress = context.Progress(study.Name, "%"))
        {
            work = lab.ContextOf(study, line, context, values, progress.Shares(100));
            result = study.Run(work);
        }

        var command = lab.CommandOf(study.Name, line, context, given.Select(pair => $"--{pair.Parameter.Name} {Quoted(line.GetValue(pair.Option)!)}"));
        var files = StudyFolder.Write(folder, study, work, result, command);
        if (context.Json) context.WriteJson($"lab {study.Name}", json => StudyOutput.Write(json, study, work, result, files));
        else StudyOutput.Write(context, study, result, files);
        return StudyOutput.CodeOf(result);
    }

    static Example[] ExamplesOf(Study study) =>
    [
        new($"anneal lab {study.Name} --quick", "In seconds, on smaller sizes"),
        new($"anneal lab {study.Name} --out lab", $"In full; look at lab/{study.Name}/index.html"),
        .. study.Examples.Select(example => new Example($"anneal lab {study.Name} {example.Arguments}", example.Meaning)),
    ];

    static string Quoted(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || "._-+/:%,".Contains(c)) ? value : $"'{value}'";

    static string Describe(StudyParameter parameter)
    {
        var (full, quick) = (Text(parameter.DefaultOf(quick: false)), Text(parameter.DefaultOf(quick: true)));
        return (full, full == quick) switch
        {
            (null, _) => parameter.Description,
            (_, true) => $"{parameter.Description} Default: {full}.",
            _ => $"{parameter.Description} Default: {full}, quick {quick}.",
        };
    }

    static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
