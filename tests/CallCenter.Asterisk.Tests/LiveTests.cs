using System.Text;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>The adapter over TCP against a small server that plays the recording edge-1.</summary>
public sealed class LiveTests
{
    private const string Statics = """
        Event: QueueParams
        Queue: support

        Event: QueueMember
        Queue: support
        Name: Nadia Kovač
        Location: Local/1013@agents/n
        Status: 1
        Paused: 0
        PausedReason:

        """;

    private const string Alice = """

        Event: QueueMember
        Queue: sales
        Name: Alice Berg
        Location: Local/1001@agents/n
        Status: 2
        InCall: 1
        Paused: 0
        PausedReason:

        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly byte[] Bytes = Traces.Bytes("edge-1");

    [Theory]
    [InlineData(AmiLogin.Challenge)]
    [InlineData(AmiLogin.Plain)]
    public async Task Recording_over_tcp_has_the_totals_of_queue_log(AmiLogin login)
    {
        await using var server = new AmiServer(new AmiScene { Queues = Statics, Play = Bytes[Booted()..] });
        TraceTests.AssertTotals("edge-1", await RunAsync(server, login));
    }

    [Fact]
    public async Task Cuts_during_a_conversation_and_during_a_wait_lose_nothing_and_keep_the_ids()
    {
        // Each cut is in the middle of a message; the next connection begins with the message after it.
        var talking = After("Timestamp: 1795324806.158305");
        var waiting = After("Timestamp: 1795324958.360146");
        await using var server = new AmiServer(
            new AmiScene { Queues = Statics, Play = Bytes[Booted()..talking], IsCut = true },
            new AmiScene
            {
                Queues = Statics + Alice,
                Uptime = 130,
                Clock = "1795324806.200000",
                IsCut = true,
                Play = Bytes[NextBlock(talking)..waiting],
                Status = """
                    Event: Status
                    Channel: Local/4930131002@callers-00000003;1
                    Uniqueid: 1795324802.4
                    BridgeID: 5d5e061a
                    Application: Queue
                    Data: sales,tT,,,60
                    Seconds: 4
                    Variable: MEMBERINTERFACE=Local/1001@agents/n

                    """,
            },
            new AmiScene
            {
                Uptime = 290,
                Clock = "1795324960.200000",
                Play = Bytes[NextBlock(waiting)..],
                Queues = Statics + """

                    Event: QueueEntry
                    Queue: sales
                    Position: 1
                    Uniqueid: 1795324957.30
                    Wait: 2

                    """,
            });
        var tally = await RunAsync(server);
        TraceTests.AssertTotals("edge-1", tally);
        Assert.Equal(
            ["", "1795324802.4/sales/1 Local/1001@agents/n", "1795324957.30/sales/1"],
            tally.Reports.Select(report => string.Join(',', report.Visits.Select(live => $"{live.Visit.VisitId} {live.Agent}".TrimEnd()))));
    }

    [Fact]
    public async Task Visits_that_ended_while_away_are_not_in_the_report_and_unknown_ones_are_taken_over()
    {
        await using var server = new AmiServer(
            new AmiScene { Play = Play.Bytes("1 QueueCallerJoin Uniqueid=c1 Queue=sales"), IsCut = true, Clock = "1700000000.0" },
            new AmiScene
            {
                Uptime = 200,
                Clock = "1700000100.0",
                Status = null,
                Queues = Alice + "\nEvent: QueueEntry\nQueue: sales\nUniqueid: c2\nWait: 40\n",
                Channels = """
                    Event: CoreShowChannel
                    Channel: SIP/line-1
                    Uniqueid: c3
                    Application: Queue
                    ApplicationData: sales
                    Duration: 00:01:30
                    BridgeId: b1

                    Event: CoreShowChannel
                    Channel: Local/1001@agents-0000000a;1
                    Uniqueid: a3
                    Application: AppQueue
                    ApplicationData: (Outgoing Line)
                    BridgeId: b1

