using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>Parses a command line, runs its command, and turns every outcome into a line of text and an exit code.</summary>
internal static class CommandLine
{
    private const string Description = """
        Sends call-centre events to a CallCenterGrpc server and reads its KPIs.

        Exit codes: 0 done, 1 failed, 2 wrong command line. The server is named by --server or CCG_SERVER.
        """;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="cli">The world it runs in.</param>
    /// <param name="commands">The commands there are.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CliContext cli, params IEnumerable<Command> commands)
    {
        ParseResult parsed = Root(cli, commands).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return TellUsage(parsed, cli, OnOneLine(parsed.Errors[0].Message));
        var invocation = new InvocationConfiguration
        {
            Output = cli.Out,
            Error = cli.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Its own handling of Ctrl-C makes every end an exit with 130.
        };
        cli.CredentialFor = server => CredentialOptions.Read(parsed, cli, server);
        try
        {
            return await parsed.InvokeAsync(invocation, cli.Stop);
        }
        catch (UsageException e)
        {
            return TellUsage(parsed, cli, e.Message);
        }
        catch (IOException e) when (IsBrokenPipe(e))
        {
            return ExitCode.Ok; // Whoever read the output has what they wanted, as in "ccg watch | head -1".
        }
        catch (Exception e)
        {
            cli.Error.WriteLine($"ccg: {Failures.Describe(e, ServerOption.Of(parsed))}");
            return Failures.ExitCodeOf(e);
        }
        finally
        {
            Flush(cli);
        }
    }

    private static RootCommand Root(CliContext cli, IEnumerable<Command> commands)
    {
        var root = new RootCommand(Description) { ServerOption.Create(cli) };
        foreach (Option option in CredentialOptions.All)
            root.Options.Add(option);
        foreach (Command command in commands)
            root.Subcommands.Add(command);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }

    // The parser lists the allowed values on a line each.
    private static string OnOneLine(string error) => error.ReplaceLineEndings("\n")
        .Replace(":\n\t", ": ", StringComparison.Ordinal)
        .Replace("'\n\t'", "', '", StringComparison.Ordinal);

    private static int TellUsage(ParseResult parsed, CliContext cli, string what)
    {
        IEnumerable<string> names = parsed.CommandResult.Command is RootCommand ? [] : Names(parsed.CommandResult);
        cli.Error.WriteLine($"ccg: {SafeText.Escape(what).TrimEnd('.')}; see '{string.Join(' ', ["ccg", .. names, "--help"])}'");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Names(System.CommandLine.Parsing.SymbolResult? result)
    {
        Stack<string> names = [];
        for (; result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command; result = result.Parent)
            names.Push(command.Command.Name);
        return names;
    }

    private static void Flush(CliContext cli)
    {
        try
        {
            cli.Out.Flush();
        }
        catch (IOException e) when (IsBrokenPipe(e))
        {
        }
    }

    // On Unix the HResult of an IOException is the error number; 32 is EPIPE.
    private static bool IsBrokenPipe(IOException e) => !OperatingSystem.IsWindows() && e.HResult == 32;
}
