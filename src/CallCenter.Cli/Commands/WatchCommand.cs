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
        command.SetAction((parsed, token) =>
        {
            var run = new WatchRun(cli, ServerOption.Require(parsed), parsed.GetValue(minInterval), parsed.GetValue(count) ?? int.MaxValue);
            return run.RunAsync(selector.Read(parsed), parsed.GetValue(output) == OutputFormat.Table, parsed.GetValue(full), token);
        });
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class WatchRun(CliContext cli, string server, TimeSpan? minInterval, int countMax)
    {
        private CallCenterException? _neverReached;
        private bool _isReached;
        private bool _isLost;

        public async Task<int> RunAsync(Selector selector, bool isTable, bool isFull, CancellationToken token)
        {
            using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
            var options = new WatchOptions
            {
                MinInterval = minInterval,
                TimeProvider = cli.TimeProvider,
                OnDisconnected = failure => Tell(failure, stop),
            };
            try
            {
                if (countMax <= 0)
                    return ExitCode.Ok;
                else if (isTable)
                    await ShowAsync(watcher, selector, options, stop.Token);
                else
                    await PrintAsync(Messages(watcher, selector, options, isFull, stop.Token));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            return _neverReached is null ? ExitCode.Ok : throw _neverReached;
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

        private async Task ShowAsync(KpiWatcher watcher, Selector selector, WatchOptions options, CancellationToken token)
        {
            BoardTable table = await BoardTable.ReadAsync(watcher, cli, server, token);
            await LiveBoard.ShowAsync(cli.OutConsole, table, selector, Boards());

            async IAsyncEnumerable<KpiBoard> Boards()
            {
                int count = 0;
                await foreach (KpiBoard board in watcher.WatchAsync(selector, options, token))
                {
                    (_isReached, _isLost) = (true, true); // The table tells a loss itself.
                    yield return board;
                    if (!board.IsStale && ++count >= countMax)
                        yield break;
                }
            }
        }

        private async Task PrintAsync(IAsyncEnumerable<IMessage> messages)
        {
            int count = 0;
            await foreach (IMessage message in messages)
            {
                _isReached = true;
                _isLost = false;
                await cli.Out.WriteLineAsync(JsonText.Line(message));
                await cli.Out.FlushAsync();
                if (++count >= countMax)
                    return;
            }
        }

        /// <summary>A lost server may come back; a server that was never reached has a wrong address.</summary>
        private void Tell(CallCenterException failure, CancellationTokenSource stop)
        {
            if (!_isReached)
            {
                _neverReached = failure;
                stop.Cancel();
            }
            else if (!_isLost)
            {
                _isLost = true; // Told once an outage.
                cli.Error.WriteLine($"ccg: {Failures.DescribeLoss(failure, server)}");
            }
        }
    }
}
