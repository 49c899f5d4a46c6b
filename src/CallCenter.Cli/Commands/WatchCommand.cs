using System.CommandLine;
using System.Runtime.CompilerServices;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Cli.Commands;

/// <summary>ccg watch: a table that stays in place on a terminal; elsewhere a line of JSON with every message of a subscription.</summary>
internal static class WatchCommand
{
    public static Command Create(CliContext cli)
    {
        var selector = new SelectorOptions();
        var full = new Option<bool>("--full") { Description = "JSON: print all values with every update, not only what changed." };
        var minInterval = new Option<TimeSpan?>("--min-interval")
        {
            Description = "The shortest time between two updates, 50ms to 1m. Default: the server's, 1s.",
            HelpName = "TIME",
            CustomParser = Parsing.Of<TimeSpan?>(text => DurationText.TryParse(text)
                ?? throw new FormatException($"'{text}' is not a time such as 5s")),
        };
        var count = new Option<int?>("--count", "-n") { Description = "End after so many changes. Default: never.", HelpName = "N" };
        var output = new Option<string>("--output", "-o")
        {
            Description = "How to print them. Default: a table in place on a terminal, else JSON lines.",
            DefaultValueFactory = _ => cli.OutIsTerminal ? OutputFormat.Table : OutputFormat.Json,
        };
        output.AcceptOnlyFromAmong(OutputFormat.Table, OutputFormat.Json);
        var command = new ExampleCommand("watch",
            "Shows KPIs whenever they change: as a table in place on a terminal, else as JSON lines. Ends with Ctrl-C.",
            "ccg watch --group-by queue",
            "ccg watch --group-by queue -o json",
            "ccg watch --kpi contacts_waiting,longest_wait --full | jq -c .snapshot.rows",
            "ccg watch --window interval:15m --min-interval 5s --count 10");
        selector.AddTo(command);
        command.Options.Add(full);
        command.Options.Add(minInterval);
        command.Options.Add(count);
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(
            cli, ServerOption.Require(parsed), selector.Read(parsed), parsed.GetValue(output) == OutputFormat.Table, parsed.GetValue(full),
            new WatchOptions { MinInterval = parsed.GetValue(minInterval), TimeProvider = cli.TimeProvider },
            parsed.GetValue(count) ?? int.MaxValue, token));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext cli, string server, Selector selector, bool isTable, bool isFull, WatchOptions options, int countMax,
        CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        var run = new StreamRun(cli, server, countMax);
        return await run.RunAsync((tell, stop) => isTable
            ? ShowAsync(
                cli, server, watcher, selector,
                run.Counted(watcher.WatchAsync(selector, options with { OnDisconnected = tell }, stop)), stop)
            : run.PrintAsync(Messages(watcher, selector, options with { OnDisconnected = tell }, isFull, stop)), token);
    }

    private static async IAsyncEnumerable<IMessage> Messages(
        KpiWatcher watcher, Selector selector, WatchOptions options, bool isFull,
        [EnumeratorCancellation] CancellationToken token)
    {
        if (isFull)
        {
            await foreach (KpiBoard board in watcher.WatchAsync(selector, options, token))
            {
                if (!board.IsStale)
                    yield return board.ToMessage();
            }
        }
        else
        {
            await foreach (SubscribeResponse message in watcher.SubscribeAsync(selector, options, token))
                yield return message;
        }
    }

    private static async Task ShowAsync(
        CliContext cli, string server, KpiWatcher watcher, Selector selector, IAsyncEnumerable<KpiBoard> boards, CancellationToken token)
    {
        BoardTable table = await BoardTable.ReadAsync(watcher, cli, server, token);
        await LiveBoard.ShowAsync(cli.OutConsole, table, selector, boards);
    }
}
