using System.Net;
using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Tests.Golden;

namespace CallCenter.Server.Tests;

/// <summary>Tickets, with which a browser's EventSource opens a stream without a header.</summary>
public sealed class TicketTests : IAsyncLifetime
{
    private const string Query = "kpi=contacts_offered&by=queue&window=24h&interval=100ms";

    private GuardedServer _server = null!;
    private GuardedClient _nobody = null!;
    private GuardedClient _acme = null!;

    public async Task InitializeAsync()
    {
        _server = await GuardedServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(0.2));
        _nobody = _server.Client(null);
        _acme = await _server.ClientAsync("acme", "admin");
        await _acme.PublishAsync("pbx", Given.Queued("v1", "sales"), Given.Queued("v2", "help"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_ticket_opens_one_stream_with_what_its_credential_may_see()
    {
        var leader = await _server.ClientAsync("acme", "read:queue=help");
        var globex = await _server.ClientAsync("globex", "read");

        Assert.Equal((true, true), Sees(await FirstEventAsync(await TicketAsync(_acme))));
        Assert.Equal((false, true), Sees(await FirstEventAsync(await TicketAsync(leader))));
        Assert.Equal((false, false), Sees(await FirstEventAsync(await TicketAsync(globex))));
    }

    [Fact]
    public async Task A_used_or_unknown_ticket_is_refused_with_its_own_reason()
    {
        var ticket = await TicketAsync(_acme);
        await FirstEventAsync(ticket);

        foreach (var text in new[] { ticket, "", "AAAA", $"{await TicketAsync(_acme)}&ticket=AAAA" })
            Assert.Equal((HttpStatusCode.Unauthorized, "TICKET_INVALID"), await RefusalAsync($"/v1/stream?{Query}&ticket={text}"));
    }

    [Fact]
    public async Task Two_streams_that_use_a_ticket_at_once_are_one_stream_and_one_refusal()
    {
        var path = $"/v1/stream?{Query}&ticket={await TicketAsync(_acme)}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _nobody.GetAsync(path)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_ticket_opens_nothing_but_streams()
        => Assert.Equal(
            (HttpStatusCode.Unauthorized, "CREDENTIAL_MISSING"),
            await RefusalAsync($"/v1/kpis?kpi=contacts_offered&ticket={await TicketAsync(_acme)}"));

    [Fact]
    public async Task Who_may_not_read_gets_no_ticket()
    {
        var adapter = await _server.ClientAsync("acme", "ingest");

        using var answer = await adapter.Http.PostAsync("/v1/stream-tickets", null).InTime();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_revoked_key_takes_its_tickets_along()
    {
        var key = await _server.AddKeyAsync("acme", "read");
        var ticket = await TicketAsync(_server.Client(key));

        _server.Revoke(key);
        await Waits.UntilAsync(async () => await _server.StatusOfAsync(key) == HttpStatusCode.Unauthorized, "the key to be refused");

        Assert.Equal((HttpStatusCode.Unauthorized, "TICKET_INVALID"), await RefusalAsync($"/v1/stream?{Query}&ticket={ticket}"));
    }

    [Fact]
    public async Task A_new_ticket_goes_on_after_the_last_event()
    {
        using var kept = _acme.Subscribe(Given.SelectBy(["queue"], ["contacts_offered"]));
        await kept.ReadAsync();
        var first = await FirstEventAsync(await TicketAsync(_acme));
        var id = first.Split('\n').Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];

        var next = await FirstEventAsync(await TicketAsync(_acme), $"&last_event_id={id}");

        Assert.Contains("event: snapshot", first);
        Assert.DoesNotContain("event: snapshot", next);
    }

    [Fact]
    public void A_ticket_lasts_a_minute()
    {
        var clock = new StandingClock { Now = DateTimeOffset.UnixEpoch };
        var tickets = new StreamTickets(clock, openMax: 2);
        var (early, expiresAt) = tickets.Issue(Caller.Anonymous);
        var (late, _) = tickets.Issue(Caller.Anonymous);

        clock.Now = expiresAt - TimeSpan.FromTicks(1);
        Assert.Same(Caller.Anonymous, tickets.Use(early));
        clock.Now = expiresAt;
        Assert.Null(tickets.Use(late));
        Assert.Equal(StreamTickets.Lifetime, expiresAt - DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void A_used_or_expired_ticket_makes_room_and_others_have_room_of_their_own()
    {
        var clock = new StandingClock { Now = DateTimeOffset.UnixEpoch };
        var tickets = new StreamTickets(clock, openMax: 2);
        var (first, _) = tickets.Issue(Caller.Anonymous);
        tickets.Issue(Caller.Anonymous);

        Assert.Throws<TooManyTicketsException>(() => tickets.Issue(Caller.Anonymous));
        tickets.Issue(Caller.Anonymous with { Credential = "key other" });
        tickets.Issue(Caller.Anonymous with { Tenant = new("other") });

        Assert.NotNull(tickets.Use(first));
        Assert.Null(tickets.Use(first));
        tickets.Issue(Caller.Anonymous);
        Assert.Throws<TooManyTicketsException>(() => tickets.Issue(Caller.Anonymous));
        clock.Now += StreamTickets.Lifetime;
        tickets.Issue(Caller.Anonymous);
        tickets.Issue(Caller.Anonymous);
        Assert.Throws<TooManyTicketsException>(() => tickets.Issue(Caller.Anonymous));
    }

    [Fact]
    public async Task A_ticket_beyond_the_limit_is_refused_with_what_count_limit_and_option_until_one_is_used()
    {
        await using var server = await GuardedServer.StartAsync(o => o.Limits = o.Limits with { OpenTicketsMax = 2 });
        var (acme, other) = (await server.ClientAsync("acme", "read"), await server.ClientAsync("acme", "read"));
        var ticket = await TicketAsync(acme);
        await TicketAsync(acme);

        using var refused = await acme.Http.PostAsync("/v1/stream-tickets", null).InTime();
        var problem = await WebServer.JsonOf(refused);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.StartsWith("The credential has 2 open tickets, and 2 are allowed;", problem.GetProperty("detail").GetString());
        Assert.Equal("LIMIT_EXCEEDED", problem.GetProperty("reason").GetString());
        Assert.Equal(
            ["open tickets of the credential", "2", "2", "Limits:OpenTicketsMax"],
            new[] { "limited", "count", "max", "option" }.Select(key => problem.GetProperty("metadata").GetProperty(key).GetString()));
        await TicketAsync(other);
        using (await server.Client(null).GetAsync($"/v1/stream?{Query}&ticket={ticket}")) await TicketAsync(acme);
    }

    private static (bool Sales, bool Help) Sees(string text) => (text.Contains("sales"), text.Contains("help"));

    private static async Task<string> TicketAsync(GuardedClient client)
    {
        using var answer = await client.Http.PostAsync("/v1/stream-tickets", null).InTime();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return (await WebServer.JsonOf(answer)).GetProperty("ticket").GetString()!;
    }

    private async Task<string> FirstEventAsync(string ticket, string further = "")
    {
        using var answer = await _nobody.GetAsync($"/v1/stream?{Query}&ticket={ticket}{further}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync().InTime());
        var lines = new List<string>();
        while (await reader.ReadLineAsync().InTime() is { Length: > 0 } line) lines.Add(line);
        return string.Join('\n', lines);
    }

    private async Task<(HttpStatusCode Status, string? Reason)> RefusalAsync(string path)
    {
        using var answer = await _nobody.GetAsync(path);
        return (answer.StatusCode, (await WebServer.JsonOf(answer)).GetProperty("reason").GetString());
    }
}
