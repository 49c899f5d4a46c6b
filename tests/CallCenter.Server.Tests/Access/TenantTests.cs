using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Server.Tests;

/// <summary>Two tenants on one server, and team leaders within one: what each sees at each door.</summary>
public abstract class TenantContract(Action<ServerOptions> useStore) : IAsyncLifetime
{
    private protected static readonly Selector ByQueue = Given.SelectBy(["queue"], ["contacts_offered"]);

    private GuardedServer _server = null!;
    private GuardedClient _acme = null!;
    private GuardedClient _globex = null!;

    public async Task InitializeAsync()
    {
        _server = await StartAsync();
        _acme = await _server.ClientAsync("acme", "admin");
        _globex = await _server.ClientAsync("globex", "admin");
        await _acme.PublishAsync("pbx", Given.Queued("v1", "sales"), Given.Queued("v2", "sales"), Given.Queued("v3", "help"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [StoreFact]
    public async Task One_name_of_a_source_and_a_visit_is_two_in_two_tenants()
    {
        await _globex.PublishAsync("pbx", Given.Queued("v1", "sales"));

        Assert.Equal(3, await OfferedAsync(_acme));
        Assert.Equal(1, await OfferedAsync(_globex));
    }

    [StoreFact]
    public async Task A_tenant_does_not_end_anothers_stream_of_the_same_source()
    {
        await using var adapter = await Adapter.HelloAsync(_acme.Ingest, "stream");
        await using var other = await Adapter.HelloAsync(_globex.Ingest, "stream");

        Assert.Equal(1, (await adapter.SendAndAckAsync(1, Given.Queued("a", "sales"))).Committed);
        Assert.Equal(1, (await other.SendAndAckAsync(1, Given.Queued("a", "sales"))).Committed);
    }

    [StoreFact]
    public async Task The_newest_event_of_another_tenant_is_not_shown_as_freshness()
    {
        var empty = await _globex.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = ByQueue }).ResponseAsync.InTime();
        var full = await _acme.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = ByQueue }).ResponseAsync.InTime();

