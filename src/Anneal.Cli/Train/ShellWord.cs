namespace Anneal.Cli.Train;

/// <summary>A path in a command that is shown to be typed.</summary>
static class ShellWord
{
    public static string Of(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;
}
