using Anneal.Cli;

namespace Anneal.Tests.Cli;

/// <summary>One run of the command line inside the test's process.</summary>
sealed record Invocation(ExitCode Exit, string Output, string Errors)
{
    public static Invocation Of(params string[] args) => Of(static terminal => terminal, args);

    public static Invocation Of(Func<Terminal, Terminal> adjust, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exit = App.Run(args, adjust(new Terminal(output, errors)));
        return new(exit, output.ToString(), errors.ToString());
    }

    /// <summary>A terminal in which the named variables are set.</summary>
    public static Terminal Terminal(TextWriter output, TextWriter errors, params (string Name, string Value)[] variables) =>
        new(output, errors) { Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value };
}
