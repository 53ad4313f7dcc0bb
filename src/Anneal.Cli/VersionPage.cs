using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Anneal.Cli;

/// <summary>What <c>--version</c> writes.</summary>
sealed class VersionPage : SynchronousCommandLineAction
{
    /// <summary>The version of the release, and the commit after a plus sign where it is known.</summary>
    public static string Full { get; } =
        typeof(VersionPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version of the release.</summary>
    public static string Release => Full.Split('+')[0];

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"anneal {Release}");
        return 0;
    }
}
