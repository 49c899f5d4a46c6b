using CallCenter.Engine.Limits;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>A tenant cannot use up what others need. The limits themselves: TenantLimitTests of the engine.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task A_source_beyond_the_limit_is_refused_by_every_door_and_another_tenant_is_served()
    {
        await using var server = await StartAsync(new TenantOverrides { SourcesMax = 1 });
        var (acme, other) = (await server.ClientAsync("acme", "ingest", "read"), await server.ClientAsync("other", "ingest", "read"));
        await acme.PublishAsync("first", Given.Queued(1));

        await using var second = Adapter.Open(acme.Ingest);
        await second.SendAsync(new IngestRequest { Hello = new Hello { Source = "second" } });
        var (_, streamed) = await second.FailureAsync();
        var published = await Failures.OfAsync(
            acme.Ingest.PublishAsync(new PublishRequest { Source = "second", Events = { Given.Queued(1) } }));

        Assert.All([streamed, published], failure => Failures.AssertIs(
            failure, StatusCode.ResourceExhausted, "LIMIT_EXCEEDED", ("limited", "sources of the tenant"), ("count", "1"), ("max", "1"),
            ("option", "Engine:Limits:Tenants:acme:SourcesMax")));
        Assert.True(streamed.Retryable);
        await other.PublishAsync("first", Given.Queued(1));
        await other.PublishAsync("second", Given.Queued(1));
        Assert.NotNull((await acme.BoardAsync(Given.Select("contacts_offered"))).Completeness!.SourcesRefusedSinceTime);
        Assert.Null((await other.BoardAsync(Given.Select("contacts_offered"))).Completeness!.SourcesRefusedSinceTime);
    }

    [Fact]
    public async Task A_visit_beyond_the_limit_is_rejected_counted_and_shown()
    {
        await using var server = await StartAsync(new TenantOverrides { VisitsMax = 1 });
        var (acme, other) = (await server.ClientAsync("acme", "ingest", "read"), await server.ClientAsync("other", "ingest", "read"));
        var before = Given.Now.AddSeconds(-1);

        var rejection = Assert.Single((await acme.PublishAsync("quota-pbx", Given.Queued(1), Given.Queued(2))).Rejections);

        Assert.Empty((await other.PublishAsync("quota-pbx", Given.Queued(1), Given.Queued(2))).Rejections);
        Assert.Equal(
            (ErrorReason.LimitExceeded, "live visits of the tenant", "2", "1", "Engine:Limits:Tenants:acme:VisitsMax"),
            (rejection.Reason, rejection.Metadata["limited"], rejection.Metadata["count"], rejection.Metadata["max"],
                rejection.Metadata["option"]));
        var board = await acme.BoardAsync(Given.Select("events_over_limit", "events_rejected"));
        Assert.Equal([1, 1], board.Rows[0].Values.Select(v => v.Count));
        var limited = Assert.Single(board.Completeness!.LimitedSources);
        Assert.Equal("quota-pbx", limited.Source);
        Assert.InRange(limited.SinceTime.ToDateTimeOffset(), before, Given.Now);
        Assert.Empty((await other.BoardAsync(Given.Select("events_over_limit"))).Completeness!.LimitedSources);
        var operating = await server.ClientAsync("acme", "operator");
        Assert.Contains(
            (await operating.TextAsync("/metrics")).Split('\n'),
            line => line.StartsWith("callcenter_over_limit", StringComparison.Ordinal) && line.Contains("tenant=\"acme\"")
                && line.Contains("source=\"quota-pbx\"") && line.Contains("limit=\"tenant_visits\""));
    }

    [Fact]
    public async Task A_subscription_beyond_the_limit_is_refused_until_one_ends()
    {
        await using var server = await StartAsync(new TenantOverrides { SubscriptionsMax = 1 });
        var (acme, other) = (await server.ClientAsync("acme", "read"), await server.ClientAsync("other", "read"));
        var first = acme.Subscribe(Given.Select("contacts_offered"));
        await first.ReadAsync();

        using (var second = acme.Subscribe(Given.Select("contacts_offered")))
            Failures.AssertIs(
                await second.FailureAsync(), StatusCode.ResourceExhausted, "LIMIT_EXCEEDED", ("limited", "subscriptions of the tenant"),
                ("count", "1"), ("max", "1"), ("option", "Engine:Limits:Tenants:acme:SubscriptionsMax"));

        using var theirs = other.Subscribe(Given.Select("contacts_offered"));
        await theirs.ReadAsync();
        first.Dispose();
        await Waits.UntilAsync(async () =>
        {
            using var again = acme.Subscribe(Given.Select("contacts_offered"));
            return await TryReadAsync(again);
        }, "the ended subscription to make room");
    }

    private static Task<GuardedServer> StartAsync(TenantOverrides acme) => GuardedServer.StartAsync(
        o => o.Engine = o.Engine with { Limits = new LimitSettings { Tenants = { ["acme"] = acme } } });

    private static async Task<bool> TryReadAsync(Subscriber subscriber)
    {
        try
        {
            await subscriber.ReadAsync();
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            return false;
        }
    }
}
