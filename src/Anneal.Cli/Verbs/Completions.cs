using System.CommandLine;
using Anneal.Cli.Completion;

namespace Anneal.Cli.Verbs;

/// <summary>Writes a completion script made from the command tree.</summary>
sealed class Completions : Verb
{
    static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public Completions()
        : base(
            "completions",
            "Write a script that completes commands and options in a shell.",
            new("source <(anneal completions bash)", "In this shell, or as a line of ~/.bashrc"),
            new("anneal completions zsh > ~/.zfunc/_anneal", "A directory on fpath"),
            new("anneal completions fish > ~/.config/fish/completions/anneal.fish", "For good"),
            new("anneal completions pwsh | Out-String | Invoke-Expression", "As a line of $PROFILE"))
    {
        shell.CompletionSources.Add(Shells);
        Add(shell);
    }

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var nodes = CompletionNode.Of(line.RootCommandResult.Command);
        var name = line.GetRequiredValue(shell);
        using var script = new StringWriter { NewLine = "\n" };
        switch (name)
        {
            case "bash": BashScript.Write(nodes, script); break;
            case "zsh": ZshScript.Write(nodes, script); break;
            case "fish": FishScript.Write(nodes, script); break;
            case "pwsh": PowerShellScript.Write(nodes, script); break;
            case var other:
                throw new CommandException(
                    ExitCode.Usage, $"SHELL is {Sentence.List(Shells, "or")}, not {Names.Quote(other)}{Sentence.End(other, Shells)}");
        }

        if (!context.Json)
        {
            context.Out.Write(script);
            return ExitCode.Ok;
        }

        context.WriteJson(Name, json =>
        {
            json.WriteString("shell", name);
            json.WriteString("script", script.ToString());
        });
        return ExitCode.Ok;
    }
}