        Assert.Null(empty.Completeness.NewestEventTime);
        Assert.NotNull(full.Completeness.NewestEventTime);
    }

    [StoreFact]
    public async Task A_resume_token_of_another_tenant_gives_a_snapshot_of_the_own_values()
    {
        using var acme = _acme.Subscribe(ByQueue);
        var stolen = (await acme.ReadAsync()).ResumeToken;
        using var globex = _globex.Subscribe(ByQueue, stolen);

        var first = await globex.ReadAsync();

        Assert.Equal(SubscribeResponse.MessageOneofCase.Snapshot, first.MessageCase);
        Assert.Empty(first.Snapshot.Rows);
    }

    [StoreFact]
    public async Task A_filter_of_the_credential_holds_for_groups_and_for_totals()
    {
        var leader = await _server.ClientAsync("acme", "read:queue=help|chat");

        var groups = await leader.BoardAsync(ByQueue);

        Assert.Equal(["help"], groups.Rows.Select(row => row.Labels[0]));
        Assert.Equal(1, await OfferedAsync(leader));
        Assert.Equal(3, await OfferedAsync(_acme));
    }

    [StoreFact]
    public async Task A_selector_cannot_widen_the_filter_of_the_credential()
    {
        var leader = await _server.ClientAsync("acme", "read:queue=help");
        var others = Given.Select("contacts_offered");
        others.Where.Add(new Filter { Dimension = "queue", Values = { "sales", "help" } });

        Assert.Equal(1, (await leader.BoardAsync(others)).Rows[0].Values[0].Count);
    }

    [StoreFact]
    public async Task Several_read_roles_allow_only_what_all_of_them_allow()
    {
        var leader = await _server.ClientAsync("acme", "read", "read:queue=help|sales", "read:source=chat");

        Assert.Equal(0, await OfferedAsync(leader));
    }

    [StoreFact]
    public async Task Equal_selectors_of_callers_with_other_filters_share_no_view()
    {
        using var all = _acme.Subscribe(ByQueue);
        await all.ReadAsync();
        var leader = await _server.ClientAsync("acme", "read:queue=help");

        using var some = leader.Subscribe(ByQueue);

        Assert.Equal(["help"], (await some.ReadAsync()).Snapshot.Rows.Select(row => row.Labels[0]));
    }

    [StoreFact]
    public async Task Who_may_read_one_source_hears_nothing_of_the_others()
    {
        await using var adapter = await Adapter.HelloAsync(_acme.Ingest, "secret");
        await adapter.SendAndAckAsync(1, Given.Queued("s1"));
        var leader = await _server.ClientAsync("acme", "read:source=chat");

        var answer = await leader.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = ByQueue }).ResponseAsync.InTime();

        Assert.Null(answer.Completeness.NewestEventTime);
        Assert.DoesNotContain("secret", JsonFormatter.Default.Format(answer));
    }

    [StoreFact]
    public async Task A_team_leader_finds_own_queues_their_members_and_their_tags_only()
    {
        var tagged = Given.Queued("v4", "help");
        tagged.VisitQueued.Tags.Add("site", "berlin");
        var other = Given.Queued("v5", "sales");
        other.VisitQueued.Tags.Add("secret", "x");
        await _acme.PublishAsync(
            "pbx", Given.Member("ann", "help"), Given.Member("ann", "sales"), Given.Member("bob", "sales"), Given.Present("cid"), tagged,
            other);
        var leader = await _server.ClientAsync("acme", "read:queue=help");

        var queues = await leader.Kpis.ListQueuesAsync(new ListQueuesRequest()).ResponseAsync.InTime();
        var agents = await leader.Kpis.ListAgentsAsync(new ListAgentsRequest()).ResponseAsync.InTime();
        var tags = await leader.Kpis.ListTagsAsync(new ListTagsRequest()).ResponseAsync.InTime();

        Assert.Equal(["help 2"], queues.Queues.Select(q => $"{q.Queue_} {q.WaitingCount}"));
        Assert.Equal(["ann in help"], agents.Agents.Select(a => $"{a.Agent_} in {string.Join(' ', a.Queues.Select(q => q.Queue))}"));
        Assert.Equal(["site"], tags.Tags.Select(t => t.Name));
        Assert.Equal(3, (await _acme.Kpis.ListAgentsAsync(new ListAgentsRequest()).ResponseAsync.InTime()).Agents.Count);
    }

    [StoreFact]
    public async Task What_is_behind_a_value_is_that_of_the_own_queues_only()
    {
        var leader = await _server.ClientAsync("acme", "read:queue=help");
        var request = new ExplainValueRequest { Selector = Given.Select("contacts_offered") };

        var answer = await leader.Kpis.ExplainValueAsync(request).ResponseAsync.InTime();
        var all = await _acme.Kpis.ExplainValueAsync(request).ResponseAsync.InTime();
        request.PageToken = all.NextPageToken;

        Assert.Equal(["v3"], answer.Entries.Select(e => e.VisitId));
        Assert.Equal(["v1", "v2", "v3"], all.Entries.Select(e => e.VisitId).Order());
        Assert.Empty((await _globex.Kpis.ExplainValueAsync(request).ResponseAsync.InTime()).Entries);
    }

    [StoreFact]
    public async Task Who_may_read_one_source_finds_no_other_one()
    {
        await _acme.PublishAsync("chat", Given.Queued("c1", "chat"));
        var leader = await _server.ClientAsync("acme", "read:source=chat");

        var sources = await leader.Kpis.ListSourcesAsync(new ListSourcesRequest()).ResponseAsync.InTime();
        var queues = await leader.Kpis.ListQueuesAsync(new ListQueuesRequest()).ResponseAsync.InTime();

        Assert.Equal(["chat"], sources.Sources.Select(s => s.Source_));
        Assert.Equal(["chat"], queues.Queues.Select(q => q.Queue_));
    }

    [StoreFact]
    public async Task A_page_token_of_another_tenant_is_refused()
    {
        var page = await _acme.Kpis.ListQueuesAsync(new ListQueuesRequest { PageSize = 1 }).ResponseAsync.InTime();

        var failure = await Failures.OfAsync(_globex.Kpis.ListQueuesAsync(new ListQueuesRequest { PageToken = page.NextPageToken }));

        Assert.Equal(("SELECTOR_INVALID", "page_token"), (failure.Reason, failure.Metadata["field"]));
    }

    [StoreFact]
    public async Task Filters_and_tenants_hold_at_the_doors_over_HTTP()
    {
        var leader = await _server.ClientAsync("acme", "read:queue=help");

        foreach (var door in (string[])["/v1/kpis?", "/v1/kpis?format=csv&", "/metrics/kpis?"])
        {
            var path = $"{door}kpi=contacts_offered&by=queue&window=24h";
            Assert.Equal((path, true, true), Sees(path, await _acme.TextAsync(path)));
            Assert.Equal((path, false, true), Sees(path, await leader.TextAsync(path)));
            Assert.Equal((path, false, false), Sees(path, await _globex.TextAsync(path)));
        }
    }

    private static (string Path, bool Sales, bool Help) Sees(string path, string text)
        => (path, text.Contains("sales"), text.Contains("help"));

    /// <summary>A further server on the same store.</summary>
    private protected Task<GuardedServer> StartAsync() => GuardedServer.StartAsync(o =>
    {
        o.HeartbeatInterval = TimeSpan.FromSeconds(0.2);
        useStore(o);
    });

    private protected GuardedClient Acme => _acme;
    private protected GuardedClient Globex => _globex;

    private protected static async Task<long> OfferedAsync(GuardedClient client)
        => (await client.BoardAsync(Given.Select("contacts_offered"))).Rows[0].Values[0].Count;
}

/// <inheritdoc/>
public sealed class TenantTests() : TenantContract(_ => { });
