using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task Repeated_batch_is_acked_and_counted_once()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 3));
        var notices = await session.SendAsync(Feed.Arrivals(node.Now, 1, 3));
        Assert.Equal(3, notices.Sum(n => n.DuplicateCount));
        await node.AssertCountsAsync([3, 3], "contacts_offered", "events_duplicate");
    }

    [Fact]
    public async Task Overlapping_batch_is_counted_from_its_first_new_event()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 3));
        await session.SendAsync(Feed.Arrivals(node.Now, 2, 5));
        await node.AssertCountsAsync([5, 2], "contacts_offered", "events_duplicate");
    }

    [Fact]
    public async Task Missing_events_end_the_session_and_are_named()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 3));
        var end = await Assert.ThrowsAsync<SessionEndedException>(
            () => session.PostAsync(Feed.Arrivals(node.Now, 5, 6), CancellationToken.None).InTime());
        Assert.Equal((SessionEnd.SequenceGap, 4, 5), (end.End, end.Expected.Value, end.Received.Value));
    }

    [Fact]
    public async Task Newer_session_takes_over_the_source_and_continues_from_its_floor()
    {
        await using var node = await ClockedNode.StartAsync();
        var older = await node.OpenAsync();
        await older.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        var newer = await node.OpenAsync();
        Assert.Equal((1, true), (newer.Committed.Value, newer.IsFloorKnown));
        Assert.True(newer.Fence.Value > older.Fence.Value);
        Assert.Equal(SessionEnd.Superseded, (await older.EndAsync()).End);
        await Assert.ThrowsAsync<SessionEndedException>(
            () => older.PostAsync(Feed.Arrivals(node.Now, 2, 2), CancellationToken.None).InTime());
        await newer.SendAsync(Feed.From(2, Feed.Answered(node.Now, "v1")));
        await node.AssertCountsAsync([1, 0], "contacts_answered", "events_rejected");
    }

    [Fact]
    public async Task New_source_has_no_floor_and_starts_at_zero()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        Assert.Equal((0, false), (session.Committed.Value, session.IsFloorKnown));
    }

    [Fact]
    public async Task Rejected_events_are_acked_with_their_reasons()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var notices = await session.SendAsync(
            Feed.From(1, Feed.RefusedAtTheDoor(), Feed.Queued(node.Now, "v1"), Feed.Answered(node.Now, "v2")));
        var rejections = notices.SelectMany(n => n.Rejections).ToList();
        Assert.Equal([(1, null), (3, RefusalReason.TransitionRefused)], rejections.Select(r => (r.Sequence.Value, r.Rejection.Refused)));
        await node.AssertCountsAsync([1, 2], "events_counted", "events_rejected");
    }

    [Fact]
    public async Task Acked_events_are_in_the_next_snapshot()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        foreach (var i in Enumerable.Range(1, 50))
        {
            await session.SendAsync(Feed.Arrivals(node.Now, i, i));
            Assert.Equal(i, await node.CountAsync("contacts_offered"));
        }
    }

    [Fact]
    public async Task Completed_session_commits_all_its_events()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.PostAsync(Feed.Arrivals(node.Now, 1, 100), CancellationToken.None).InTime();
        session.Complete();
        await session.Completion.InTime();
        Assert.Equal(100, await node.CountAsync("contacts_offered"));
    }

    [Fact]
    public async Task Heartbeat_is_answered_with_the_committed_sequence()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 7));
        session.RepeatAck();
        Assert.Equal(7, (await session.AckAsync()).Committed.Value);
    }

    [Fact]
    public async Task Too_many_unacked_events_make_the_sender_wait()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { BatchEventsMax = 10, UnackedEventsMax = 10 });
        var session = await node.OpenAsync();
        node.Store.ShutGate();
        await session.PostAsync(Feed.Arrivals(node.Now, 1, 10), CancellationToken.None).InTime();
        await node.Store.Entered.InTime();
        var waiting = session.PostAsync(Feed.Arrivals(node.Now, 11, 11), CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        node.Store.OpenGate();
        await session.AckedAsync(new Sequence(10));
        await waiting.InTime();
        await session.AckedAsync(new Sequence(11));
        Assert.Equal(11, await node.CountAsync("contacts_offered"));
    }

    [Fact]
    public async Task Silence_ends_a_forgotten_visit()
    {
        var floor = new FloorOptions { SilentVisitMax = new SilenceLimits { Phone = TimeSpan.FromSeconds(30) } };
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { Floor = floor });
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        await node.PassUntilAsync(LostAsync(), TimeSpan.FromSeconds(1));
        await node.AssertCountsAsync([1, 0], "contacts_lost", "contacts_waiting");

        async Task LostAsync()
        {
            while (await node.CountAsync("contacts_lost") == 0) await Task.Yield();
        }
    }

    // The floor of then would number rows anew that the other node has made.
    [Fact]
    public async Task Source_does_not_continue_from_a_log_that_ends_before_its_mark()
    {
        await using var node = await ClockedNode.StartAsync();
        var pbx = new SourceId(TenantId.Default, "pbx");
        var mark = await node.Store.ClaimAsync(0, pbx, CancellationToken.None);
        var section = new SourceSection(pbx, mark.Fence, Sequence.None, new Sequence(2), 0, [new RowKey(RowKind.Source)], [], []);
        var step = new MarkStep(pbx, mark.Fence, section.From, section.To);
        await node.Store.CommitAsync(0, new LogCommit([step], BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)])),
            CancellationToken.None);

        node.Store.ReadsLag = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => node.OpenAsync());
        node.Store.ReadsLag = false;

        Assert.Equal(2, (await node.OpenAsync()).Committed.Value);
    }
}
