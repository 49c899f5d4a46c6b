using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

/// <summary>What a session keeps for a sender that does not read.</summary>
public sealed class AckBoxTests
{
    [Fact]
    public async Task Unread_heartbeat_answers_are_merged_into_one()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        for (var i = 0; i < 1_000_000; i++) session.RepeatAck();
        Assert.Equal(0, (await session.AckAsync()).Committed.Value);
        session.Complete();
        Assert.Null(await session.NextAckAsync().InTime());
    }

    [Fact]
    public async Task Sender_that_does_not_read_its_acks_waits_although_all_is_durable()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { BatchEventsMax = 10, UnackedEventsMax = 10 });
        var session = await node.OpenAsync();
        await session.PostAsync(Feed.Arrivals(node.Now, 1, 10), CancellationToken.None).InTime();
        var notice = await session.NextAckAsync().InTime();
        var waiting = session.PostAsync(Feed.Arrivals(node.Now, 11, 11), CancellationToken.None).AsTask();
        Assert.Equal((10, false), (notice!.Committed.Value, waiting.IsCompleted));
        session.AckWritten(notice);
        await waiting.InTime();
        await session.AckedAsync(new Sequence(11));
    }

    [Fact]
    public async Task Unread_acks_are_merged_into_one()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        for (var i = 1; i <= 10; i++)
        {
            await session.PostAsync(Feed.From(i, Feed.RefusedAtTheDoor()), CancellationToken.None).InTime();
            while (await node.CountAsync("events_rejected") < i) await Task.Yield();
        }
        // The board knows a commit before its ack is added.
        session.Complete();
        await session.Completion.InTime();
        var notice = await session.AckAsync();
        Assert.Equal((10, 10), (notice.Committed.Value, notice.Rejections.Count));
    }

    [Fact]
    public async Task Broken_session_delivers_its_last_ack_first()
    {
        var box = new AckBox(Sequence.None);
        box.Repeat();
        box.Complete(new SessionEndedException(SessionEnd.MarkMoved, "Gone."));
        Assert.NotNull(await box.NextAsync().InTime());
        Assert.Equal(SessionEnd.MarkMoved, (await Assert.ThrowsAsync<SessionEndedException>(() => box.NextAsync().AsTask())).End);
    }
}
