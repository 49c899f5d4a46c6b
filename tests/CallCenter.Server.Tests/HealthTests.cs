using System.Globalization;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CallCenter.Server.Tests;

/// <summary>The health protocol.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private const string Ingest = "callcenter.v1.IngestService";
    private const string Kpis = "callcenter.v1.KpiService";
    private const string Store = "store";
    private const string Definitions = "definitions";

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(Ingest)]
    [InlineData(Kpis)]
    [InlineData(Store)]
    [InlineData(Definitions)]
    public async Task A_running_server_serves(string service) => Assert.Equal(ServingStatus.Serving, await CheckAsync(_server, service));

    [Fact]
    public async Task A_check_of_an_unknown_service_is_NOT_FOUND()
    {
        var failure = await Failures.OfAsync(_server.Health.CheckAsync(new HealthCheckRequest { Service = "kpis" }));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so()
    {
        using var watch = _server.Health.Watch(new HealthCheckRequest { Service = "kpis" });

        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task A_watch_ends_when_the_server_stops_and_does_not_hold_it_up()
    {
        using var watch = _server.Health.Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);

        var stopping = _server.StopAsync();
        while (await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit))
            Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        await stopping.WaitAsync(Waits.Limit);
    }

    [RedisFact]
    public async Task Nothing_is_served_while_the_store_is_away_and_a_watch_follows_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(redis.Port);
        await using var server = await LiveServer.StartAsync(o => o.Redis = AddressOf(proxy.Port));
        using var watch = server.Health.Watch(new HealthCheckRequest());

        proxy.Set(Fault.Closed);
        proxy.Reset();
        await ReadUntilAsync(watch, ServingStatus.NotServing);
        foreach (var service in new[] { "", Ingest, Kpis, Store })
            Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, service));

        proxy.Set(Fault.None);
        await ReadUntilAsync(watch, ServingStatus.Serving);
    }

    [RedisFact]
    public async Task A_store_that_refuses_writes_stops_ingest_and_leaves_KPIs_served()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await LiveServer.StartAsync(o => o.Redis = AddressOf(redis.Port));
        await server.PublishAsync(Given.Queued("before"));
        using var watch = server.Health.Watch(new HealthCheckRequest { Service = Ingest });

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
        var request = new PublishRequest { Source = "web", Events = { Given.Queued("w") } };
        var failure = await Failures.OfAsync(server.Ingest.PublishAsync(request));
        Assert.Equal("STORE_UNAVAILABLE", failure.Reason);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, Ingest));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, Store));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, ""));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(server, Kpis));

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await ReadUntilAsync(watch, ServingStatus.Serving);
    }

    private static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port}?timeout=2000");

    private static async Task<ServingStatus> CheckAsync(LiveServer server, string service)
        => (await server.Health.CheckAsync(new HealthCheckRequest { Service = service }).ResponseAsync.WaitAsync(Waits.Limit)).Status;

    private static async Task ReadUntilAsync(AsyncServerStreamingCall<HealthCheckResponse> watch, ServingStatus status)
    {
        do Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        while (watch.ResponseStream.Current.Status != status);
    }
}
