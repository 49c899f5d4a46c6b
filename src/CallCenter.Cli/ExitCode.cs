namespace CallCenter.Cli;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The operation failed: no server, a bad file, a refusal.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;
}
