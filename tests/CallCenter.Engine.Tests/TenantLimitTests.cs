using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Limits;

namespace CallCenter.Engine.Tests;

/// <summary>A tenant or source at a limit is refused more, counted and shown, and leaves the others alone.</summary>
public sealed class TenantLimitTests
{
    private static readonly TenantId Acme = new("acme"), Other = new("other");

    [Fact]
    public async Task A_source_beyond_the_limit_is_refused_and_known_ones_and_other_tenants_are_served()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { SourcesMax = 2 }));
        await OpenAsync(node, Acme, "a");
        await OpenAsync(node, Acme, "b");

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => OpenAsync(node, Acme, "c"));

        Assert.Equal(("sources", 2, 2, "Engine:Limits:SourcesMax"), (refused.Limited, refused.Count, refused.Max, refused.Option));
        await OpenAsync(node, Acme, "a");
        await OpenAsync(node, Other, "c");
        Assert.Equal(node.Now, (await AskAsync(node, Acme, "contacts_offered")).Completeness.SourcesRefused);
        Assert.Null((await AskAsync(node, Other, "contacts_offered")).Completeness.SourcesRefused);
    }

    [Fact]
    public async Task Sources_of_before_a_restart_count()
    {
        using var folder = new DataFolder();
        var options = Limited(new LimitSettings { SourcesMax = 1 });
        await using (var node = await ClockedNode.StartAsync(options, folder.Path))
            await (await OpenAsync(node, Acme, "a")).SendAsync(Feed.From(1, Feed.Queued(node.Now, "v1")));

        await using var again = await ClockedNode.StartAsync(options, folder.Path);

        await Assert.ThrowsAsync<LimitExceededException>(() => OpenAsync(again, Acme, "b"));
        await OpenAsync(again, Acme, "a");
    }

    [Fact]
    public async Task Published_source_beyond_the_limit_is_refused()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { SourcesMax = 1 }));
        using var lanes = node.Lanes();
        await lanes.PublishAsync(new SourceId(Acme, "a"), [Feed.Queued(node.Now, "v1")], CancellationToken.None).InTime();

        await Assert.ThrowsAsync<LimitExceededException>(
            () => lanes.PublishAsync(new SourceId(Acme, "b"), [Feed.Queued(node.Now, "v1")], CancellationToken.None).InTime());
    }

    [Fact]
    public async Task Visits_beyond_the_tenants_limit_are_rejected_at_any_source_until_one_ends()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { VisitsMax = 2 }));
        var (a, b, other) = (await OpenAsync(node, Acme, "a"), await OpenAsync(node, Acme, "b"), await OpenAsync(node, Other, "a"));
        await SendAsync(node, a, 1, Feed.Queued(node.Now, "v1"));
        await SendAsync(node, b, 1, Feed.Queued(node.Now, "v1"));

        var rejection = Assert.Single(await SendAsync(node, b, 2, Feed.Queued(node.Now, "v2")));
        Assert.Empty(await SendAsync(node, other, 1, Feed.Queued(node.Now, "v1"), Feed.Queued(node.Now, "v2")));
        await SendAsync(node, a, 2, Feed.Ended(node.Now, "v1", VisitOutcome.Abandoned));
        Assert.Empty(await SendAsync(node, b, 3, Feed.Queued(node.Now, "v3")));

        Assert.Equal(RefusalReason.OverLimit, rejection.Refused);
        Assert.Equal(
            ("live visits of the tenant", "3", "2", "Engine:Limits:VisitsMax"),
            (rejection.Metadata["limited"], rejection.Metadata["count"], rejection.Metadata["max"], rejection.Metadata["option"]));
        await AssertShownAsync(node, "events_over_limit", "b", "tenant_visits");
    }

    [Fact]
    public async Task Visits_of_one_batch_stop_at_the_tenants_limit()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { VisitsMax = 3 }));
        await SendAsync(node, await OpenAsync(node, Acme, "a"), 1, Feed.Queued(node.Now, "v1"));

        var rejections = await SendAsync(
            node, await OpenAsync(node, Acme, "b"), 1, Enumerable.Range(1, 5).Select(i => Feed.Queued(node.Now, $"v{i}")));

        Assert.Equal(3, rejections.Count);
    }

    [Fact]
    public async Task Agents_beyond_the_tenants_limit_are_rejected_and_known_ones_are_not()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { AgentsMax = 2 }));
        var (a, b, other) = (await OpenAsync(node, Acme, "a"), await OpenAsync(node, Acme, "b"), await OpenAsync(node, Other, "a"));
        await SendAsync(node, a, 1, Feed.Available(node.Now, "ann"));
        await SendAsync(node, b, 1, Feed.Available(node.Now, "bob"));

        Assert.Single(await SendAsync(node, b, 2, Feed.Available(node.Now, "cid"), Feed.Available(node.Now, "bob")));
        Assert.Empty(await SendAsync(node, other, 1, Feed.Available(node.Now, "ann"), Feed.Available(node.Now, "bob")));

        await AssertShownAsync(node, "events_over_limit", "b", "tenant_agents");
    }

    [Fact]
    public async Task Rows_beyond_the_tenants_limit_count_without_dimensions()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { RowsMax = 4 }));
        var (a, b, other) = (await OpenAsync(node, Acme, "a"), await OpenAsync(node, Acme, "b"), await OpenAsync(node, Other, "a"));
        await SendAsync(node, a, 1, Feed.Queued(node.Now, "v1", "q1"));
        await SendAsync(node, b, 1, Feed.Queued(node.Now, "v1", "q1"));

        Assert.Empty(await SendAsync(node, b, 2, Feed.Queued(node.Now, "v2", "q2")));
        await SendAsync(node, other, 1, Feed.Queued(node.Now, "v1", "q1"), Feed.Queued(node.Now, "v2", "q2"));

        Assert.Equal(["", "q1"], (await AskAsync(node, Acme, "contacts_offered", "queue")).Rows.Select(r => r.Labels[0]));
        Assert.Equal(["q1", "q2"], (await AskAsync(node, Other, "contacts_offered", "queue")).Rows.Select(r => r.Labels[0]));
        await AssertShownAsync(node, "dimensions_dropped", "b", "tenant_rows");
    }

    [Fact]
    public async Task A_named_source_has_limits_of_its_own()
    {
        var own = new TenantOverrides { Sources = { ["a"] = new SourceOverrides { VisitsMax = 1 } } };
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { Tenants = { ["acme"] = own } }));
        IncomingEvent[] two = [Feed.Queued(node.Now, "v1"), Feed.Queued(node.Now, "v2")];

        var rejection = Assert.Single(await SendAsync(node, await OpenAsync(node, Acme, "a"), 1, two));

        Assert.Equal("Engine:Limits:Tenants:acme:Sources:a:VisitsMax", rejection.Metadata["option"]);
        Assert.Empty(await SendAsync(node, await OpenAsync(node, Acme, "b"), 1, two));
        Assert.Empty(await SendAsync(node, await OpenAsync(node, Other, "a"), 1, two));
    }

    [Fact]
    public async Task A_floor_report_that_adds_nothing_is_accepted_beyond_the_limit()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
            await SendAsync(node, await OpenAsync(node, Acme, "a"), 1, Feed.Queued(node.Now, "v1"), Feed.Queued(node.Now, "v2"));
        await using var lowered = await ClockedNode.StartAsync(Limited(new LimitSettings { VisitsMax = 1 }), folder.Path);
        var session = await OpenAsync(lowered, Acme, "a");

        Assert.Empty(await SendAsync(lowered, session, 3, Report(lowered.Now, "v1", "v2")));
        Assert.Single(await SendAsync(lowered, session, 4, Report(lowered.Now, "v1", "v2", "v3")));
    }

    [Fact]
    public async Task Watched_selectors_beyond_the_limit_are_refused_until_one_is_left()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { ViewsMax = 1 }));
        var first = await WatchAsync(node, Acme, "contacts_offered");
        await WatchAsync(node, Acme, "contacts_offered");

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => WatchAsync(node, Acme, "contacts_waiting"));

        Assert.Equal(("watched selectors", "Engine:Limits:ViewsMax"), (refused.Limited, refused.Option));
        await WatchAsync(node, Other, "contacts_waiting");
        await node.Board.CloseAsync(first, TimeSpan.Zero);
        await node.Board.CloseAsync(first, TimeSpan.Zero);
        await WatchAsync(node, Acme, "contacts_waiting");
    }

    [Fact]
    public async Task Subscriptions_beyond_the_limit_are_refused_until_one_ends()
    {
        var own = new TenantOverrides { SubscriptionsMax = 2 };
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { Tenants = { ["acme"] = own } }));
        var first = await WatchAsync(node, Acme, "contacts_offered");
        await WatchAsync(node, Acme, "contacts_waiting");

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => WatchAsync(node, Acme, "contacts_offered"));

        Assert.Equal(
            ("subscriptions", 2, 2, "Engine:Limits:Tenants:acme:SubscriptionsMax"),
            (refused.Limited, refused.Count, refused.Max, refused.Option));
        foreach (var _ in Enumerable.Range(0, 3)) await WatchAsync(node, Other, "contacts_offered");
        await node.Board.CloseAsync(first, TimeSpan.Zero);
        await WatchAsync(node, Acme, "contacts_offered");
    }

    [Fact]
    public async Task Groups_are_limited_by_tenant()
    {
        var own = new TenantOverrides { GroupsMax = 1 };
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { Tenants = { ["acme"] = own } }));
        IncomingEvent[] queues = [Feed.Queued(node.Now, "v1", "q1"), Feed.Queued(node.Now, "v2", "q2")];
        await SendAsync(node, await OpenAsync(node, Acme, "a"), 1, queues);
        await SendAsync(node, await OpenAsync(node, Other, "a"), 1, queues);

        await Assert.ThrowsAsync<TooManyGroupsException>(() => AskAsync(node, Acme, "contacts_offered", "queue"));

        Assert.Equal(2, (await AskAsync(node, Other, "contacts_offered", "queue")).Rows.Count);
        Assert.Contains("Engine:Limits:Tenants:acme:GroupsMax", Assert.Single(node.LimitLog.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_is_logged_once_a_minute_with_the_number_of_refusals()
    {
        await using var node = await ClockedNode.StartAsync(Limited(new LimitSettings { SourcesMax = 1, VisitsMax = 1 }));
        var session = await OpenAsync(node, Acme, "a");
        await SendAsync(node, session, 1, Feed.Queued(node.Now, "v1"));
        await SendAsync(node, session, 2, Feed.Queued(node.Now, "v2"));
        await SendAsync(node, session, 3, Feed.Queued(node.Now, "v3"), Feed.Queued(node.Now, "v4"));
        await Assert.ThrowsAsync<LimitExceededException>(() => OpenAsync(node, Acme, "b"));
        Assert.Equal(2, node.LimitLog.Lines.Count);

        node.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(node, session, 5, Feed.Queued(node.Now, "v5"));

        Assert.Equal(3, node.LimitLog.Lines.Count);
        Assert.Contains("tenant acme, source 'a': tenant_visits are at their limit of 1; 3 refused", node.LimitLog.Lines[^1],
            StringComparison.Ordinal);
    }

    private static EngineOptions Limited(LimitSettings limits) => ClockedNode.Options with { Limits = limits };

    private static Task<SourceSession> OpenAsync(ClockedNode node, TenantId tenant, string source)
        => node.OpenAsync(new SourceId(tenant, source));

    // The board has applied it afterwards, so that the next batch of another source counts with it.
    private static async Task<IReadOnlyList<EventRejection>> SendAsync(
        ClockedNode node, SourceSession session, long first, params IEnumerable<IncomingEvent> events)
    {
        var notices = await session.SendAsync(Feed.From(first, events));
        await AskAsync(node, Acme, "contacts_offered");
        return [.. notices.SelectMany(n => n.Rejections).Select(r => r.Rejection)];
    }

    private static IncomingEvent Report(Instant at, params string[] visits)
    {
        var traits = new VisitTraits("sales", Channel.Phone, Direction.Inbound, "", "", "", "");
        var live = visits.Select(visit => new LiveVisit(visit, visit, traits, at, "", default, null));
        return new IncomingEvent(new FloorReported([.. live], []) { OccurredAt = at }, null);
    }

    private static Selector By(TenantId tenant, string kpi, params string[] groupBy)
        => Selectors.Of(kpi, groupBy) with { Tenant = tenant };

    private static Task<BoardState> AskAsync(ClockedNode node, TenantId tenant, string kpi, params string[] groupBy)
        => node.AskAsync(By(tenant, kpi, groupBy));

    private static Task<ViewFeed> WatchAsync(ClockedNode node, TenantId tenant, string kpi)
        => node.Board.OpenAsync(By(tenant, kpi), TimeSpan.Zero, CancellationToken.None).InTime();

    // In a KPI, in completeness and in the log.
    private static async Task AssertShownAsync(ClockedNode node, string kpi, string source, string limit)
    {
        var (acme, other) = (await AskAsync(node, Acme, kpi), await AskAsync(node, Other, kpi));
        Assert.Equal((1, 0), (acme.Rows.Single().Values.Single().A, other.Rows.Single().Values.Single().A));
        var shown = Assert.Single(acme.Completeness.OverLimit.Concat(acme.Completeness.DimensionsDropped));
        Assert.Equal((new SourceId(Acme, source), node.Now), shown);
        Assert.Empty(other.Completeness.OverLimit.Concat(other.Completeness.DimensionsDropped));
        Assert.Contains($"tenant acme, source '{source}': {limit} are at", Assert.Single(node.LimitLog.Lines), StringComparison.Ordinal);
    }
}
