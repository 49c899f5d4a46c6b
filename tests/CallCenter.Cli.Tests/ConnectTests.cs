using System.Text;
using CallCenter.Asterisk.Tests;
using CallCenter.Cli.Commands;
using CallCenter.ScriptedServer;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>connect against a recorded manager interface of a real Asterisk, and a server.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private const string Joined = "Event: QueueCallerJoin\r\nUniqueid: 1795324790.1\r\nQueue: sales\r\nPosition: 1\r\nCount: 1\r\n"
        + "Timestamp: 1795324790.000000\r\n\r\n";

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _error = new();
    private readonly StringWriter _output = new();
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_real_PBX_s_day_is_sent_with_the_totals_of_its_own_log()
    {
        byte[] recorded = Traces.Bytes("edge-1");
        await using var asterisk = new AmiServer(new AmiScene { Play = recorded[After("Event: FullyBooted", recorded)..] });

        Ended ended = await FollowAsync(asterisk, until: e =>
            e.AgentPresenceChanged is { Presence: Presence.Offline, Agent: "Local/1003@agents/n" } && e.OccurredTime.Seconds >= 1795325319);

        IReadOnlyList<Event> events = _server.Ingest.Source("asterisk").Events;
        var truth = Traces.Truth("edge-1").GetProperty("overall");
        Assert.Equal(truth.GetProperty("offered").GetInt32(), events.Count(e => e.VisitQueued is not null));
        Assert.Equal(truth.GetProperty("answered").GetInt32(), events.Count(e => e.VisitAnswered is not null));
        Assert.NotNull(events[0].FloorReport);
        Assert.Equal((0, $"acked {events.Count}, rejected 0, duplicate 0\n"), (ended.Code, ended.Out));
        string[] lines = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            $"ccg: following Asterisk at 127.0.0.1:{asterisk.Port}, sending to {_server.Address} as 'asterisk'; stop with Ctrl-C",
            lines[0]);
        // The recording's clock is not of today, and its list of queues is empty: both are told, once.
        Assert.All(lines[1..], line => Assert.Matches("^ccg: (Asterisk's clock is|there is no queue)", line));
    }

    [Fact]
    public async Task A_lost_Asterisk_is_reported_once_and_followed_again()
    {
        await using var asterisk = new AmiServer(Sound() with { IsCut = true }, Sound() with { Play = Encoding.UTF8.GetBytes(Joined) });

        Ended ended = await FollowAsync(asterisk, until: e => e.VisitQueued is not null);

        string[] lines = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("ccg: Asterisk closed the connection; trying again", lines[1]);
        Assert.Equal($"ccg: connected to Asterisk at 127.0.0.1:{asterisk.Port} again", lines[2]);
        Assert.Equal(2, _server.Ingest.Source("asterisk").Events.Count(e => e.FloorReport is not null));
    }

    [Fact]
    public async Task The_first_rejection_of_a_reason_is_shown_and_all_are_counted()
    {
        _server.Ingest.Refuses = e => e.VisitQueued is null ? null : ErrorReason.TransitionRefused;
        await using var asterisk = new AmiServer(
            Sound() with { Play = Encoding.UTF8.GetBytes(Joined + Joined.Replace("90.1", "90.2")) });

        Ended ended = await FollowAsync(asterisk, until: e => e.VisitQueued?.ContactId == "1795324790.2");

        Assert.Equal((0, "acked 3, rejected 2, duplicate 0\nrejected TRANSITION_REFUSED: 2\n"), (ended.Code, ended.Out));
        Assert.EndsWith("\nccg: an event was rejected: TRANSITION_REFUSED: It does not fit.\n", ended.Error);
        Assert.Equal(2, ended.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_source_that_another_program_takes_over_fails_the_command_though_nothing_happens()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.CommitAsync((await talk.ReadAsync())!);
            throw Refusal.Of(Grpc.Core.StatusCode.Aborted, ErrorReason.SessionSuperseded, "Another session took the source over.");
        });
        await using var asterisk = new AmiServer(new AmiScene());

        Ended ended = await CcgAsync(asterisk.Port);

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.EndsWith("\nccg: Another session took the source over; another program sends as the same source: "
            + "give this one its own with --source\n", ended.Error);
    }

    [Fact]
    public async Task Unacked_events_are_reported_at_the_stop()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ReadAsync();
            await _stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, talk.Gone);
        });
        await using var asterisk = new AmiServer(new AmiScene());

        Ended ended = await CcgAsync(asterisk.Port);

        Assert.Equal((1, "acked 0, rejected 0, duplicate 0\n"), (ended.Code, ended.Out));
        Assert.EndsWith($"\nccg: stopped before {_server.Address} had acked everything: what it lacks is not counted; "
            + "the next run's floor report tells it what is live\n", ended.Error);
    }

    [Fact]
    public async Task A_wrong_secret_fails_the_command()
    {
        await using var asterisk = new AmiServer(new AmiScene());

        Ended ended = await CcgAsync(asterisk.Port, secret: "guessed");

        Assert.Equal(
            new Ended(1, "", "ccg: Asterisk refused the login: Authentication failed. Check the user in manager.conf\n"), ended);
    }

    [Fact]
    public async Task A_missing_Asterisk_fails_the_command()
    {
        int port;
        await using (var asterisk = new AmiServer(new AmiScene()))
            port = asterisk.Port;

        Ended ended = await CcgAsync(port);

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.StartsWith($"ccg: No connection to the AMI at 127.0.0.1:{port}: ", ended.Error);
        Assert.EndsWith(". Check the address, and that manager.conf enables it\n", ended.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_the_command()
    {
        await using var asterisk = new AmiServer(new AmiScene());
        await _server.StopAsync();

        Ended ended = await CcgAsync(asterisk.Port);

        Assert.Equal(1, ended.Code);
        Assert.EndsWith("; start one with 'ccg serve', or name another with --server\n", ended.Error);
    }

    /// <summary>Runs until the server has counted this event, then stops as Ctrl-C does.</summary>
    // With a queue and the time of now: nothing to advise, however long the command runs.
    private static AmiScene Sound() => new()
    {
        Clock = FormattableString.Invariant($"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.000000"),
        Queues = "Event: QueueParams\r\nQueue: sales\r\nMax: 0\r\nStrategy: ringall\r\nCalls: 0\r\n\r\n",
    };

    private async Task<Ended> FollowAsync(AmiServer asterisk, Func<Event, bool> until)
    {
        Func<Event, ErrorReason?> refuses = _server.Ingest.Refuses;
        _server.Ingest.Refuses = e =>
        {
            if (until(e))
                _arrived.TrySetResult();
            return refuses(e);
        };
        Task<Ended> run = CcgAsync(asterisk.Port);
        await Task.WhenAny(_arrived.Task, run).WaitAsync(Waits.Limit);
        await _stop.CancelAsync();
        return await run;
    }

    private async Task<Ended> CcgAsync(int port, string secret = AmiServer.Secret)
    {
        var cli = new CliContext
        {
            In = TextReader.Null,
            Out = TextWriter.Synchronized(_output),
            Error = TextWriter.Synchronized(_error),
            Stop = _stop.Token,
            Variable = name => name == "CCG_AMI_SECRET" ? secret : null,
        };
        string[] args = ["connect", "asterisk", $"127.0.0.1:{port}", "--user", "metrics", "--server", _server.Address];
        int code = await CommandLine.RunAsync(args, cli, ConnectCommand.Create(cli)).WaitAsync(Waits.Limit);
        return new Ended(code, _output.ToString().ReplaceLineEndings("\n"), _error.ToString().ReplaceLineEndings("\n"));
    }

    private static int After(string block, byte[] bytes)
    {
        int start = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(block));
        return start + bytes.AsSpan(start).IndexOf("\r\n\r\n"u8) + 4;
    }
}
