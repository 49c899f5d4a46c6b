using System.Collections.Concurrent;
using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Client.Tests;

public sealed class KpiWatcherTests : IAsyncLifetime
{
    private static readonly Selector Selector = new() { Kpis = { new KpiRef { Id = "contacts_offered" } }, GroupBy = { "queue" } };

    private static readonly WatchOptions Options = new() { BackOffMin = TimeSpan.Zero, BackOffMax = TimeSpan.FromMilliseconds(5) };

    private ScriptedPeer _server = null!;
    private KpiWatcher _watcher = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _watcher = new KpiWatcher(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _watcher.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_board_is_the_snapshot_with_all_updates_applied()
    {
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("billing", 1), ("sales", 2)));
            await talk.SayAsync(Said.Update(2, ("sales", 3)));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(2);

        Assert.Equal(["billing=1 sales=2", "billing=1 sales=3"], boards.Select(Said.Text));
        Assert.Equal([1, 2], boards.Select(b => b.AsOfTime.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task A_new_group_takes_its_place_in_the_order_of_labels()
    {
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("billing", 1), ("sales", 2)));
            await talk.SayAsync(Said.Update(2, ("chat", 7)));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(2);

        Assert.Equal(["billing=1 sales=2", "billing=1 chat=7 sales=2"], boards.Select(Said.Text));
    }

