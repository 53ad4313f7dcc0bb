namespace Anneal.Cli;

enum ColorChoice
{
    Auto,
    Always,
    Never,
}

/// <summary>Whether a stream gets colours, and why.</summary>
readonly record struct ColorRule(bool On, string Reason)
{
    /// <summary>
    /// The flag decides; else NO_COLOR (no-color.org), then FORCE_COLOR and CLICOLOR_FORCE, then TERM=dumb and CLICOLOR=0,
    /// then whether the stream is a terminal.
    /// </summary>
    public static ColorRule For(ColorChoice choice, bool isTerminal, Func<string, string?> variable)
    {
        return choice switch
        {
            ColorChoice.Always => new(true, "--color always"),
            ColorChoice.Never => new(false, "--color never"),
            _ when !string.IsNullOrEmpty(variable("NO_COLOR")) => new(false, "NO_COLOR is set"),
            _ when IsForced("FORCE_COLOR") => new(true, "FORCE_COLOR is set"),
            _ when IsForced("CLICOLOR_FORCE") => new(true, "CLICOLOR_FORCE is set"),
            _ when variable("TERM") == "dumb" => new(false, "TERM is dumb"),
            _ when variable("CLICOLOR") == "0" => new(false, "CLICOLOR is 0"),
            _ => isTerminal ? new(true, "a terminal") : new(false, "not a terminal"),
        };

        bool IsForced(string name) => variable(name) is { Length: > 0 } value && value != "0";
    }
}
