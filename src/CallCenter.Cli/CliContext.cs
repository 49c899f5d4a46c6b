using CallCenter.Client;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>The environment of a command: streams, clock, variables, cancellation.</summary>
internal sealed record CliContext
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Cancels the command on Ctrl-C or a signal.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>What to show to a server; null for nothing. The command line sets it.</summary>
    public Func<string, CallCenterCredential?> CredentialFor { get; set; } = _ => null;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Standard error for bars and the like.</summary>
    public IAnsiConsole ErrorConsole => Console(Error, ErrorIsTerminal);

    /// <summary>Standard output for tables: as wide as the terminal, or as the table where there is none.</summary>
    public IAnsiConsole OutConsole => Console(Out, OutIsTerminal);

    private IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        bool isPlain = !isTerminal || !string.IsNullOrEmpty(Variable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = short.MaxValue; // A file or pipe has no width to break lines at.
        return console;
    }
}
