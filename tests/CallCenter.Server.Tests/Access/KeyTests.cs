using System.Net;
using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Keys: who is let in, for how long, and as which source.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private GuardedServer _server = null!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(0.2));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_without_a_credential_is_told_which_there_are()
    {
        var client = _server.Client(null);

        var failure = await Failures.OfAsync(client.Kpis.ListKpisAsync(new ListKpisRequest()));
        using var answer = await client.GetAsync("/v1/kpis");

        Failures.AssertIs(failure, StatusCode.Unauthenticated, "CREDENTIAL_MISSING");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString()));
        Assert.Equal("CREDENTIAL_MISSING", (await WebServer.JsonOf(answer)).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("ccg_unknown1_AAAA")]
    [InlineData("ccg_")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task A_key_that_was_never_made_is_not_accepted(string key)
        => Failures.AssertIs(
            await Failures.OfAsync(_server.Client(key).Kpis.ListKpisAsync(new ListKpisRequest())),
            StatusCode.Unauthenticated, "CREDENTIAL_INVALID");

    [Fact]
    public async Task The_id_of_a_key_with_another_secret_is_not_accepted()
    {
        var key = await _server.AddKeyAsync("acme", "read");

        var forged = $"{key[..^1]}{(key[^1] == 'A' ? 'B' : 'A')}";

        Assert.Equal(HttpStatusCode.OK, await _server.StatusOfAsync(key));
        Assert.Equal(HttpStatusCode.Unauthorized, await _server.StatusOfAsync(forged));
    }

    [Fact]
    public async Task The_file_does_not_hold_the_secret()
    {
        var key = await _server.AddKeyAsync("acme", "read");

        Assert.DoesNotContain(key[^20..], await File.ReadAllTextAsync(_server.KeysFile));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_server.KeysFile));
    }

    [Fact]
    public async Task While_a_key_replaces_another_both_are_accepted()
    {
        var old = await _server.AddKeyAsync("acme", "read");
        var next = await _server.AddKeyAsync("acme", "read");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await _server.StatusOfAsync(old), await _server.StatusOfAsync(next)));

        _server.Revoke(old);
        await Waits.UntilAsync(async () => await _server.StatusOfAsync(old) == HttpStatusCode.Unauthorized, "the old key to be refused");
        Assert.Equal(HttpStatusCode.OK, await _server.StatusOfAsync(next));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_locks_nobody_out()
    {
        var key = await _server.AddKeyAsync("acme", "read");
        await File.WriteAllTextAsync(_server.KeysFile, "{ \"keys\": [");
        // A second key in the repaired file shows that the server has looked at both files.
        Assert.Equal(HttpStatusCode.OK, await _server.StatusOfAsync(key));

        Access.KeysFile.Write(_server.KeysFile, []);
        await Waits.UntilAsync(async () => await _server.StatusOfAsync(key) == HttpStatusCode.Unauthorized, "the empty file to be read");
    }

    [Fact]
    public async Task A_subscription_ends_with_its_key()
    {
        var key = await _server.AddKeyAsync("acme", "read");
        using var subscriber = _server.Client(key).Subscribe(Given.Select("contacts_offered"));
        await subscriber.ReadAsync();

        _server.Revoke(key);

        Failures.AssertIs(await subscriber.FailureAsync(), StatusCode.Unauthenticated, "CREDENTIAL_EXPIRED");
    }

    [Fact]
    public async Task An_event_stream_over_HTTP_ends_with_its_key()
    {
        var key = await _server.AddKeyAsync("acme", "read");
        using var answer = await _server.Client(key).GetAsync("/v1/stream?kpi=contacts_offered");

        _server.Revoke(key);

        var text = await answer.Content.ReadAsStringAsync().InTime();
        Assert.Contains("event: failure\ndata: ", text);
        Assert.Contains("CREDENTIAL_EXPIRED", text);
    }

    [Fact]
    public async Task An_ingest_stream_ends_with_its_key_and_goes_on_with_another()
    {
        var key = await _server.AddKeyAsync("acme", "ingest");
        await using var adapter = await Adapter.HelloAsync(_server.Client(key).Ingest, "pbx");
        await adapter.SendAndAckAsync(1, Given.Queued(1));

        _server.Revoke(key);
        await Waits.UntilAsync(async () => await _server.StatusOfAsync(key) == HttpStatusCode.Unauthorized, "the key to be refused");
        await adapter.BeatAsync();

        var (committed, failure) = await adapter.FailureAsync();
        Failures.AssertIs(failure, StatusCode.Unauthenticated, "CREDENTIAL_EXPIRED");
        Assert.True(failure.Retryable);
        var next = await _server.ClientAsync("acme", "ingest");
        await using var again = await Adapter.HelloAsync(next.Ingest, "pbx");
        Assert.Equal((1, 1), (committed, again.Welcome.CommittedSequence));
    }

    [Fact]
    public async Task A_key_with_other_roles_ends_the_streams_that_began_with_the_old_ones()
    {
        var key = await _server.AddKeyAsync("acme", "read");
        using var subscriber = _server.Client(key).Subscribe(Given.Select("contacts_offered"));
        await subscriber.ReadAsync();

        _server.Change(keys => keys.Select(k => k with { Roles = ["read:queue=sales"] }));

        Assert.Equal("CREDENTIAL_EXPIRED", (await subscriber.FailureAsync()).Reason);
    }

    [Fact]
    public async Task An_adapter_sends_as_the_sources_of_its_role_only()
    {
        var client = await _server.ClientAsync("acme", "ingest:pbx-*");

        Assert.Empty((await client.PublishAsync("pbx-london", Given.Queued(1))).Rejections);
        var published = await Failures.OfAsync(
            client.Ingest.PublishAsync(new PublishRequest { Source = "chat", Events = { Given.Queued(2) } }));
        await using var adapter = Adapter.Open(client.Ingest);
        await adapter.SendAsync(new IngestRequest { Hello = new Hello { Source = "chat" } });
        var (_, streamed) = await adapter.FailureAsync();

        Failures.AssertIs(published, StatusCode.PermissionDenied, "ROLE_MISSING", ("role", "ingest:chat"));
        Failures.AssertIs(streamed, StatusCode.PermissionDenied, "ROLE_MISSING", ("role", "ingest:chat"));
    }

    [Theory]
    [InlineData("read", "/callcenter.v1.IngestService/Publish", "ingest")]
    [InlineData("ingest", "/callcenter.v1.KpiService/GetSnapshot", "read")]
    public async Task A_role_that_a_call_needs_is_named(string role, string method, string needed)
    {
        var client = await _server.ClientAsync("acme", role);

        var failure = method.EndsWith("Publish", StringComparison.Ordinal)
            ? await Failures.OfAsync(client.Ingest.PublishAsync(new PublishRequest()))
            : await Failures.OfAsync(client.Kpis.GetSnapshotAsync(new GetSnapshotRequest()));

        Failures.AssertIs(failure, StatusCode.PermissionDenied, "ROLE_MISSING", ("role", needed));
    }

    [Fact]
    public async Task Instruments_of_the_whole_server_are_for_operators()
    {
        var admin = await _server.ClientAsync("acme", "admin");
        var operating = await _server.ClientAsync("acme", "operator");

        using var refused = await admin.GetAsync("/metrics");
        using var shown = await operating.GetAsync("/metrics");
        using var kpis = await operating.GetAsync("/v1/kpis");

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden],
            [refused.StatusCode, shown.StatusCode, kpis.StatusCode]);
    }

    [Fact]
    public async Task Probes_need_no_credential()
    {
        var client = _server.Client(null);
        var health = new Grpc.Health.V1.Health.HealthClient(client.Channel);

        await health.CheckAsync(new Grpc.Health.V1.HealthCheckRequest()).ResponseAsync.InTime();
        Assert.Equal("Healthy", await client.TextAsync("/readyz"));
    }

    [Fact]
    public async Task The_client_takes_a_replaced_key_from_its_file_without_losing_an_event()
    {
        var file = Path.Combine(_server.Folder, "pbx.key");
        var first = await _server.AddKeyAsync("acme", "ingest");
        await File.WriteAllTextAsync(file, $"{first}\n");
        await using var sender = EventSender.Connect(
            _server.Live.Address, new EventSenderOptions { Source = "pbx", BackOffMax = TimeSpan.FromSeconds(0.1) },
            CallCenterCredential.FromKeyFile(file));
        await sender.SendAsync(Given.Queued(1));
        await sender.FlushAsync().InTime();

        await File.WriteAllTextAsync(file, await _server.AddKeyAsync("acme", "ingest"));
        _server.Revoke(first);
        await Waits.UntilAsync(async () => await _server.StatusOfAsync(first) == HttpStatusCode.Unauthorized, "the old key to be refused");
        await sender.SendAsync(Given.Queued(2));
        await sender.FlushAsync().InTime();

        var reader = await _server.ClientAsync("acme", "read");
        Assert.Equal(2, (await reader.BoardAsync(Given.Select("contacts_offered"))).Rows[0].Values[0].Count);
    }

    [Fact]
    public void A_key_is_not_sent_to_another_machine_in_plain_text()
        => Assert.Throws<ArgumentException>(
            () => CallCenterChannel.Open("http://kpi.example:50051", CallCenterCredential.FromKey("ccg_a_b")));
}
