using System.CommandLine;
using System.CommandLine.Help;
using Anneal.Cli.Lab;
using Anneal.Lab;

namespace Anneal.Cli;

/// <summary>The tree of commands: every <see cref="Verb"/> of the assembly and one for every study, under <c>anneal</c> or under its group.</summary>
static class CommandTree
{
    const string LabGroup = "lab";

    static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        [LabGroup] = "Run the theory's experiments: claims, measurements, figures.",
        ["schedule"] = "Look at, check, convert and export learning-rate schedules.",
    };

    /// <summary>The whole tree, or what a line can mean.</summary>
    /// <param name="options">The global options.</param>
    /// <param name="width">Of help.</param>
    /// <param name="line">The words typed. Studies are only made for lines that can mean one: they take longer to make than other verbs; null for all.</param>
    public static Command Build(GlobalOptions options, int width, IReadOnlyList<string>? line = null)
    {
        // Not a RootCommand, which would be called by the name of the executable: Anneal.Cli.
        var root = new Command("anneal", "From the logs of a few training runs to a forecast and a better learning-rate schedule.")
        {
            new HelpOption("--help", "-h", "-?") { Action = new HelpPage(width) },
            new VersionOption { Action = new VersionPage() },
        };
        options.AddTo(root);
        var studies = line is null || line.Contains(LabGroup, StringComparer.Ordinal) || line.Contains("completions", StringComparer.Ordinal);
        foreach (var verb in Verbs(studies)) GroupOf(root, verb).Add(verb);
        return root;
    }

    static IEnumerable<Verb> Verbs(bool studies) => typeof(Verb).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Verb)) && type.GetConstructor(Type.EmptyTypes) is not null)
        .Select(type => (Verb)Activator.CreateInstance(type)!)
        .Concat(studies ? Study.All.Select(study => new StudyVerb(study)) : [])
        .OrderBy(verb => verb.Name, StringComparer.Ordinal);

    static Command GroupOf(Command root, Verb verb)
    {
        if (verb.Group is not { } name) return root;
        var group = root.Subcommands.FirstOrDefault(command => command.Name == name);
        if (group is null) root.Add(group = new Command(name, Groups[name]));
        return group;
    }
}
