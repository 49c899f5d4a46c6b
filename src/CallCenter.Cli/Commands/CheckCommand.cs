using System.CommandLine;
using CallCenter.Core.Identity;
using CallCenter.Server.Definitions;
using CallCenter.Server.Hosting;

namespace CallCenter.Cli.Commands;

/// <summary>ccg check: says what is wrong in a definitions file, or what it defines.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "The definitions file, as in 'ccg serve --definitions FILE'." };
        var command = new ExampleCommand("check",
            "Checks a definitions file (YAML) without a server: prints all errors, each with file, line, column and what would be right, "
                + "or what the file defines. Exit code 1 when it is wrong. A running server refuses a wrong file, too, and goes on with "
                + "the one before.",
            "ccg check definitions.yaml",
            "ccg check definitions.yaml && cp definitions.yaml /etc/callcenter/definitions.yaml")
        { file };
        command.SetAction(parsed => RunAsync(cli, parsed.GetValue(file)!));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string path)
    {
        DefinitionsCheck check = DefinitionsCheck.Run(path, new ServerOptions(), cli.TimeProvider);
        foreach (string error in check.Errors)
            await cli.Error.WriteLineAsync(SafeText.Escape(error));
        foreach (string line in check.Summary)
            await cli.Out.WriteLineAsync(SafeText.Escape(line));
        return check.Errors.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
