using CallCenter.Cli.Commands;

namespace CallCenter.Cli.Tests;

/// <summary>A command line, run in this process.</summary>
internal static class CommandRun
{
    /// <summary>Runs a command line in this process.</summary>
    public static async Task<Ended> ToEndAsync(
        string[] args, string input = "", TimeProvider? timeProvider = null, Dictionary<string, string>? variables = null)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var cli = new CliContext
        {
            In = new StringReader(input),
            Out = output,
            Error = error,
            TimeProvider = timeProvider ?? TimeProvider.System,
            Variable = name => variables?.GetValueOrDefault(name),
        };
        int code = await CommandLine.RunAsync(
            args,
            cli,
            HealthCommand.Create(cli),
            KeysCommand.Create(cli),
            ReplayCommand.Create(cli, AsteriskRecording.Create(), new Recording("jsonl", "JSON lines", JsonLines.ReadEvents)),
            SendCommand.Create(cli),
            DoctorCommand.Create(cli),
            CheckCommand.Create(cli),
            BackupCommand.CreateBackup(cli),
            BackupCommand.CreateRestore(cli),
            ImportCommand.Create(cli),
            SnapshotCommand.Create(cli),
            SeriesCommand.Create(cli),
            ReportCommand.Create(cli),
            WatchCommand.Create(cli),
            TopCommand.Create(cli),
            ExplainCommand.Create(cli),
            TargetsCommand.Create(cli),
            AlertsCommand.Create(cli),
            KpisCommand.Create(cli),
            SettingsCommand.Create(cli),
            ListCommand.Create(cli),
            CompletionCommand.Create(cli),
            ManCommand.Create(cli),
            ForgetCommand.Create(cli)).InTime();
        return new Ended(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}

/// <summary>How a run ended.</summary>
internal sealed record Ended(int Code, string Out, string Error);
