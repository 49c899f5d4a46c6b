using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

/// <summary>Events of senders that cannot number them.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task Event_with_a_known_id_is_a_duplicate_and_not_counted()
    {
        await using var node = await ClockedNode.StartAsync();
        var lanes = node.Lanes();
        var first = await PublishAsync(lanes, Feed.Queued(node.Now, "v1", eventId: "e1"));
        var again = await PublishAsync(lanes, Feed.Queued(node.Now, "v1", eventId: "e1"), Feed.Queued(node.Now, "v2", eventId: "e2"));
        Assert.Equal((0, 1, 0), (first.DuplicateCount, again.DuplicateCount, again.Rejections.Count));
        await node.AssertCountsAsync([2, 1], "contacts_offered", "events_duplicate");
    }

    [Fact]
    public async Task Event_id_is_known_after_a_restart_and_forgotten_after_ten_minutes()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
            await PublishAsync(node.Lanes(), Feed.Queued(node.Now, "v1", eventId: "e1"));
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path, now: ClockedNode.Start.AddMinutes(10)))
            Assert.Equal(1, await DuplicatesAsync(node, Feed.Queued(node.Now, "v2", eventId: "e1")));
        var later = ClockedNode.Start.AddMinutes(10).AddMilliseconds(1);
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path, now: later))
        {
            // Ten minutes by the source's clock as well.
            var lanes = node.Lanes();
            await PublishAsync(lanes, Feed.Queued(node.Now, "v2"));
            Assert.Equal(0, (await PublishAsync(lanes, Feed.Queued(node.Now, "v3", eventId: "e1"))).DuplicateCount);
        }
    }

    [Fact]
    public async Task Rejections_name_positions_within_their_own_call()
    {
        await using var node = await ClockedNode.StartAsync();
        var lanes = node.Lanes();
        await PublishAsync(lanes, Feed.Queued(node.Now, "v1"));
        var result = await PublishAsync(lanes, Feed.Queued(node.Now, "v2"), Feed.Queued(node.Now, "v1"), Feed.RefusedAtTheDoor());
        Assert.Equal([2, 3], result.Rejections.Select(r => r.Position));
    }

    [Fact]
    public async Task Concurrent_calls_are_all_counted()
    {
        await using var node = await ClockedNode.StartAsync();
        var lanes = node.Lanes();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PublishAsync(lanes, Feed.Queued(node.Now, $"v{i}")))).InTime();
        Assert.Equal(100, await node.CountAsync("contacts_offered"));
    }

    [Fact]
    public async Task Source_with_an_open_stream_cannot_be_published_to()
    {
        await using var node = await ClockedNode.StartAsync();
        await node.OpenAsync("web");
        var lanes = node.Lanes();
        await Assert.ThrowsAsync<SourceStreamingException>(() => PublishAsync(lanes, Feed.Queued(node.Now, "v1")));
    }

    [Fact]
    public async Task Stream_takes_over_a_published_source_and_the_lane_opens_again_after_it()
    {
        await using var node = await ClockedNode.StartAsync();
        var lanes = node.Lanes();
        await PublishAsync(lanes, Feed.Queued(node.Now, "v1"));
        var stream = await node.OpenAsync("web");
        await stream.SendAsync(Feed.From(stream.Committed.Next.Value, Feed.Answered(node.Now, "v1")));
        stream.Complete();
        await stream.Completion.InTime();
        await PublishAsync(lanes, Feed.Ended(node.Now, "v1"));
        Assert.Equal(1, await node.CountAsync("contacts_handled"));
    }

    [Fact]
    public async Task Failed_commit_is_reported_to_the_caller_and_the_next_call_works()
    {
        await using var node = await ClockedNode.StartAsync();
        var lanes = node.Lanes();
        node.Store.Trouble = () => CommitTrouble.NothingWritten;
        var failed = await Assert.ThrowsAsync<SessionEndedException>(() => PublishAsync(lanes, Feed.Queued(node.Now, "v1")));
        Assert.Equal(SessionEnd.StoreUnavailable, failed.End);
        node.Store.Trouble = () => CommitTrouble.None;
        await PublishAsync(lanes, Feed.Queued(node.Now, "v1"));
        Assert.Equal(1, await node.CountAsync("contacts_offered"));
    }

    private static async Task<int> DuplicatesAsync(ClockedNode node, IncomingEvent e)
        => (await PublishAsync(node.Lanes(), e)).DuplicateCount;

    private static Task<PublishResult> PublishAsync(PublishLanes lanes, params IReadOnlyList<IncomingEvent> events)
        => lanes.PublishAsync(new SourceId(TenantId.Default, "web"), events, CancellationToken.None).InTime();
}
