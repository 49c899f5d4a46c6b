using System.CommandLine;

namespace CallCenter.Cli.Commands;

/// <summary>ccg man: the manual page, made of the commands themselves.</summary>
internal static class ManCommand
{
    public static Command Create(CliContext cli)
    {
        var command = new ExampleCommand("man", "Prints the manual page.",
            "ccg man | man -l -",
            "ccg man > /usr/local/share/man/man1/ccg.1");
        command.SetAction(async (parsed, _) =>
        {
            await cli.Out.WriteAsync(ManPage.Of(parsed.RootCommandResult.Command));
            return ExitCode.Ok;
        });
        return command;
    }
}
