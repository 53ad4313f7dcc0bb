using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Anneal.Cli.Verbs;

/// <summary>Says what a report of a problem should hold: versions, processor, colours, logs in reach. Writes no file.</summary>
sealed class Doctor() : Verb(
    "doctor",
    "Say which versions, processor features, colours and logs are found; write nothing.",
    new("anneal doctor", "What a report of a problem should hold"),
    new("anneal doctor --json | jq .machine.vectorBits", "One fact, for a script"))
{
    static readonly string[] LogEndings = [".csv", ".jsonl", ".yaml", ".yml"];

    public override ExitCode Run(ParseResult line, CommandContext context)
    {
        var curves = context.Terminal.Variable("ANNEAL_CURVES");
        var sections = new Section[]
        {
            new("versions",
                ("anneal", VersionPage.Full),
                ("runtime", RuntimeInformation.FrameworkDescription),
                ("system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})")),
            new("machine",
                ("processors", Environment.ProcessorCount),
                ("vectorBits", Vector<byte>.Count * 8),
                ("vector512", Vector512.IsHardwareAccelerated),
                ("vector256", Vector256.IsHardwareAccelerated),
                ("memoryMiB", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20)),
            new("terminal",
                ("width", context.Width),
                ("outColor", Describe(context.OutColor)),
                ("errorColor", Describe(context.ErrorColor))),
            new("found",
                ("directory", Environment.CurrentDirectory),
                ("logs", LogsIn(Environment.CurrentDirectory)),
                ("ANNEAL_CURVES", string.IsNullOrEmpty(curves) ? "not set"
                    : Directory.Exists(curves) ? curves
                    : $"{curves} (no such directory)")),
        };
        if (context.Json) context.WriteJson(Name, json => WriteJson(json, sections));
        else WriteText(context, sections);
        return ExitCode.Ok;
    }

    static string Describe(ColorRule rule) => $"{(rule.On ? "on" : "off")} ({rule.Reason})";

    static int LogsIn(string directory) => Directory.EnumerateFiles(directory)
        .Count(file => LogEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));

    static void WriteText(CommandContext context, Section[] sections)
    {
        foreach (var section in sections)
        {
            context.Out.WriteLine(context.Ansi.Bold(section.Name));
            foreach (var (name, value) in section.Facts)
                context.Out.WriteLine($"  {name,-13} {(value is bool yes ? yes ? "yes" : "no" : value)}");
        }
    }

    static void WriteJson(System.Text.Json.Utf8JsonWriter json, Section[] sections)
    {
        foreach (var section in sections)
        {
            json.Object(section.Name, fields =>
            {
                foreach (var (name, value) in section.Facts)
                {
                    switch (value)
                    {
                        case bool yes: fields.WriteBoolean(name, yes); break;
                        case int or long: fields.WriteNumber(name, Convert.ToInt64(value, null)); break;
                        default: fields.WriteString(name, (string)value); break;
                    }
                }
            });
        }
    }

    readonly record struct Section(string Name, params (string Name, object Value)[] Facts);
}
