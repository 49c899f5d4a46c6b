using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Client.Tests;

public sealed class EventSenderTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    private SourceBook Book => _server.Ingest.Source(Sending.Source);

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Events_are_counted_once_in_their_order()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(Sending.Visits(1234));

        Assert.Equal(Sending.Visits(1234), Book.VisitIds);
        Assert.Equal((1234, 0, 0, 1234), (sender.AckedCount, sender.RejectedCount, sender.DuplicateCount, sender.LastSequence));
    }

    [Fact]
    public async Task A_live_adapter_continues_after_the_committed_sequence()
    {
        Book.SetCommitted(7);
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(["a", "b"]);

        Assert.Equal(["a", "b"], Book.VisitIds.Skip(7));
        Assert.Equal((2, 9), (sender.AckedCount, sender.LastSequence));
    }

    [Fact]
    public async Task A_replay_from_one_learns_the_number_of_known_events()
    {
        Book.SetCommitted(3);
        EventSenderOptions options = Sending.Options with { Numbering = Numbering.FromOne, BatchEventCountMax = 2 };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await sender.SendAndFlushAsync(Sending.Visits(5));

        Assert.Equal(["v4", "v5"], Book.VisitIds.Skip(3));
        Assert.Equal((5, 3), (sender.AckedCount, sender.DuplicateCount));
    }

    [Fact]
    public async Task A_replay_shorter_than_the_committed_events_is_all_duplicates()
    {
        Book.SetCommitted(100);
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { Numbering = Numbering.FromOne });

        await sender.SendAndFlushAsync(Sending.Visits(40));

        Assert.Equal((40, 40, 100), (sender.AckedCount, sender.DuplicateCount, Book.CommittedSequence));
    }

    [Fact]
    public async Task The_limits_of_the_server_are_obeyed()
    {
        _server.Ingest.Limits = new IngestLimits { BatchEventCountMax = 3, UnackedEventCountMax = 5, MessageBytesMax = 1 << 20 };
        List<int> sizes = [];
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            while (await talk.ReadAsync() is { } batch)
            {
                sizes.Add(batch.Events.Count);
                await talk.CommitAsync(batch);
            }
        });
        await using (EventSender sender = EventSender.Connect(_server.Address, Sending.Options))
            await sender.SendAndFlushAsync(Sending.Visits(50));

        Assert.Equal((50, 3), (sizes.Sum(), sizes.Max()));
    }

    [Fact]
    public async Task Events_in_flight_stay_within_the_limit_of_the_server()
    {
        _server.Ingest.Limits = new IngestLimits { BatchEventCountMax = 100, UnackedEventCountMax = 5, MessageBytesMax = 1 << 20 };
        var first = new TaskCompletionSource<int>();
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            EventBatch batch = (await talk.ReadAsync(eventCount: 5))!;
            first.SetResult(batch.Events.Count);
            await talk.CommitAsync(batch);
            await talk.ServeAsync();
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options);

        await sender.SendAndFlushAsync(Sending.Visits(20));

        Assert.Equal(5, await first.Task.WaitAsync(Waits.Limit));
        Assert.Equal(Sending.Visits(20), Book.VisitIds);
    }

    [Fact]
    public async Task Batches_stay_within_the_byte_limit_of_the_server()
    {
        int eventBytes = Sending.Queued("v10").CalculateSize();
        int bytesMax = 10 * eventBytes;
        _server.Ingest.Limits = new IngestLimits { BatchEventCountMax = 100, UnackedEventCountMax = 100, MessageBytesMax = bytesMax };
        var largest = 0;
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            while (await talk.ReadAsync() is { } batch)
            {
                largest = Math.Max(largest, new IngestRequest { Events = batch }.CalculateSize());
                await talk.CommitAsync(batch);
            }
        });
        await using (EventSender sender = EventSender.Connect(_server.Address, Sending.Options))
            await sender.SendAndFlushAsync(Sending.Visits(60));

        Assert.InRange(largest, 2 * eventBytes, bytesMax);
    }

    [Fact]
    public async Task A_full_window_makes_the_caller_wait_until_there_is_an_ack()
    {
        var mayAck = new TaskCompletionSource();
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            EventBatch batch = (await talk.ReadAsync(eventCount: 3))!;
            await mayAck.Task;
            await talk.CommitAsync(batch);
            await talk.ServeAsync();
        });
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { UnackedEventCountMax = 3 });
        await sender.SendAllAsync(Sending.Visits(3));

        Task fourth = sender.SendAsync(Sending.Queued("v4")).AsTask();
        bool waited = !fourth.IsCompleted;
        mayAck.SetResult();
        await fourth.WaitAsync(Waits.Limit);
        await sender.FlushAsync().WaitAsync(Waits.Limit);

        Assert.True(waited);
        Assert.Equal(Sending.Visits(4), Book.VisitIds);
    }

    [Fact]
    public async Task A_caller_that_cancels_its_wait_has_not_sent()
    {
        await _server.StopAsync();
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { UnackedEventCountMax = 1 });
        await sender.SendAsync(Sending.Queued("v1"));
        using var impatient = new CancellationTokenSource();
        Task second = sender.SendAsync(Sending.Queued("v2"), impatient.Token).AsTask();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Waits.Limit));
        await _server.RestartAsync();
        await sender.FlushAsync().WaitAsync(Waits.Limit);
        Assert.Equal(["v1"], Book.VisitIds);
    }

    [Fact]
    public async Task A_rejected_event_is_reported_with_its_reason_and_the_stream_stays_open()
    {
        _server.Ingest.Refuses = e => e.VisitQueued.VisitId == "v2" ? ErrorReason.TransitionRefused : null;
        List<RejectedEvent> rejected = [];
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { OnRejected = rejected.Add });

        await sender.SendAndFlushAsync(Sending.Visits(3));

        RejectedEvent one = Assert.Single(rejected);
        Assert.Equal(("TRANSITION_REFUSED", 2L, "v2"), (one.Reason, one.Rejection.Sequence, one.Event?.VisitQueued.VisitId));
        Assert.Equal((3, 1, 1), (sender.AckedCount, sender.RejectedCount, _server.Ingest.HelloCount));
    }

    [Fact]
    public async Task A_flush_ends_after_its_rejections_are_reported()
    {
        _server.Ingest.Refuses = _ => ErrorReason.EventInvalid;
        var mayAck = new TaskCompletionSource();
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            EventBatch batch = (await talk.ReadAsync())!;
            await mayAck.Task;
            await talk.CommitAsync(batch);
            await talk.ServeAsync();
        });
        Task? flushed = null;
        bool? flushedBefore = null;
        EventSenderOptions options = Sending.Options with { OnRejected = _ => flushedBefore = flushed!.IsCompleted };
        await using EventSender sender = EventSender.Connect(_server.Address, options);
        await sender.SendAsync(Sending.Queued("v1"));
        flushed = sender.FlushAsync();

        mayAck.SetResult();
        await flushed.WaitAsync(Waits.Limit);

        Assert.False(flushedBefore);
    }

    [Fact]
    public async Task A_quiet_adapter_sends_heartbeats()
    {
        _server.Ingest.Limits = new IngestLimits { IdleMax = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(30)) };
        var alive = new TaskCompletionSource();
        EventSenderOptions options = Sending.Options with
        {
            OnProgress = _ =>
            {
                if (Book.HeartbeatCount >= 3)
                    alive.TrySetResult();
            },
        };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await alive.Task.WaitAsync(Waits.Limit);

        Assert.Equal(0, sender.AckedCount);
    }

    [Fact]
    public async Task Progress_counts_acked_events()
    {
        SendProgress last = default;
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { OnProgress = p => last = p });

        await sender.SendAllAsync(Sending.Visits(10));
        await sender.DisposeAsync();

        Assert.Equal(new SendProgress(10, 0, 0, 10), last);
    }

    [Fact]
    public async Task Disposal_before_the_first_connection_still_sends()
    {
        EventSender sender = EventSender.Connect(_server.Address, Sending.Options);
        await sender.SendAllAsync(Sending.Visits(10));

        await sender.DisposeAsync().AsTask().WaitAsync(Waits.Limit);

        Assert.Equal(Sending.Visits(10), Book.VisitIds);
    }

    [Fact]
    public async Task Disposal_closes_the_stream_after_the_events_in_flight()
    {
        var ended = new TaskCompletionSource<bool>();
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ServeAsync();
            ended.SetResult(talk.Gone.IsCancellationRequested);
        });
        EventSender sender = EventSender.Connect(_server.Address, Sending.Options);
        await sender.SendAndFlushAsync(["v1"]);
        await sender.SendAsync(Sending.Queued("v2"));

        await sender.DisposeAsync().AsTask().WaitAsync(Waits.Limit);

        Assert.False(await ended.Task.WaitAsync(Waits.Limit));
        Assert.Equal(["v1", "v2"], Book.VisitIds);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await sender.SendAsync(Sending.Queued("v3")));
    }
}
