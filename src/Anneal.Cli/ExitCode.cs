namespace Anneal.Cli;

/// <summary>How a command ended, as scripts see it.</summary>
enum ExitCode
{
    Ok = 0,
    Failure = 1,
    Usage = 2,
    InvalidInput = 3,
    NotIdentified = 4,
    Infeasible = 5,
    Partial = 6,
    VerificationFailed = 7,
    Interrupted = 130,
}
