namespace Anneal.Cli;

/// <summary>Wraps text in SGR codes, or leaves it as it is where colour is off.</summary>
readonly record struct Ansi(bool On)
{
    public string Bold(string text) => Wrap(text, 1);

    public string Dim(string text) => Wrap(text, 2);

    public string Red(string text) => Wrap(text, 31);

    public string Green(string text) => Wrap(text, 32);

    public string Yellow(string text) => Wrap(text, 33);

    public string Cyan(string text) => Wrap(text, 36);

    string Wrap(string text, int code) => On ? $"\e[{code}m{text}\e[0m" : text;
}
