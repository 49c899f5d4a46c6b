using CallCenter.Core.Kpis;
using CallCenter.Engine.Board;
using CallCenter.Engine.Limits;

namespace CallCenter.Engine.Tests;

public sealed class ViewFeedTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Change_is_published_at_the_next_tick_with_a_higher_revision()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting");
        var first = feed.State.Revision.Number;
        var next = feed.NextAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 2));
        node.Time.Advance(Tick);
        await next.InTime();
        Assert.Equal((first + 1, KpiValue.Count(2)), (feed.State.Revision.Number, feed.State.Rows[0].Values[0]));
    }

    [Fact]
    public async Task Change_right_after_an_evaluation_for_time_alone_is_published_at_the_next_tick()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        // Commits with it that the source is connected, which would come later by itself.
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        var feed = await OpenAsync(node, "contacts_waiting", TimeSpan.FromMilliseconds(100));
        // The first time for what opening the session changed.
        for (var i = 0; i < 2; i++)
        {
            var asOf = feed.State.AsOf;
            await node.PassUntilAsync(() => feed.State.AsOf > asOf, Tick);
        }
        var next = feed.NextAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 2, 2));
        node.Time.Advance(Tick);
        await next.InTime();
        Assert.Equal(KpiValue.Count(2), feed.State.Rows[0].Values[0]);
    }

    [Fact]
    public async Task Changes_are_published_at_the_interval_of_the_readers()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting", TimeSpan.FromMilliseconds(100));
        var published = new List<long>();
        foreach (var i in Enumerable.Range(1, 15))
        {
            await session.SendAsync(Feed.Arrivals(node.Now, i, i));
            node.Time.Advance(Tick);
            // Answered after the tick.
            await node.AskAsync(Selectors.Of("contacts_offered"));
            published.Add(feed.State.Rows[0].Values[0].A);
        }
        Assert.Equal([0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15], published);
    }

    [Fact]
    public async Task Newcomers_and_snapshots_do_not_change_when_the_other_readers_are_served()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting", TimeSpan.FromMilliseconds(100));
        var served = new List<long>();
        foreach (var i in Enumerable.Range(1, 15))
        {
            await session.SendAsync(Feed.Arrivals(node.Now, i, i));
            node.Time.Advance(Tick);
            await node.AskAsync(Selectors.Of("contacts_waiting"));
            await OpenAsync(node, "contacts_waiting", TimeSpan.FromMilliseconds(100));
            served.Add(feed.Paced.Rows[0].Values[0].A);
            Assert.Equal(KpiValue.Count(i), feed.State.Rows[0].Values[0]);
        }
        Assert.Equal([0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15], served);
    }

    [Fact]
    public async Task Revisions_only_grow_and_stay_while_nothing_changes()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting");
        var seen = new List<long> { feed.State.Revision.Number };
        foreach (var i in Enumerable.Range(1, 20))
        {
            var asOf = feed.State.AsOf;
            // Every second time only the clock goes on.
            if (i % 2 == 0) await session.SendAsync(Feed.Arrivals(node.Now, i / 2, i / 2));
            await node.PassUntilAsync(() => feed.State.AsOf > asOf, Tick);
            seen.Add(feed.State.Revision.Number);
        }
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(10, seen[^1] - seen[0]);
    }

    [Fact]
    public async Task Slow_reader_gets_the_newest_state_and_the_changes_since_its_own()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting", "queue");
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1", "sales"), Feed.Queued(node.Now, "v2", "support")));
        await TickAsync(node, feed);
        var mine = feed.State;
        foreach (var i in Enumerable.Range(3, 5))
        {
            await session.SendAsync(Feed.From(i, Feed.Queued(node.Now, $"v{i}", "sales")));
            await TickAsync(node, feed);
        }
        var changed = feed.State.Rows.Where(r => r.ChangedAt.Any(at => at > mine.Revision.Number)).ToList();
        Assert.Equal(["sales"], changed.Select(r => r.Labels[0]));
        Assert.Equal(KpiValue.Count(6), changed[0].Values[0]);
        Assert.Equal(KpiValue.Count(1), mine.Rows.Single(r => r.Labels[0] == "sales").Values[0]);
    }

    [Fact]
    public async Task Readers_of_one_selector_share_one_feed_until_some_time_after_the_last_one_closed_it()
    {
        await using var node = await ClockedNode.StartAsync();
        var (a, b) = (await OpenAsync(node, "contacts_waiting"), await OpenAsync(node, "contacts_waiting"));
        Assert.Same(a, b);
        await CloseAsync(node, a);
        await CloseAsync(node, a);
        await PassAsync(node, TimeSpan.FromSeconds(29));
        Assert.Same(a, await OpenAsync(node, "contacts_waiting"));
        await CloseAsync(node, a);
        await PassAsync(node, TimeSpan.FromSeconds(31));
        Assert.NotSame(a, await OpenAsync(node, "contacts_waiting"));
    }

    [Fact]
    public async Task Interval_is_that_of_the_fastest_reader_who_is_still_there()
    {
        await using var node = await ClockedNode.StartAsync();
        var (fast, slow) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        var feed = await OpenAsync(node, "contacts_waiting", slow);
        await OpenAsync(node, "contacts_waiting", fast);
        Assert.Equal(fast, feed.RefreshInterval);
        await node.Board.CloseAsync(feed, fast);
        await node.AskAsync(Selectors.Of("contacts_offered"));
        Assert.Equal(slow, feed.RefreshInterval);
    }

    [Fact]
    public async Task Group_that_appears_later_is_a_new_row()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var feed = await OpenAsync(node, "contacts_waiting", "queue");
        Assert.Empty(feed.State.Rows);
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1", "support"), Feed.Queued(node.Now, "v2", "sales")));
        await TickAsync(node, feed);
        Assert.Equal(["sales", "support"], feed.State.Rows.Select(r => r.Labels[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Selector_that_makes_too_many_groups_is_refused_with_the_numbers(bool subscribes)
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { Limits = new LimitSettings { GroupsMax = 2 } });
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1,
            Feed.Queued(node.Now, "v1", "a"), Feed.Queued(node.Now, "v2", "b"), Feed.Queued(node.Now, "v3", "c")));
        var refused = await Assert.ThrowsAsync<TooManyGroupsException>(
            () => subscribes ? OpenAsync(node, "contacts_waiting", "queue") : node.AskAsync(Selectors.Of("contacts_waiting", "queue")));
        Assert.Equal((3, 2), (refused.Count, refused.Max));
    }

    [Fact]
    public async Task Every_state_has_the_newest_event_time()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        Assert.Null((await node.AskAsync(Selectors.Of("contacts_waiting"))).Completeness.Newest);
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        Assert.Equal(node.Now, (await node.AskAsync(Selectors.Of("contacts_waiting"))).Completeness.Newest);
    }

    private static Task<ViewFeed> OpenAsync(ClockedNode node, string kpi, params string[] groupBy)
        => node.Board.OpenAsync(Selectors.Of(kpi, groupBy), TimeSpan.Zero, CancellationToken.None).InTime();

    private static Task<ViewFeed> OpenAsync(ClockedNode node, string kpi, TimeSpan intervalMin)
        => node.Board.OpenAsync(Selectors.Of(kpi), intervalMin, CancellationToken.None).InTime();

    private static Task CloseAsync(ClockedNode node, ViewFeed feed) => node.Board.CloseAsync(feed, TimeSpan.Zero).AsTask();

    // Answered after what was asked before, and after the tick.
    private static async Task PassAsync(ClockedNode node, TimeSpan time)
    {
        await node.AskAsync(Selectors.Of("contacts_offered"));
        node.Time.Advance(time);
        await node.AskAsync(Selectors.Of("contacts_offered"));
    }

    private static async Task TickAsync(ClockedNode node, ViewFeed feed)
    {
        var next = feed.NextAsync();
        node.Time.Advance(Tick);
        await next.InTime();
    }
}
