using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Limits;
using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace CallCenter.Server.Tests;

/// <summary>Every wrong setting is answered with the next step.</summary>
public sealed class OptionsTests
{
    private static readonly Dictionary<string, (Action<ServerOptions> Set, string Says)> Wrong = new()
    {
        ["no address"] = (o => o.Listen = "", "Listen is ''; set it to an address such as http://127.0.0.1:50051"),
        ["a port alone"] = (o => o.Listen = "50051", "Listen is '50051'; set it to an address such as http://127.0.0.1:50051"),
        ["another scheme"] = (o => o.Listen = "ftp://127.0.0.1:1", "Listen is 'ftp://127.0.0.1:1'; set it to an address such as"),
        ["a name for all interfaces"] = (o => o.Listen = "http://pbx:1", "Listen is 'http://pbx:1'; set it to an address such as"),
        ["a socket without a root"] = (o => o.Listen = "http://unix:a.sock", "Listen is 'http://unix:a.sock'; set it to an address such"),
        ["a public address"] = (o => o.Listen = "http://10.0.0.1:1", "Listen is 'http://10.0.0.1:1', which others can reach, without TLS;"),
        ["all addresses"] = (o => o.Listen = "http://0.0.0.0:1", "Listen is 'http://0.0.0.0:1', which others can reach, without TLS;"),
        ["one of several"] = (o => o.Listen += ";http://[::]:1", "Listen is 'http://[::]:1', which others can reach, without TLS;"),
        ["a public address for the web"] = (o => o.Web = "http://10.0.0.1:1", "Web is 'http://10.0.0.1:1', which others can reach, without"),
        ["plain text alone"] = (o => (o.Listen, o.AllowPlainText) = ("http://10.0.0.1:1", true),
            "Listen is 'http://10.0.0.1:1', which others can reach, and no credentials are configured;"),
        ["no keys file"] = (o => o.Access = new AccessOptions { KeysFile = "/none.json" },
            "The keys file '/none.json' does not exist; make it with 'ccg keys create --file /none.json'"),
        ["an authority without keys"] = (o => o.Access = new AccessOptions { ClientAuthority = "/none.crt" },
            "Access:ClientAuthority is set without Access:KeysFile"),
        ["an issuer in plain text"] = (o => o.Access = new AccessOptions { Tokens = new TokenOptions { Issuer = "http://login.example" } },
            "Access:Tokens:Issuer is 'http://login.example'; set it to an address such as https://"),
        ["no secret"] = (o => o.Privacy = new PrivacyOptions { SecretFile = "/none" }, "Privacy:SecretFile '/none' cannot be read ("),
        ["agents without a secret"] = (o => o.Privacy = new PrivacyOptions { Agents = true },
            "Privacy:Agents is set without Privacy:SecretFile; set both."),
        ["no certificate"] = (o => o.Listen = "https://127.0.0.1:1", "An https address has no certificate; set Tls:Certificate"),
        ["no such certificate"] = (o => (o.Listen, o.Tls) = ("https://127.0.0.1:1", new TlsOptions { Certificate = "/none.crt" }),
            "The certificate '/none.crt' cannot be loaded"),
        ["HTTP/3 without TLS"] = (o => o.Tls = new TlsOptions { Protocols = HttpProtocols.Http1AndHttp2AndHttp3 },
            "Tls:Protocols asks for HTTP/3, which needs an address with TLS, and Listen and Web have none; let one begin with https://"),
        ["a star for an origin"] = (o => o.AllowedOrigins = ["*"], "AllowedOrigins has '*'; write an origin such as"),
        ["idle too short"] = (o => o.IdleMax = TimeSpan.FromSeconds(0.9), "IdleMax is 00:00:00.9000000; set it to 1 s to 1 h."),
        ["idle too long"] = (o => o.IdleMax = TimeSpan.FromHours(1.1), "IdleMax is 01:06:00; set it to 1 s to 1 h."),
        ["acks too long unread"] = (o => o.AckWriteMax = TimeSpan.FromHours(2), "AckWriteMax is 02:00:00; set it to 0.1 s to 1 h."),
        ["subscriptions too short"] = (
            o => o.SubscriptionLifeMax = TimeSpan.Zero, "SubscriptionLifeMax is 00:00:00; set it to 10 s to 30 days."),
        ["updates too long unread"] = (o => o.UpdateWriteMax = TimeSpan.Zero, "UpdateWriteMax is 00:00:00; set it to 0.1 s to 1 h."),
        ["messages too small"] = (o => o.MessageBytesMax = 65_535, "MessageBytesMax is 65535; set it to 65536 to 67108864."),
        ["messages too large"] = (o => o.MessageBytesMax = 67_108_865, "MessageBytesMax is 67108865; set it to 65536 to 67108864."),
        ["heartbeats too often"] = (o => o.HeartbeatInterval = TimeSpan.Zero, "HeartbeatInterval is 00:00:00; set it to 0.1 s to 60 s."),
        ["heartbeats too seldom"] = (o => o.HeartbeatInterval = TimeSpan.FromSeconds(61),
            "HeartbeatInterval is 00:01:01; set it to 0.1 s to 60 s."),
        ["a Redis address that cannot be read"] = (o => o.Redis = "localhost:6379",
            "The address of Redis cannot be read: it does not begin with redis:// or rediss://"),
        ["a Redis option out of its range"] = (o => o.Redis = "redis://localhost?shards=0", "Redis: shards is 0; set it to 1 to 1024"),
        ["no folder"] = (o => o.Store = new EmbeddedStoreOptions { Directory = " " }, "Store:Directory is empty; name a folder, or set"),
        ["sync too often"] = (o => o.Store = o.Store with { SyncInterval = TimeSpan.Zero },
            "Store:SyncInterval is 00:00:00; set it to 10 ms to 10 s"),
        ["commit spacing"] = (o => o.Engine = o.Engine with { CommitSpacing = TimeSpan.FromSeconds(2) },
            "Engine:CommitSpacing is 00:00:02; set it to 0 to 1 s"),
        ["commit bytes"] = (o => o.Engine = o.Engine with { CommitBytesMax = 1 }, "Engine:CommitBytesMax is 1; set it to 4096 to 16777216"),
        ["tick"] = (o => o.Engine = o.Engine with { TickInterval = TimeSpan.Zero },
            "Engine:TickInterval is 00:00:00; set it to 20 ms to 5 s"),
        ["fold"] = (o => o.Engine = o.Engine with { FoldInterval = TimeSpan.Zero },
            "Engine:FoldInterval is 00:00:00; set it to 1 s to 1 h"),
        ["follow"] = (o => o.Engine = o.Engine with { FollowInterval = TimeSpan.Zero },
            "Engine:FollowInterval is 00:00:00; set it to 5 ms to 5 s"),
        ["batch events"] = (o => o.Engine = o.Engine with { BatchEventsMax = 0 }, "Engine:BatchEventsMax is 0; set it to 1 to 10000"),
        ["un-acked events"] = (o => o.Engine = o.Engine with { UnackedEventsMax = 999 },
            "Engine:UnackedEventsMax is 999; set it to BatchEventsMax or more"),
        ["connections"] = (o => o.Limits = o.Limits with { ConnectionsMax = 0 }, "Limits:ConnectionsMax is 0; set it to 1 to 1000000"),
        ["streams"] = (o => o.Limits = o.Limits with { StreamsPerConnectionMax = 0 },
            "Limits:StreamsPerConnectionMax is 0; set it to 1 to 100000"),
        ["headers"] = (o => o.Limits = o.Limits with { HeaderBytesMax = 1 }, "Limits:HeaderBytesMax is 1; set it to 4096 to 1048576"),
        ["calls"] = (o => o.Limits = o.Limits with { CallsPerSecondMax = 0 }, "Limits:CallsPerSecondMax is 0; set it to 1 to 100000"),
        ["open calls"] = (o => o.Limits = o.Limits with { OpenCallsMax = 0 }, "Limits:OpenCallsMax is 0; set it to 1 to 100000"),
        ["open tickets"] = (o => o.Limits = o.Limits with { OpenTicketsMax = 0 }, "Limits:OpenTicketsMax is 0; set it to 1 to 100000"),
        ["groups"] = (o => o.Engine = o.Engine with { Limits = new LimitSettings { GroupsMax = 0 } },
            "Engine:Limits:GroupsMax is 0; set it to 1 to 1000000"),
        ["limit of a tenant"] = (o => Override(o, "acme", new TenantOverrides { SourcesMax = 0 }),
            "Engine:Limits:Tenants:acme:SourcesMax is 0; set it to 1 to 1000000"),
        ["limit of a source"] = (
            o => Override(o, "acme", new TenantOverrides { Sources = { ["pbx"] = new SourceOverrides { RowsMax = 0 } } }),
            "Engine:Limits:Tenants:acme:Sources:pbx:RowsMax is 0; set it to 1 to 10000000"),
        ["tenant with limits"] = (o => Override(o, "No Tenant", new TenantOverrides()),
            "Engine:Limits:Tenants:No Tenant names no tenant; use 1 to 63 of a-z, 0-9 and '-'"),
    };

