using CallCenter.ScriptedServer;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Client.Tests;

public sealed class ReconnectTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    private SourceBook Book => _server.Ingest.Source(Sending.Source);

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Events_whose_ack_was_lost_are_not_sent_again()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            talk.CommitQuietly((await talk.ReadAsync(eventCount: 5))!);
            throw Refusal.RetryAfter(TimeSpan.Zero, ErrorReason.ServerStopping, "The server is going down.");
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(Sending.Visits(5));

        Assert.Equal(Sending.Visits(5), Book.VisitIds);
        Assert.Equal((5, 0, 2), (sender.AckedCount, sender.DuplicateCount, _server.Ingest.HelloCount));
    }

    [Fact]
    public async Task Uncommitted_events_are_sent_again()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            EventBatch batch = (await talk.ReadAsync(eventCount: 5))!;
            talk.CommitQuietly(new EventBatch { FirstSequence = 1, Events = { batch.Events.Take(2) } });
            throw new RpcException(new Status(StatusCode.Unavailable, "The connection broke."));
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(Sending.Visits(9));

        Assert.Equal(Sending.Visits(9), Book.VisitIds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_breaks_each_event_counts_once_in_order(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 40; i++)
            _server.Ingest.Next(new UnluckyTalk(random.Next(4), random.Next(1, 60)).RunAsync);
        EventSenderOptions options = Sending.Options with { UnackedEventCountMax = 50, BatchEventCountMax = 7 };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await sender.SendAndFlushAsync(Sending.Visits(2000));

        Assert.Equal(Sending.Visits(2000), Book.VisitIds);
        Assert.Equal((2000, 0), (sender.AckedCount, sender.DuplicateCount));
    }

    [Fact]
    public async Task A_server_that_is_not_up_yet_is_tried_until_it_is()
    {
        await _server.StopAsync();
        var tried = new TaskCompletionSource<CallCenterException>();
        await using EventSender sender = EventSender.Connect(
            _server.Address, Sending.Options with { OnDisconnected = e => tried.TrySetResult(e) });
        await sender.SendAllAsync(Sending.Visits(3));

        CallCenterException failure = await tried.Task.WaitAsync(Waits.Limit);
        await _server.RestartAsync();
        await sender.FlushAsync().WaitAsync(Waits.Limit);

        Assert.Equal((StatusCode.Unavailable, "", true), (failure.StatusCode, failure.Reason, failure.Retryable));
        Assert.Equal(Sending.Visits(3), Book.VisitIds);
    }

    [Fact]
    public async Task A_server_that_restarts_gets_the_remaining_events()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);
        await sender.SendAndFlushAsync(["a", "b"]);

        await _server.StopAsync();
        await sender.SendAllAsync(["c", "d"]);
        await _server.RestartAsync();
        await sender.FlushAsync().WaitAsync(Waits.Limit);

        Assert.Equal(["a", "b", "c", "d"], Book.VisitIds);
    }

    [Fact]
    public async Task A_superseded_sender_stops_with_the_reason()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            throw Refusal.Of(StatusCode.Aborted, ErrorReason.SessionSuperseded, "Another adapter took over.", ("source", Sending.Source));
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(() => sender.Completion.WaitAsync(Waits.Limit));

        Assert.Equal(("SESSION_SUPERSEDED", StatusCode.Aborted, false), (failure.Reason, failure.StatusCode, failure.Retryable));
        Assert.Equal(("Another adapter took over.", "pbx"), (failure.Message, failure.Metadata["source"]));
        Assert.Same(failure, await Assert.ThrowsAsync<CallCenterException>(async () => await sender.SendAsync(Sending.Queued("v1"))));
        Assert.Equal(1, _server.Ingest.HelloCount);
    }

    // Such as Connect reports a killed server by, a proxy a server that is not there yet, and HTTP a wrong turn of either.
    [Theory]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task A_failure_without_a_reason_is_transport_and_the_sender_reconnects_whatever_its_code(StatusCode code)
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ReadAsync();
            throw new RpcException(new Status(code, "No."));
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(["v1"]);

        Assert.Equal(["v1"], Book.VisitIds);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, ErrorReason.BatchTooLarge)]
    [InlineData(StatusCode.Unavailable, ErrorReason.SessionSuperseded)]
    [InlineData(StatusCode.Unavailable, (ErrorReason)999)]
    public async Task A_reason_without_a_retry_fails_those_who_wait_whatever_its_code(StatusCode code, ErrorReason reason)
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ReadAsync();
            throw Refusal.Of(code, reason, "No.");
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(() => sender.SendAndFlushAsync(["v1"]));

        Assert.Equal((code, false), (failure.StatusCode, failure.Retryable));
    }

    [Fact]
    public async Task A_server_that_lost_acked_events_fails_a_sender_without_them()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);
        await sender.SendAndFlushAsync(Sending.Visits(5));

        await RestartWithAsync(committedCount: 3);

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(() => sender.Completion.WaitAsync(Waits.Limit));
        Assert.Equal((CallCenterException.CommittedWentBack, "3"), (failure.Reason, failure.Metadata["committedSequence"]));
    }

    [Fact]
    public async Task A_server_that_lost_acked_events_gets_them_again_from_a_sender_that_retains_them()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { RetainedEventCount = 2 });
        await sender.SendAndFlushAsync(Sending.Visits(5));

        await RestartWithAsync(committedCount: 3);
        await sender.SendAndFlushAsync(["v6"]);

        Assert.Equal(["v4", "v5", "v6"], Book.VisitIds.Skip(3));
    }

    [Fact]
    public async Task A_server_ahead_of_the_sender_fails_it()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);
        await sender.SendAndFlushAsync(Sending.Visits(2));

        await RestartWithAsync(committedCount: 9);

        CallCenterException failure = await Assert.ThrowsAsync<CallCenterException>(() => sender.Completion.WaitAsync(Waits.Limit));
        Assert.Equal(CallCenterException.CommittedAhead, failure.Reason);
    }

    [Fact]
    public async Task A_replay_continues_with_duplicates_after_a_break()
    {
        Book.SetCommitted(6);
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.CommitAsync((await talk.ReadAsync())!);
            throw new RpcException(new Status(StatusCode.Unavailable, "The connection broke."));
        });
        EventSenderOptions options = Sending.Options with { Numbering = Numbering.FromOne, BatchEventCountMax = 2 };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await sender.SendAndFlushAsync(Sending.Visits(8));

        Assert.Equal((8, 6, 8), (sender.AckedCount, sender.DuplicateCount, Book.CommittedSequence));
    }

    [Fact]
    public async Task Disposal_while_the_server_is_away_gives_up_unacked_events()
    {
        await _server.StopAsync();
        var tried = new TaskCompletionSource();
        EventSenderOptions options = Sending.Options with
        {
            BackOffMin = TimeSpan.FromDays(1),
            BackOffMax = TimeSpan.FromDays(1),
            OnDisconnected = _ => tried.TrySetResult(),
        };
        EventSender sender = EventSender.Connect(_server.Address, options);
        await sender.SendAsync(Sending.Queued("v1"));
        Task flushed = sender.FlushAsync();
        await tried.Task.WaitAsync(Waits.Limit);

        await sender.DisposeAsync().AsTask().WaitAsync(Waits.Limit);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => flushed);
    }

    private async Task RestartWithAsync(int committedCount)
    {
        await _server.StopAsync();
        Book.SetCommitted(committedCount);
        await _server.RestartAsync();
    }
}
