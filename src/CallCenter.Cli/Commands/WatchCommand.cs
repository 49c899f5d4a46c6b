using System.CommandLine;
using System.Runtime.CompilerServices;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Cli.Commands;

/// <summary>ccg watch: a line of JSON with every message of a subscription.</summary>
internal static class WatchCommand
{
    public static Command Create(CliContext cli)
    {
        var selector = new SelectorOptions();
        var full = new Option<bool>("--full") { Description = "Print all values with every update, not only what changed." };
        var minInterval = new Option<TimeSpan?>("--min-interval")
        {
            Description = "The shortest time between two updates, 50ms to 1m. Default: the server's, 1s.",
            HelpName = "TIME",
            CustomParser = Parsing.Of<TimeSpan?>(text => DurationText.TryParse(text)
                ?? throw new FormatException($"'{text}' is not a time such as 5s")),
        };
        var count = new Option<int?>("--count", "-n") { Description = "End after so many lines. Default: never.", HelpName = "N" };
        var command = new ExampleCommand("watch", "Prints KPIs whenever they change, as JSON lines. Ends with Ctrl-C.",
            "ccg watch --group-by queue",
            "ccg watch --kpi contacts_waiting,longest_wait --full | jq -c .snapshot.rows",
            "ccg watch --window interval:15m --min-interval 5s --count 10");
        selector.AddTo(command);
        command.Options.Add(full);
        command.Options.Add(minInterval);
        command.Options.Add(count);
        command.SetAction((parsed, token) =>
        {
            var run = new WatchRun(cli, ServerOption.Require(parsed), parsed.GetValue(minInterval));
            return run.RunAsync(selector.Read(parsed), parsed.GetValue(full), parsed.GetValue(count) ?? int.MaxValue, token);
        });
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class WatchRun(CliContext cli, string server, TimeSpan? minInterval)
    {
        private CallCenterException? _neverReached;
        private bool _isReached;
        private bool _isLost;

        public async Task<int> RunAsync(Selector selector, bool isFull, int countMax, CancellationToken token)
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
                await PrintAsync(Messages(watcher, selector, options, isFull, stop.Token), countMax);
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

        private async Task PrintAsync(IAsyncEnumerable<IMessage> messages, int countMax)
        {
            int count = 0;
            if (countMax <= 0)
                return;
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