    private static void Override(ServerOptions options, string tenant, TenantOverrides own)
        => options.Engine = options.Engine with { Limits = new LimitSettings { Tenants = { [tenant] = own } } };

    [Fact]
    public void Limits_of_tenants_and_sources_are_read_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Engine:Floor:VisitsMax"] = "10",
            ["Engine:Limits:AgentsMax"] = "20",
            ["Engine:Limits:Tenants:acme:VisitsMax"] = "30",
            ["Engine:Limits:Tenants:acme:Sources:pbx:AgentsMax"] = "40",
        }).Build();

        var engine = ServerOptions.Read(configuration, null).Engine;

        var (acme, pbx) = (new TenantId("acme"), engine.Limits.Of(new SourceId(new TenantId("acme"), "pbx"), engine.Floor));
        Assert.Equal((20, 30), (engine.Limits.Of(acme).AgentsMax, engine.Limits.Of(acme).VisitsMax));
        Assert.Equal((20, 200_000), (engine.Limits.AgentsMax, engine.Limits.VisitsMax));
        Assert.Equal((40, 10), (pbx.AgentsMax, pbx.VisitsMax));
        Assert.Same(engine.Floor, engine.Limits.Of(new SourceId(acme, "other"), engine.Floor));
    }

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_option_is_named_with_what_to_do(string name)
    {
        var e = Assert.Throws<ServerOptionsException>(() => LiveServer.Build(Wrong[name].Set));

        Assert.StartsWith(Wrong[name].Says, Assert.Single(e.Errors));
    }

    [Fact]
    public void All_wrong_options_are_named_at_once()
    {
        var e = Assert.Throws<ServerOptionsException>(() => LiveServer.Build(o =>
        {
            foreach (var name in new[] { "no address", "idle too short", "no folder", "groups" }) Wrong[name].Set(o);
        }));

        Assert.Equal(4, e.Errors.Count);
    }

    [Fact]
    public void A_public_address_is_accepted_from_one_who_knows()
    {
        var options = new ServerOptions { Listen = "http://10.0.0.1:1", AllowPlainText = true, AllowAnonymous = true };

        Assert.Empty(options.Errors());
    }

    [Fact]
    public void The_defaults_are_right() => Assert.Empty(new ServerOptions().Errors());

    [Fact]
    public void A_durability_that_does_not_exist_is_named()
    {
        var e = Assert.Throws<ServerOptionsException>(() => ServerApp.Build(["--Store:Durability=Sometimes"]));

        Assert.Contains("Store:Durability", Assert.Single(e.Errors));
    }

    [Fact]
    public void A_setting_that_is_no_number_is_named()
    {
        var e = Assert.Throws<ServerOptionsException>(() => ServerApp.Build(["--MessageBytesMax=lots"]));

        Assert.Contains("MessageBytesMax", Assert.Single(e.Errors));
    }

    [Fact]
    public async Task A_data_folder_in_use_is_named_to_the_second_server()
    {
        using var folder = new DataFolder();
        await using var first = await LiveServer.StartAsync(ServerStore.OnDisk(folder.Path));

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => LiveServer.StartAsync(ServerStore.OnDisk(folder.Path)));

        Assert.StartsWith($"The data directory '{folder.Path}' is in use by another process", e.Message);
    }
}
