using System.CommandLine;

namespace CallCenter.Cli.Commands;

/// <summary>ccg connect: follows a PBX for as long as both run.</summary>
internal static class ConnectCommand
{
    public static Command Create(CliContext cli) =>
        new("connect", "Follows a PBX and sends what happens there, until Ctrl-C.") { CreateAsterisk(cli) };

    private static ExampleCommand CreateAsterisk(CliContext cli)
    {
        var settings = new AsteriskSettings(cli);
        Option<string> source = SourceOption.Create("asterisk");
        var command = new ExampleCommand("asterisk",
            "Follows an Asterisk over its manager interface (AMI), through breaks on either side, until Ctrl-C. The user in manager.conf "
                + "needs read = agent,call,system,dialplan and write = system,reporting; its general section timestampevents = yes.",
            "CCG_AMI_SECRET=… ccg connect asterisk --user metrics",
            "ccg connect asterisk pbx.example:5038 --user metrics --secret-file /etc/ccg/ami --source pbx-london",
            "ccg connect asterisk --user metrics --secret-file ami --check",
            "ccg connect asterisk --user metrics --secret-file ami --wrap-up 20s --wrap-up sales=45s --break-reason prayer");
        var check = new Option<bool>("--check")
        {
            Description = "Only look whether Asterisk gives what is needed, and say what is missing with the lines for manager.conf. "
                + "Exit code 0: nothing is missing.",
        };
        settings.AddTo(command);
        command.Options.Add(check);
        command.Options.Add(source);
        command.SetAction((parsed, token) =>
        {
            if (parsed.GetValue(check))
                return AsteriskCheckup.RunAsync(cli, settings.Read(parsed), token);
            var feed = new AsteriskFeed(cli, settings.Read(parsed), parsed.GetValue(source)!);
            return feed.RunAsync(ServerOption.Require(parsed), token);
        });
        return command;
    }
}
