using System.CommandLine;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg send: events from JSON lines, as new events of a source.</summary>
internal static class SendCommand
{
    public static Command Create(CliContext cli)
    {
        var file = new Argument<string>("FILE") { Description = "Events as protobuf JSON, one a line; - is standard input." };
        Option<string> source = SourceOption.Create("ccg");
        var command = new ExampleCommand("send", "Sends events and waits until they are counted.",
            "ccg send events.jsonl",
            """echo '{"occurredTime":"2026-03-02T09:00:00Z","visitQueued":{"visitId":"v1","queue":"sales"}}' | ccg send -""",
            "my-adapter | ccg send - --source pbx-london");
        command.Arguments.Add(file);
        command.Options.Add(source);
        command.SetAction((parsed, token) =>
        {
            var run = new Run(cli, parsed.GetValue(file)!, parsed.GetValue(source)!);
            return run.RunAsync(ServerOption.Require(parsed), token);
        });
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class Run(CliContext cli, string file, string source)
    {
        private readonly List<int> _lines = []; // Line of each event, by its place from 0.
        private readonly RejectionCounts _rejections = new();
        private readonly string _name = file == "-" ? "standard input" : file;
        private long? _before;

        public async Task<int> RunAsync(string server, CancellationToken token)
        {
            var options = new EventSenderOptions { Source = source, OnConnected = Note, OnRejected = Tell };
            SendProgress progress = await new SendRun(cli, server).RunAsync(options, FeedAsync, token);
            await cli.Out.WriteLineAsync(SendSummary.Of(progress));
            _rejections.Write(cli.Out);
            return progress.RejectedCount == 0 ? ExitCode.Ok : ExitCode.Failed;
        }

        private async Task FeedAsync(EventSender sender, CancellationToken token)
        {
            foreach ((int line, Event item) in Events())
            {
                lock (_lines)
                    _lines.Add(line);
                await sender.SendAsync(item, token);
            }
        }

        /// <summary>A file is validated whole before the first event; standard input may never end and is streamed.</summary>
        private IEnumerable<(int Line, Event Event)> Events()
        {
            if (file == "-")
                return JsonLines.Read(cli.In, _name);
            using StreamReader reader = File.OpenText(file);
            return [.. JsonLines.Read(reader, _name)];
        }

        private ValueTask<Event?> Note(Welcome welcome, CancellationToken token)
        {
            _before ??= welcome.CommittedSequence;
            return ValueTask.FromResult<Event?>(null);
        }

        private void Tell(RejectedEvent rejected)
        {
            _rejections.Add(rejected);
            int line;
            lock (_lines)
                line = _lines[(int)(rejected.Rejection.Sequence - _before!.Value - 1)];
            cli.Error.WriteLine($"{_name}:{line}: {rejected.Reason}: {SafeText.Escape(rejected.Rejection.Message)}");
        }
    }
}
