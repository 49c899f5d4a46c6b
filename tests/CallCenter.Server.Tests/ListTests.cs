using CallCenter.V1;
using Grpc.Core;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>The lists for pickers: what they hold, in which order, on which page, and as long as what.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private readonly DateTimeOffset _start = Now.AddMinutes(-5);
    private readonly DataFolder _folder = new();
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(ServerStore.OnDisk(_folder.Path));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sources_have_their_state_their_newest_event_and_their_sequence()
    {
        await using var adapter = await _server.HelloAsync("pbx");
        await adapter.SendAndAckAsync(1, After(0, Queued("v1")), After(1, Queued("v2")));
        await _server.PublishAsync(After(2, Queued("v3")));

        var list = await _server.Kpis.ListSourcesAsync(new ListSourcesRequest()).ResponseAsync.InTime();

        Assert.Equal(["pbx", "web"], list.Sources.Select(s => s.Source_));
        // Events of some minutes ago: the source catches up.
        Assert.Equal([FeedState.Behind, FeedState.Calls], list.Sources.Select(s => s.State));
        Assert.Equal([_start.AddSeconds(1), _start.AddSeconds(2)], list.Sources.Select(s => s.NewestEventTime.ToDateTimeOffset()));
        Assert.Equal([2, 0], list.Sources.Select(s => s.CommittedSequence));
        Assert.All(list.Sources, s => Assert.NotNull(s.LastWordTime));
        Assert.True(list.AsOfTime.ToDateTimeOffset() >= list.Sources[0].LastWordTime.ToDateTimeOffset().AddSeconds(-1));
    }

    [Fact]
    public async Task Queues_have_their_waiting_visits_channels_and_sources()
    {
        var chat = Queued("v2", "sales");
        chat.VisitQueued.Channel = Channel.Chat;
        await _server.PublishAsync(Queued("v1", "sales"), chat, Queued("v3", "sales"), Answered("v3", "ann"), Queued("v4", "help"));
        await using var adapter = await _server.HelloAsync("pbx");
        await adapter.SendAndAckAsync(1, Queued("v1", "sales"), Present("bob"), Member("bob", "members only"));

        var list = await _server.Kpis.ListQueuesAsync(new ListQueuesRequest()).ResponseAsync.InTime();
        var ofPbx = await _server.Kpis.ListQueuesAsync(new ListQueuesRequest { Source = "pbx" }).ResponseAsync.InTime();

        Assert.Equal(
            ["help 1 [phone] [web]", "members only 0 [] [pbx]", "sales 3 [chat phone] [pbx web]"],
            list.Queues.Select(q => $"{q.Queue_} {q.WaitingCount} [{string.Join(' ', q.Channels)}] [{string.Join(' ', q.Sources)}]"));
        Assert.Equal(["members only 0", "sales 1"], ofPbx.Queues.Select(q => $"{q.Queue_} {q.WaitingCount}"));
    }

    [Fact]
    public async Task Agents_have_the_state_that_their_contacts_and_presence_make_and_its_start()
    {
        await _server.PublishAsync(
            After(0, Present("ann")), After(1, Present("bob", Presence.Break)), After(2, Present("cid")), After(3, Present("dan")),
            After(4, Queued("v1")), After(5, Offered("v1", "ann")), After(6, Queued("v2")), After(7, Answered("v2", "cid")),
            After(8, Queued("v3")), After(9, Answered("v3", "dan")), After(10, Held("v3")), After(11, Offered("v1", "eve")),
            After(12, Present("fay")), After(13, Present("fay", Presence.Offline)));

        Assert.Equal(
            ["ann Ringing 5", "bob Break 1", "cid Talking 7", "dan OnHold 10", "eve Offline ", "fay Offline 13"], await StatesAsync());
    }

    [Fact]
    public async Task The_start_of_a_state_is_that_of_a_breaks_reason_too_and_not_of_a_team_or_a_second_contact()
    {
        await _server.PublishAsync(
            After(0, Break("ann", "lunch")), After(1, Break("ann", "lunch")), After(2, Described("ann", "", "north")),
            After(0, Break("bob", "lunch")), After(3, Break("bob", "coffee")),
            After(0, Present("cid")), After(1, Queued("v1")), After(2, Answered("v1", "cid")), After(3, Queued("v2")),
            After(4, Answered("v2", "cid")), After(5, Break("cid", "lunch")));

        Assert.Equal(["ann Break 0", "bob Break 3", "cid Talking 2"], await StatesAsync());
        Assert.Equal(["lunch", "coffee", ""], (await AgentsAsync(new())).Agents.Select(a => a.Reason));
    }

    [Fact]
    public async Task Agents_are_as_before_after_a_restart()
    {
        await using (var adapter = await _server.HelloAsync("web"))
        {
            await adapter.SendAndAckAsync(
                1, After(0, Described("ann", "Ann Example", "north")), After(1, Present("ann")), Member("ann", "b"),
                Member("ann", "a", MembershipState.Paused), After(2, Queued("v1")), After(3, Answered("v1", "ann")));
        }
        var before = await AgentsAsync(new());
        await _server.DisposeAsync();
        _server = await LiveServer.StartAsync(ServerStore.OnDisk(_folder.Path));

        var after = await AgentsAsync(new());
        var sources = await _server.Kpis.ListSourcesAsync(new ListSourcesRequest()).ResponseAsync.InTime();

        Assert.Equal(before.Agents, after.Agents);
        var ann = Assert.Single(after.Agents);
        Assert.Equal(("Ann Example", "north", AgentState.Talking), (ann.DisplayName, ann.Team, ann.State));
        Assert.Equal(["a True", "b False"], ann.Queues.Select(q => $"{q.Queue} {q.Paused}"));
        Assert.Equal(6, Assert.Single(sources.Sources).CommittedSequence);
    }

    [Fact]
    public async Task Agents_are_found_by_id_name_source_and_queue()
    {
        await _server.PublishAsync(
            Described("a1", "Ann Example", ""), Described("a2", "Bob", ""), Member("a1", "sales"), Member("a2", "help"));
        await using var adapter = await _server.HelloAsync("pbx");
        await adapter.SendAndAckAsync(1, Member("a1", "help"));

        Assert.Equal(["a1@web"], await FoundAsync(new() { Search = "aNN eX" }));
        Assert.Equal(["a1@pbx", "a1@web"], await FoundAsync(new() { Search = "A1" }));
        Assert.Equal(["a1@pbx"], await FoundAsync(new() { Source = "pbx" }));
        Assert.Equal(["a1@pbx", "a2@web"], await FoundAsync(new() { Queue = "help" }));
        Assert.Empty(await FoundAsync(new() { Queue = "hel" }));
    }

    [Fact]
    public async Task Tags_have_their_first_hundred_values_and_the_number_of_all()
    {
        await _server.PublishAsync([.. Enumerable.Range(0, 120).Select(i => Tagged($"v{i}", ("site", $"{i:000}"), ("vip", "yes")))]);

        var list = await _server.Kpis.ListTagsAsync(new ListTagsRequest()).ResponseAsync.InTime();
        var none = await _server.Kpis.ListTagsAsync(new ListTagsRequest { Queue = "help" }).ResponseAsync.InTime();

        Assert.Equal(["site 120", "vip 1"], list.Tags.Select(t => $"{t.Name} {t.ValueCount}"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i:000}"), list.Tags[0].Values);
        Assert.Empty(none.Tags);
    }

    [Fact]
    public async Task Pages_go_through_a_list_in_the_order_of_the_bytes_each_entry_once()
    {
        // By UTF-16 the last two would change places.
        string[] names = ["Z", "a", "aa", "é", "\uffee", "\U0001f600"];
        await _server.PublishAsync([.. names.Reverse().Select((name, i) => Queued($"v{i}", name))]);

        var found = new List<string>();
        var pages = 0;
        for (var token = ""; pages == 0 || token.Length > 0; pages++)
        {
            var page = await _server.Kpis.ListQueuesAsync(new ListQueuesRequest { PageSize = 2, PageToken = token }).ResponseAsync.InTime();
            found.AddRange(page.Queues.Select(q => q.Queue_));
            token = page.NextPageToken;
        }

        Assert.Equal(names, found);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task A_list_longer_than_a_piece_is_whole()
    {
        await using var adapter = await _server.HelloAsync("pbx");
        for (var i = 0; i < 5; i++)
            await adapter.SendAndAckAsync(1 + i * 500, [.. Enumerable.Range(i * 500, 500).Select(n => Present($"agent {n:0000}"))]);

        var last = await AgentsAsync(new() { PageSize = 1000, Search = "agent 2" });

        Assert.Equal(Enumerable.Range(2000, 500).Select(n => $"agent {n:0000}"), last.Agents.Select(a => a.Agent_));
    }

    [Fact]
    public async Task Several_wrong_fields_are_named_at_once()
    {
        var failure = await Failures.OfAsync(_server.Kpis.ListAgentsAsync(new ListAgentsRequest { PageSize = 1001, Search = "a\u0001" }));

        Assert.Equal((StatusCode.InvalidArgument, "SELECTOR_INVALID"), (failure.StatusCode, failure.Reason));
        Assert.Equal(["page_size", "search"], Failures.FieldsOf(failure));
    }

    [Fact]
    public async Task A_token_of_another_request_or_of_nobody_is_refused()
    {
        await _server.PublishAsync(Queued("v1", "a"), Queued("v2", "b"));
        var page = await _server.Kpis.ListQueuesAsync(new ListQueuesRequest { PageSize = 1 }).ResponseAsync.InTime();

        foreach (var token in new[] { "x", "AAAA", new string('A', 1025), page.NextPageToken[..^2], "ä" })
            AssertRefused(await Failures.OfAsync(_server.Kpis.ListQueuesAsync(new ListQueuesRequest { PageToken = token })));
        AssertRefused(await Failures.OfAsync(
            _server.Kpis.ListQueuesAsync(new ListQueuesRequest { PageToken = page.NextPageToken, Search = "b" })));
        AssertRefused(await Failures.OfAsync(_server.Kpis.ListTagsAsync(new ListTagsRequest { PageToken = page.NextPageToken })));
    }

    [Fact]
    public async Task A_large_page_ends_where_clients_would_not_accept_more()
    {
        var wide = new string('q', 120);
        await using var adapter = await _server.HelloAsync("pbx");
        for (var agent = 0; agent < 20; agent++)
        {
            await adapter.SendAndAckAsync(
                1 + agent * 500, [.. Enumerable.Range(0, 500).Select(n => Member($"agent {agent:00}", $"{n:000} {wide}"))]);
        }

        var first = await AgentsAsync(new());
        var rest = await AgentsAsync(new() { PageToken = first.NextPageToken });

        Assert.InRange(first.CalculateSize(), 900_000, 1_100_000);
        Assert.Equal(20, first.Agents.Count + rest.Agents.Count);
    }

    private static void AssertRefused(Client.CallCenterException failure)
    {
        Assert.Equal((StatusCode.InvalidArgument, "SELECTOR_INVALID"), (failure.StatusCode, failure.Reason));
        Assert.Equal("page_token", failure.Metadata["field"]);
    }

    private async Task<ListAgentsResponse> AgentsAsync(ListAgentsRequest request)
        => await _server.Kpis.ListAgentsAsync(request).ResponseAsync.InTime();

    private async Task<IEnumerable<string>> FoundAsync(ListAgentsRequest request)
        => (await AgentsAsync(request)).Agents.Select(a => $"{a.Agent_}@{a.Source}");

    // Seconds since the start, empty when there is none.
    private async Task<IEnumerable<string>> StatesAsync() => (await AgentsAsync(new())).Agents.Select(
        a => $"{a.Agent_} {a.State} {(a.StateSinceTime?.ToDateTimeOffset() - _start)?.TotalSeconds}");

    private Event After(int seconds, Event item) => At(_start.AddSeconds(seconds), item);

    private static Event Break(string agent, string reason)
        => At(Now, new() { AgentPresenceChanged = new() { Agent = agent, Presence = Presence.Break, Reason = reason } });

    private static Event Described(string agent, string name, string team)
        => At(Now, new() { AgentDescribed = new() { Agent = agent, DisplayName = name, Team = team } });

    private static Event Tagged(string visit, params (string Name, string Value)[] tags)
    {
        var queued = Queued(visit);
        foreach (var (name, value) in tags) queued.VisitQueued.Tags.Add(name, value);
        return queued;
    }
}
