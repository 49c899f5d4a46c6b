using CallCenter.Core.Identity;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Tests;

/// <summary>Sources without a word, on every node and after a restart.</summary>
public sealed class FeedStateTests
{
    [Fact]
    public async Task Source_without_a_word_is_silent_and_then_disconnected()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1")));
        var lastWord = node.Now;
        Assert.Empty(await TroubledAsync(node));

        node.Time.Advance(TimeSpan.FromSeconds(46));
        var silent = Assert.Single(await TroubledAsync(node));
        node.Time.Advance(TimeSpan.FromMinutes(2));
        var lost = Assert.Single(await TroubledAsync(node));

        Assert.Equal((FeedState.Silent, lastWord, lastWord), (silent.State, silent.Newest, silent.HeardAt));
        Assert.Equal(FeedState.Disconnected, lost.State);
    }

    [Fact]
    public async Task Quiet_source_with_heartbeats_is_connected()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1")));
        for (var i = 0; i < 4; i++)
        {
            node.Time.Advance(TimeSpan.FromSeconds(15));
            session.RepeatAck();
        }
        await node.PassUntilAsync(KnownAsync(node), TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Disconnected_source_is_known_after_a_restart()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
            await (await node.OpenAsync()).SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1")));

        await using var again = await ClockedNode.StartAsync(directory: folder.Path, now: ClockedNode.Start.AddHours(1));

        var feed = Assert.Single(await TroubledAsync(again));
        Assert.Equal((FeedState.Disconnected, Instant.FromDateTimeOffset(ClockedNode.Start)), (feed.State, feed.HeardAt));
    }

    [Fact]
    public async Task Sources_of_another_tenant_are_not_named()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.Sessions.OpenAsync(new SourceId(new TenantId("other"), "pbx"), CancellationToken.None).InTime();
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1")));
        session.Complete();
        await session.Completion.InTime();

        var completeness = (await node.AskAsync(Selectors.Of("contacts_offered"))).Completeness;

        Assert.Equal((null, 0), (completeness.Newest, completeness.Troubled.Count));
    }

    private static async Task KnownAsync(ClockedNode node)
    {
        while ((await TroubledAsync(node)).Count > 0) await Task.Yield();
    }

    private static async Task<IReadOnlyList<SourceFeed>> TroubledAsync(ClockedNode node)
        => (await node.AskAsync(Selectors.Of("contacts_offered"))).Completeness.Troubled;
}
