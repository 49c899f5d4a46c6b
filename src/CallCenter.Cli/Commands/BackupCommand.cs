using System.CommandLine;
using System.Globalization;
using CallCenter.Storage.Embedded;

namespace CallCenter.Cli.Commands;

/// <summary>ccg backup and ccg restore: copies of a data folder.</summary>
internal static class BackupCommand
{
    private const string OfRedis = "For Redis use its own copies: redis-cli --rdb FILE; see src/deploy/README.md.";

    /// <summary>Makes ccg backup.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command CreateBackup(CliContext cli)
    {
        Option<string> data = DataOption("The data folder, also of a server that runs. Default: data.");
        Option<string> file = FileOption("--to", "The copy to write; must not exist.");
        var command = new ExampleCommand("backup",
            $"Copies the data of the embedded store into one file, as of one commit, while the server runs. {OfRedis}",
            "ccg backup --to callcenter-2026-11-28.db",
            "ccg backup --data /var/lib/callcenter --to /backup/callcenter.db");
        command.Options.Add(data);
        command.Options.Add(file);
        command.SetAction(async (parsed, token) =>
        {
            long size = await Task.Run(() => DataCopy.Save(parsed.GetValue(data)!, parsed.GetValue(file)!), token);
            await cli.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{parsed.GetValue(file)}: {size / 1e6:0.0} MB, whole and checked"));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Makes ccg restore.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command CreateRestore(CliContext cli)
    {
        Option<string> data = DataOption("The data folder to make; must not hold data. Default: data.");
        Option<string> file = FileOption("--from", "The copy, as 'ccg backup' wrote it.");
        var command = new ExampleCommand("restore",
            "Puts a copy of the embedded store into an empty data folder. Adapters that retain newer events send them again; others "
                + $"are told. {OfRedis}",
            "ccg restore --from callcenter-2026-11-28.db --data data");
        command.Options.Add(data);
        command.Options.Add(file);
        command.SetAction(async (parsed, token) =>
        {
            await Task.Run(() => DataCopy.Restore(parsed.GetValue(file)!, parsed.GetValue(data)!), token);
            await cli.Out.WriteLineAsync($"{parsed.GetValue(data)} is ready; start the server with --data {parsed.GetValue(data)}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string> DataOption(string description)
        => new("--data") { Description = description, HelpName = "DIR", DefaultValueFactory = _ => "data" };

    private static Option<string> FileOption(string name, string description)
        => new(name) { Description = description, HelpName = "FILE", Required = true };
}
