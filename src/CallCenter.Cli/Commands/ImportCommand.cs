using System.CommandLine;

namespace CallCenter.Cli.Commands;

/// <summary>ccg import: sends history that nobody followed, with its own times.</summary>
internal static class ImportCommand
{
    public static Command Create(CliContext cli) => new("import", "Sends history, with its own times. Stopped, it goes on when run again.")
    {
        CreateAsterisk(cli),
        CreateJsonLines(cli),
    };

    private static ExampleCommand CreateAsterisk(CliContext cli)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "queue_log files, plain or .gz, in any order.",
            Arity = ArgumentArity.OneOrMore,
        };
        var keepLive = new Option<bool>("--keep-live")
        {
            Description = "Leave what is live at the end of the files as it is: 'ccg connect asterisk' of the same source goes on. "
                + "Default: agents log out and open calls end as lost.",
        };
        var mapping = new MappingSettings();
        Option<string> source = SourceOption.Create("asterisk-history");
        Option<bool> dryRun = DryRun();
        var command = new ExampleCommand("asterisk",
            "Imports Asterisk's own queue_log. Agents are named as the log names them. What the source has counted already, by its time, "
                + "is not sent again, so files that have grown or were rotated may be given again.",
            "ccg import asterisk queue_log*",
            "ccg import asterisk queue_log* --dry-run",
            "ccg import asterisk queue_log* --encoding windows-1251 --wrap-up 20s",
            "ccg import asterisk queue_log.1 queue_log.2.gz --source pbx-london-history");
        command.Arguments.Add(files);
        command.Options.Add(source);
        command.Options.Add(keepLive);
        foreach (Option option in mapping.Options)
            command.Options.Add(option);
        command.Options.Add(dryRun);
        command.SetAction((parsed, token) =>
        {
            var import = new AsteriskImport(parsed.GetValue(files)!, mapping.Read(parsed), isKeptLive: parsed.GetValue(keepLive));
            var run = new ImportRun(cli, import, parsed.GetValue(source)!);
            return parsed.GetValue(dryRun) ? run.TryAsync() : run.RunAsync(ServerOption.Require(parsed), token);
        });
        return command;
    }

    private static ExampleCommand CreateJsonLines(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "Events as protobuf JSON, one a line." };
        Option<string> source = SourceOption.Create(assumed: null);
        Option<bool> dryRun = DryRun();
        var command = new ExampleCommand("jsonl",
            "Imports events from JSON lines. Lines that are none are skipped and told. The n-th event of a source is the n-th of its file: "
                + "run again it goes on behind what is counted.",
            "ccg import jsonl 2026-11.jsonl",
            "ccg import jsonl 2026-11.jsonl --dry-run",
            "ccg import jsonl 2026-11.jsonl --source chat-history");
        command.Arguments.Add(file);
        command.Options.Add(source);
        command.Options.Add(dryRun);
        command.SetAction((parsed, token) =>
        {
            string path = parsed.GetValue(file)!;
            var run = new ImportRun(cli, new JsonLinesImport(path), parsed.GetValue(source) ?? SourceOption.NameOf(path));
            return parsed.GetValue(dryRun) ? run.TryAsync() : run.RunAsync(ServerOption.Require(parsed), token);
        });
        return command;
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Read everything, say what would be sent, and send nothing." };
}
