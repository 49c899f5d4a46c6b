using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg snapshot: the values of a selector now.</summary>
internal static class SnapshotCommand
{
    public static Command Create(CliContext cli)
    {
        var selector = new SelectorOptions();
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand("snapshot", "Prints KPIs as they are now.",
            "ccg snapshot",
            "ccg snapshot --group-by queue --window 30m",
            "ccg snapshot --kpi service_level.answered_only@20s,speed_of_answer:p90 --where queue=sales,support",
            "ccg snapshot --group-by queue,agent --window today@Europe/London -o csv > today.csv",
            "ccg snapshot --window interval:30m:previous@Asia/Kolkata -o json",
            "ccg snapshot --window today,hours=support/peak --group-by queue",
            "ccg snapshot --window since-login --group-by agent --kpi login_time,contacts_handled,occupancy",
            "ccg snapshot --kpi contacts_offered,contacts_offered~day,contacts_offered~week --window today",
            "ccg snapshot --window previous-week@Europe/London --group-by queue",
            "ccg snapshot --window 2026-11-29T08:00Z..2026-11-29T12:00Z");
        selector.AddTo(command);
        command.Options.Add(output);
        command.SetAction((parsed, token) =>
            RunAsync(cli, ServerOption.Require(parsed), selector.Read(parsed), parsed.GetValue(output)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, Selector selector, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        BoardTable? table = output == OutputFormat.Table ? await BoardTable.ReadAsync(watcher, cli, server, token) : null;
        KpiBoard board = await Answer.InTimeAsync(limit => watcher.GetSnapshotAsync(selector, limit), cli, server, token);
        return await OutputFormat.WriteAsync(cli, output, board.ToMessage,
            text => BoardCsv.Write(text, selector, board.Rows, board.AsOfTime),
            console => table!.Write(console, board, selector));
    }
}
