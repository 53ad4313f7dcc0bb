using System.Diagnostics;
using System.Text.Json;

namespace Anneal.Tests.Cli;

public sealed class CompletionsTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void The_shell_accepts_its_script(string shell)
    {
        Assert.SkipUnless(Exists(shell), $"There is no {shell} on this machine.");

        Assert.Equal("", Feed(shell, "-n", Script(shell)));
    }

    [Theory]
    [InlineData("anneal do", "doctor")]
    [InlineData("anneal sch", "schedule")]
    [InlineData("anneal schedule s", "show")]
    [InlineData("anneal schedule show --pl", "--plot")]
    [InlineData("anneal doctor --js", "--json")]
    [InlineData("anneal doctor --color ", "auto always never")]
    [InlineData("anneal --json completions z", "zsh")]
    [InlineData("anneal doctor --seed ", "")]
    public void Bash_completes_a_line(string line, string expected)
    {
        Assert.SkipUnless(Exists("bash"), "There is no bash on this machine.");
        var words = string.Join(' ', line.Split(' ').Select(word => $"'{word}'"));

        var completed = Feed("bash", "-s", $"""
            {Script("bash")}
            COMP_WORDS=({words}) COMP_CWORD={line.Split(' ').Length - 1}
            _anneal
            echo "{"${COMPREPLY[*]}"}"
            """);

        Assert.Equal(expected, completed.Trim());
    }

    [Fact]
    public void In_JSON_the_script_is_a_field()
    {
        using var json = JsonDocument.Parse(Invocation.Of("completions", "fish", "--json").Output);

        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(Script("fish"), json.RootElement.GetProperty("script").GetString());
    }

    [Fact]
    public void PowerShell_is_offered_every_command_with_balanced_quotes_and_braces()
    {
        var script = Script("pwsh");

        Assert.Contains("'doctor=", script, StringComparison.Ordinal);
        Assert.Equal(0, script.Count(c => c == '\'') % 2);
        Assert.Equal(script.Count(c => c == '{'), script.Count(c => c == '}'));
        Assert.Equal(script.Count(c => c == '('), script.Count(c => c == ')'));
    }

    static string Script(string shell) => Invocation.Of("completions", shell).Output;

    static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    // Standard output and errors of a shell that reads a script from its standard input.
    static string Feed(string shell, string flag, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, [flag])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
