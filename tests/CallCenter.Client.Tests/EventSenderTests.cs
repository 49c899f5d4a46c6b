using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Client.Tests;

public sealed class EventSenderTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    private SourceBook Book => _server.Ingest.Source(Given.Source);

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Events_are_counted_once_in_the_order_they_were_given()
    {
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options);

        await sender.SendAndFlushAsync(Given.Visits(1234));

        Assert.Equal(Given.Visits(1234), Book.VisitIds);
        Assert.Equal((1234, 0, 0, 1234), (sender.AckedCount, sender.RejectedCount, sender.DuplicateCount, sender.LastSequence));
    }

    [Fact]
    public async Task A_live_adapter_goes_on_after_what_the_server_has()
    {
        Book.SetCommitted(7);
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options);

        await sender.SendAndFlushAsync(["a", "b"]);

        Assert.Equal(["a", "b"], Book.VisitIds.Skip(7));
        Assert.Equal((2, 9), (sender.AckedCount, sender.LastSequence));
    }

    [Fact]
    public async Task A_replay_from_one_is_told_how_many_the_server_had()
    {
        Book.SetCommitted(3);
        EventSenderOptions options = Given.Options with { Numbering = Numbering.FromOne, BatchEventCountMax = 2 };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await sender.SendAndFlushAsync(Given.Visits(5));

        Assert.Equal(["v4", "v5"], Book.VisitIds.Skip(3));
        Assert.Equal((5, 3), (sender.AckedCount, sender.DuplicateCount));
    }

    [Fact]
    public async Task A_replay_that_is_shorter_than_what_the_server_has_is_all_duplicates()
    {
        Book.SetCommitted(100);
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options with { Numbering = Numbering.FromOne });

        await sender.SendAndFlushAsync(Given.Visits(40));

        Assert.Equal((40, 40, 100), (sender.AckedCount, sender.DuplicateCount, Book.CommittedSequence));
    }

    [Fact]
    public async Task The_limits_that_the_server_tells_are_obeyed()
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
        await using (EventSender sender = EventSender.Connect(_server.Address, Given.Options))
            await sender.SendAndFlushAsync(Given.Visits(50));

        Assert.Equal((50, 3), (sizes.Sum(), sizes.Max()));
    }

    [Fact]
    public async Task No_more_events_are_under_way_than_the_server_allows()
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
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options);

        await sender.SendAndFlushAsync(Given.Visits(20));

        Assert.Equal(5, await first.Task.WaitAsync(Given.Limit));
        Assert.Equal(Given.Visits(20), Book.VisitIds);
    }

    [Fact]
    public async Task Batches_stay_below_the_bytes_that_the_server_allows()
    {
        int eventBytes = Given.Queued("v10").CalculateSize();
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
        await using (EventSender sender = EventSender.Connect(_server.Address, Given.Options))
            await sender.SendAndFlushAsync(Given.Visits(60));

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
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options with { UnackedEventCountMax = 3 });
        await sender.SendAllAsync(Given.Visits(3));

        Task fourth = sender.SendAsync(Given.Queued("v4")).AsTask();
        bool waited = !fourth.IsCompleted;
        mayAck.SetResult();
        await fourth.WaitAsync(Given.Limit);
        await sender.FlushAsync().WaitAsync(Given.Limit);

        Assert.True(waited);
        Assert.Equal(Given.Visits(4), Book.VisitIds);
    }

    [Fact]
    public async Task A_caller_who_gives_up_waiting_has_not_sent()
    {
        await _server.StopAsync();
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options with { UnackedEventCountMax = 1 });
        await sender.SendAsync(Given.Queued("v1"));
        using var impatient = new CancellationTokenSource();
        Task second = sender.SendAsync(Given.Queued("v2"), impatient.Token).AsTask();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Given.Limit));
        await _server.RestartAsync();
        await sender.FlushAsync().WaitAsync(Given.Limit);
        Assert.Equal(["v1"], Book.VisitIds);
    }

    [Fact]
    public async Task A_rejected_event_is_told_with_its_reason_and_the_stream_lives()
    {
        _server.Ingest.Refuses = e => e.VisitQueued.VisitId == "v2" ? ErrorReason.TransitionRefused : null;
        List<RejectedEvent> rejected = [];
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options with { OnRejected = rejected.Add });

        await sender.SendAndFlushAsync(Given.Visits(3));

        RejectedEvent one = Assert.Single(rejected);
        Assert.Equal(("TRANSITION_REFUSED", 2L, "v2"), (one.Reason, one.Rejection.Sequence, one.Event?.VisitQueued.VisitId));
        Assert.Equal((3, 1, 1), (sender.AckedCount, sender.RejectedCount, _server.Ingest.HelloCount));
    }

    [Fact]
    public async Task A_flush_ends_after_the_rejections_are_told()
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
        EventSenderOptions options = Given.Options with { OnRejected = _ => flushedBefore = flushed!.IsCompleted };
        await using EventSender sender = EventSender.Connect(_server.Address, options);
        await sender.SendAsync(Given.Queued("v1"));
        flushed = sender.FlushAsync();

        mayAck.SetResult();
        await flushed.WaitAsync(Given.Limit);

        Assert.False(flushedBefore);
    }

    [Fact]
    public async Task A_quiet_adapter_shows_that_it_is_alive()
    {
        _server.Ingest.Limits = new IngestLimits { IdleMax = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(30)) };
        var alive = new TaskCompletionSource();
        EventSenderOptions options = Given.Options with
        {
            OnProgress = _ =>
            {
                if (Book.HeartbeatCount >= 3)
                    alive.TrySetResult();
            },
        };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await alive.Task.WaitAsync(Given.Limit);

        Assert.Equal(0, sender.AckedCount);
    }

    [Fact]
    public async Task Progress_counts_what_was_acked()
    {
        SendProgress last = default;
        await using EventSender sender = EventSender.Connect(_server.Address, Given.Options with { OnProgress = p => last = p });

        await sender.SendAllAsync(Given.Visits(10));
        await sender.DisposeAsync();

        Assert.Equal(new SendProgress(10, 0, 0, 10), last);
    }

    [Fact]
    public async Task Disposing_before_there_is_a_connection_still_sends()
    {
        EventSender sender = EventSender.Connect(_server.Address, Given.Options);
        await sender.SendAllAsync(Given.Visits(10));

        await sender.DisposeAsync().AsTask().WaitAsync(Given.Limit);

        Assert.Equal(Given.Visits(10), Book.VisitIds);
    }

    [Fact]
    public async Task Disposing_closes_the_stream_after_what_is_under_way()
    {
        var ended = new TaskCompletionSource<bool>();
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ServeAsync();
            ended.SetResult(talk.Gone.IsCancellationRequested);
        });
        EventSender sender = EventSender.Connect(_server.Address, Given.Options);
        await sender.SendAndFlushAsync(["v1"]);
        await sender.SendAsync(Given.Queued("v2"));

        await sender.DisposeAsync().AsTask().WaitAsync(Given.Limit);

        Assert.False(await ended.Task.WaitAsync(Given.Limit));
        Assert.Equal(["v1", "v2"], Book.VisitIds);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await sender.SendAsync(Given.Queued("v3")));
    }
}