                    """,
                Play = Play.Bytes("101 AgentComplete Uniqueid=c3 Queue=sales Interface=Local/1001@agents/n TalkTime=80 Reason=agent"),
            });
        var tally = await RunAsync(server, until: each => each.KindCase == Event.KindOneofCase.VisitEnded);
        Assert.Equal(
            ["c1/sales/1 lost", "c3/sales/1 completed_by_agent", "c2/sales/1 open_waiting"],
            tally.Visits.Select(visit => $"{visit.Id} {visit.Outcome}"));
        var taken = tally.Reports[^1].Visits.Single(live => live.Visit.VisitId == "c2/sales/1");
        Assert.InRange(taken.QueuedTime.Seconds, 1700000060, 1700000070);
    }

    [Fact]
    public async Task Restarted_process_has_lost_its_visits_though_the_uniqueids_come_again()
    {
        await using var server = new AmiServer(
            new AmiScene { Play = Play.Bytes("1 QueueCallerJoin Uniqueid=c1 Queue=sales"), IsCut = true, Clock = "1700000000.0" },
            new AmiScene { Uptime = 0, Clock = "1700000009.0", Play = Play.Bytes("10 QueueCallerJoin Uniqueid=c2 Queue=sales") });
        var tally = await RunAsync(server, until: each => each.VisitQueued?.ContactId == "c2");
        Assert.Equal(["c1/sales/1 lost", "c2/sales/1 open_waiting"], tally.Visits.Select(visit => $"{visit.Id} {visit.Outcome}"));
    }

    [Fact]
    public async Task Members_are_compared_again_and_again_since_they_change_without_events()
    {
        await using var server = new AmiServer(new AmiScene { Queues = Statics, QueuesLater = Statics + Alice });
        var tally = await RunAsync(server, until: IsAliceIn, reconcileInterval: TimeSpan.FromMilliseconds(10));
        Assert.Single(tally.Reports);
    }

    [Fact]
    public async Task Members_are_compared_after_a_reload()
    {
        await using var server = new AmiServer(
            new AmiScene { Queues = Statics, QueuesLater = Statics + Alice, Play = Play.Bytes("1 Reload Module=app_queue.so Status=0") });
        var tally = await RunAsync(server, until: IsAliceIn);
        Assert.Single(tally.Reports);
    }

    [Fact]
    public async Task User_without_class_system_gets_a_report_too()
    {
        await using var server = new AmiServer(new AmiScene { SaysBooted = false, Queues = Statics });
        var tally = await RunAsync(server, until: each => each.KindCase == Event.KindOneofCase.FloorReport);
        Assert.Equal("Local/1013@agents/n", Assert.Single(Assert.Single(tally.Reports).Agents).Agent);
    }

    [Fact]
    public async Task Asterisk_that_answers_no_ping_is_left_and_found_again()
    {
        await using var server = new AmiServer(new AmiScene { Clock = null, SaysBooted = false }, new AmiScene { Queues = Statics });
        var tally = await RunAsync(server, until: each => each.FloorReport is not null, pingInterval: TimeSpan.FromMilliseconds(50));
        Assert.Single(tally.Reports);
    }

    [Fact]
    public async Task Wrong_secret_is_refused_with_a_sentence_that_says_where_to_look()
    {
        await using var server = new AmiServer(new AmiScene());
        var options = new AsteriskOptions { Host = "127.0.0.1", Port = server.Port, Username = "metrics", Secret = "guess" };
        var exception = await Assert.ThrowsAsync<AmiConnectionException>(
            () => AmiConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None).WaitAsync(Limit));
        Assert.Equal("Asterisk refused the login: Authentication failed. Check the user in manager.conf.", exception.Message);
    }

    [Fact]
    public async Task Reader_that_falls_too_far_behind_gives_the_connection_up_and_not_the_memory()
    {
        await using var server = new AmiServer(new AmiScene { Play = Bytes });
        var options = new AsteriskOptions { Host = "127.0.0.1", Port = server.Port, Secret = AmiServer.Secret, BufferedMessagesMax = 100 };
        await using var connection = await AmiConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None).WaitAsync(Limit);
        await connection.SendAsync(new AmiAction("Status"), "1", CancellationToken.None).WaitAsync(Limit);
        var exception = await Assert.ThrowsAsync<AmiConnectionException>(() => CountAsync(connection).WaitAsync(Limit));
        Assert.StartsWith("100 messages wait", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_send_throws_ends_the_run()
    {
        await using var server = new AmiServer(new AmiScene { Queues = Statics });
        var run = Adapter(server).RunAsync((_, _) => throw new InvalidOperationException("full"), CancellationToken.None);
        Assert.Equal("full", (await Assert.ThrowsAsync<InvalidOperationException>(() => run.WaitAsync(Limit))).Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void Pause_before_the_next_try_is_a_random_part_of_a_limit_that_doubles(int failures, int limitSeconds)
    {
        var random = new Random(1);
        var pauses = Enumerable.Range(0, 1000)
            .Select(_ => AsteriskAdapter.Pause(new AsteriskOptions(), failures, random).TotalSeconds).ToArray();
        Assert.InRange(pauses.Min(), 0, limitSeconds * 0.01);
        Assert.InRange(pauses.Max(), limitSeconds * 0.99, limitSeconds);
    }

    private static bool IsAliceIn(Event each) =>
        each.QueueMembershipChanged is { State: MembershipState.Joined, Agent: "Local/1001@agents/n" };

    private static AsteriskAdapter Adapter(
        AmiServer server, AmiLogin login = AmiLogin.Challenge, TimeSpan? pingInterval = null, TimeSpan? reconcileInterval = null) => new(
        new AsteriskOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Username = "metrics",
            Secret = AmiServer.Secret,
            Login = login,
            PauseMin = TimeSpan.FromMilliseconds(1),
            BootPatience = TimeSpan.FromMilliseconds(1),
            PingInterval = pingInterval ?? TimeSpan.FromSeconds(15),
            ReconcileInterval = reconcileInterval ?? TimeSpan.FromMinutes(1),
        },
        TimeProvider.System, new Random(1));

    /// <summary>Runs until the event that ends the test, by default the last member's leaving, the last of the recording.</summary>
    private static async Task<Tally> RunAsync(
        AmiServer server, AmiLogin login = AmiLogin.Challenge, Func<Event, bool>? until = null, TimeSpan? pingInterval = null,
        TimeSpan? reconcileInterval = null)
    {
        until ??= each => each.AgentPresenceChanged is { Presence: Presence.Offline } && each.OccurredTime.Seconds >= 1795325319
            && each.AgentPresenceChanged.Agent == "Local/1003@agents/n";
        using var stop = new CancellationTokenSource();
        var tally = new Tally();
        var run = Adapter(server, login, pingInterval, reconcileInterval).RunAsync((each, _) =>
        {
            tally.Add(each);
            if (until(each))
                stop.Cancel();
            return ValueTask.CompletedTask;
        }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Limit));
        return tally;
    }

    private static async Task<int> CountAsync(AmiConnection connection)
    {
        await connection.Arrivals.WaitToReadAsync();
        var count = 0;
        // Reading begins when all has been sent, or the buffer might never be full.
        await connection.Ended;
        await foreach (var _ in connection.Arrivals.ReadAllAsync())
            count++;
        return count;
    }

    private static int Booted() => NextBlock(Bytes.AsSpan().IndexOf("Event: FullyBooted"u8));

    private static int NextBlock(int position) => position + Bytes.AsSpan(position).IndexOf("\r\n\r\n"u8) + 4;

    private static int After(string text) => Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) + text.Length;
}