    [Fact]
    public async Task A_value_can_become_no_value()
    {
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("sales", 2)));
            await talk.SayAsync(Said.Update(2, ("sales", null)));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(2);

        Assert.Equal("sales=none", Said.Text(boards[1]));
    }

    [Fact]
    public async Task A_heartbeat_moves_the_instant_and_nothing_else()
    {
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("sales", 2)));
            await talk.SayAsync(Said.Heartbeat(6));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(2);

        Assert.Equal(("sales=2", 6L, false), (Said.Text(boards[1]), boards[1].AsOfTime.ToUnixTimeSeconds(), boards[1].IsStale));
    }

    [Fact]
    public async Task After_a_break_the_board_is_stale_and_the_stream_resumes_with_the_last_token()
    {
        ByteString? token = null;
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("sales", 2)));
            throw new RpcException(new Status(StatusCode.Unavailable, "The connection broke."));
        });
        _server.Kpis.Next(async talk =>
        {
            token = talk.Request.ResumeToken;
            await talk.SayAsync(Said.Update(2, ("sales", 3)));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(3);

        Assert.Equal(["sales=2", "sales=2", "sales=3"], boards.Select(Said.Text));
        Assert.Equal([false, true, false], boards.Select(b => b.IsStale));
        Assert.Equal("token 1", token?.ToStringUtf8());
    }

    [Fact]
    public async Task A_stream_ended_by_the_server_with_OK_is_opened_again()
    {
        _server.Kpis.Next(talk => talk.SayAsync(Said.Snapshot(1, ("sales", 2))));
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(9, ("sales", 5)));
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(3);

        Assert.Equal("sales=5", Said.Text(boards[2]));
    }

    [Fact]
    public async Task A_silent_server_makes_the_board_stale_and_then_the_stream_is_opened_again()
    {
        var failures = new ConcurrentQueue<CallCenterException>();
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("sales", 2)));
            await talk.UntilGoneAsync();
        });
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Heartbeat(2));
            await talk.UntilGoneAsync();
        });
        WatchOptions options = Options with
        {
            StaleAfter = TimeSpan.FromMilliseconds(300),
            SilenceMax = TimeSpan.FromMilliseconds(400),
            OnDisconnected = failures.Enqueue,
        };

        List<KpiBoard> boards = await WatchAsync(3, options);

        Assert.Equal([false, true, false], boards.Select(b => b.IsStale));
        Assert.Equal(["sales=2", "sales=2", "sales=2"], boards.Select(Said.Text));
        Assert.Single(failures);
    }

    [Fact]
    public async Task Removed_groups_leave_the_board_and_may_come_back_in_the_same_message()
    {
        SubscribeResponse removal = Said.Update(2, ("support", 7));
        removal.Update.RemovedGroups.Add(new GroupLabels { Labels = { "sales" } });
        removal.Update.RemovedGroups.Add(new GroupLabels { Labels = { "support" } });
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1, ("sales", 2), ("support", 3)));
            await talk.SayAsync(removal);
            await talk.UntilGoneAsync();
        });

        List<KpiBoard> boards = await WatchAsync(2);

        Assert.Equal(["sales=2 support=3", "support=7"], boards.Select(Said.Text));
    }

    [Theory]
    [MemberData(nameof(MessagesThatDoNotFit))]
    public async Task A_message_that_does_not_fit_leads_to_a_new_snapshot(string what, SubscribeResponse[] messages)
    {
        ByteString? token = null;
        _server.Kpis.Next(async talk =>
        {
            foreach (SubscribeResponse message in messages)
                await talk.SayAsync(message);
            await talk.UntilGoneAsync();
        });
        _server.Kpis.Next(async talk =>
        {
            token = talk.Request.ResumeToken;
            await talk.SayAsync(Said.Snapshot(9, ("sales", 5)));
            await talk.UntilGoneAsync();
        });

        KpiBoard board = (await WatchAsync(boards => boards[^1].AsOfTime.ToUnixTimeSeconds() == 9))[^1];

        Assert.True(Said.Text(board) == "sales=5" && token == ByteString.Empty, what);
    }

    public static TheoryData<string, SubscribeResponse[]> MessagesThatDoNotFit()
    {
        SubscribeResponse unknownColumn = Said.Update(2, ("sales", 3));
        unknownColumn.Update.Rows[0].Values[0].Column = 1;
        return new()
        {
            { "an update before any snapshot", [Said.Update(1, ("sales", 3))] },
            { "an update of a column that is not there", [Said.Snapshot(1, ("sales", 2)), unknownColumn] },
        };
    }

    [Fact]
    public async Task A_refused_selector_ends_the_watch_with_the_reason()
    {
        _server.Kpis.Next(_ => throw Refusal.Of(
            StatusCode.InvalidArgument, ErrorReason.SelectorInvalid, "There is no KPI 'x'.", ("field", "kpis[0].id"), ("value", "x")));

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(() => WatchAsync(1));

        Assert.Equal(("SELECTOR_INVALID", StatusCode.InvalidArgument, false), (failure.Reason, failure.StatusCode, failure.Retryable));
        Assert.Equal(("There is no KPI 'x'.", "kpis[0].id", "x"), (failure.Message, failure.Metadata["field"], failure.Metadata["value"]));
    }

    [Fact]
    public async Task The_minimum_interval_is_sent_with_the_request()
    {
        Duration? asked = null;
        _server.Kpis.Next(async talk =>
        {
            asked = talk.Request.MinInterval;
            await talk.SayAsync(Said.Snapshot(1));
            await talk.UntilGoneAsync();
        });

        await WatchAsync(1, Options with { MinInterval = TimeSpan.FromSeconds(5) });

        Assert.Equal(Duration.FromTimeSpan(TimeSpan.FromSeconds(5)), asked);
    }

    [Fact]
    public async Task The_caller_can_end_the_watch()
    {
        using var stop = new CancellationTokenSource();
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Said.Snapshot(1));
            await talk.UntilGoneAsync();
        });

        async Task WatchUntilStopped()
        {
            await foreach (KpiBoard _ in _watcher.WatchAsync(Selector, Options, stop.Token))
                await stop.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WatchUntilStopped().WaitAsync(Waits.Limit));
    }

    [Fact]
    public async Task A_snapshot_is_the_answer_of_the_server()
    {
        var answer = new GetSnapshotResponse
        {
            AsOfTime = new Timestamp { Seconds = 4 },
            Snapshot = Said.Snapshot(4, ("sales", 2)).Snapshot,
        };
        _server.Kpis.Snapshot = request => request.Selector.Equals(Selector) ? answer : throw new InvalidDataException();

        KpiBoard board = await _watcher.GetSnapshotAsync(Selector).WaitAsync(Waits.Limit);

        Assert.Equal(answer, board.ToMessage());
        Assert.Equal(2, board.Find("sales")?.Values[0].Count);
        Assert.Null(board.Find("billing"));
    }

    [Fact]
    public async Task A_failed_snapshot_has_a_reason()
    {
        _server.Kpis.Snapshot = _ => throw Refusal.RetryAfter(TimeSpan.FromSeconds(3), ErrorReason.ServerStopping, "Going down.");

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(
            () => _watcher.GetSnapshotAsync(Selector).WaitAsync(Waits.Limit));

        Assert.Equal(("SERVER_STOPPING", true, TimeSpan.FromSeconds(3)), (failure.Reason, failure.Retryable, failure.RetryDelay));
    }

    [Fact]
    public async Task Definitions_come_in_the_order_of_the_catalogue()
    {
        _server.Kpis.Definitions = [new KpiDefinition { Id = "b" }, new KpiDefinition { Id = "a" }];

        IReadOnlyList<KpiDefinition> definitions = await _watcher.ListKpisAsync().WaitAsync(Waits.Limit);

        Assert.Equal(["b", "a"], definitions.Select(d => d.Id));
    }

    [Fact]
    public async Task A_list_is_read_page_after_page_with_the_same_filter()
    {
        var asked = new List<ListAgentsRequest>();
        _server.Kpis.Agents = request =>
        {
            asked.Add(request);
            return request.PageToken == "2"
                ? new ListAgentsResponse { Agents = { new Agent { Agent_ = "cid" } } }
                : new ListAgentsResponse { Agents = { new Agent { Agent_ = "ann" }, new Agent { Agent_ = "bob" } }, NextPageToken = "2" };
        };

        List<string> agents = [];
        using var limit = new CancellationTokenSource(Waits.Limit);
        await foreach (Agent agent in _watcher.ListAgentsAsync(new ListAgentsRequest { Queue = "sales", PageSize = 2 }, limit.Token))
            agents.Add(agent.Agent_);

        Assert.Equal(["ann", "bob", "cid"], agents);
        Assert.Equal(
            [
                new ListAgentsRequest { Queue = "sales", PageSize = 2 },
                new ListAgentsRequest { Queue = "sales", PageSize = 2, PageToken = "2" },
            ],
            asked);
    }

    private Task<List<KpiBoard>> WatchAsync(int count, WatchOptions? options = null) => WatchAsync(b => b.Count == count, options);

    private async Task<List<KpiBoard>> WatchAsync(Predicate<List<KpiBoard>> isEnough, WatchOptions? options = null)
    {
        using var limit = new CancellationTokenSource(Waits.Limit);
        List<KpiBoard> boards = [];
        await foreach (KpiBoard board in _watcher.WatchAsync(Selector, options ?? Options, limit.Token))
        {
            boards.Add(board);
            if (isEnough(boards))
                break;
        }
        return boards;
    }
}
