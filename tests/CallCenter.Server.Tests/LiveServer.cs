using CallCenter.Client;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;
using CallCenter.V1;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Server.Tests;

/// <summary>A real server in this process on a port of its own, in memory unless told otherwise, and a channel to it.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private static readonly string[] Quiet = ["--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error"];

    private readonly WebApplication _app;

    private LiveServer(WebApplication app)
    {
        _app = app;
        Address = app.Urls.First();
        Channel = CallCenterChannel.Open(Address);
        Ingest = new IngestService.IngestServiceClient(Channel);
        Kpis = new KpiService.KpiServiceClient(Channel);
        Health = new Health.HealthClient(Channel);
        Watcher = new KpiWatcher(Channel);
    }

    public string Address { get; }
    public IEnumerable<string> Urls => _app.Urls;
    public IServiceProvider Services => _app.Services;
    public GrpcChannel Channel { get; }
    public IngestService.IngestServiceClient Ingest { get; }
    public KpiService.KpiServiceClient Kpis { get; }
    public Health.HealthClient Health { get; }
    public KpiWatcher Watcher { get; }

    public static async Task<LiveServer> StartAsync(Action<ServerOptions>? adjust = null, TimeProvider? time = null)
    {
        var app = Build(adjust, time);
        await app.StartAsync().WaitAsync(Waits.Limit);
        return new LiveServer(app);
    }

    public static Task<LiveServer> StartAsync(ServerStore store) => StartAsync(store.Adjust);

    public static WebApplication Build(Action<ServerOptions>? adjust = null, TimeProvider? time = null) => ServerApp.Build(Quiet, o =>
    {
        o.Listen = "http://127.0.0.1:0";
        o.Store = new EmbeddedStoreOptions { Durability = Durability.Memory };
        adjust?.Invoke(o);
    }, time);

    public Task<Adapter> HelloAsync(string source = "pbx") => Adapter.HelloAsync(Ingest, source);

    public async Task<PublishResponse> PublishAsync(params Event[] events)
        => await Ingest.PublishAsync(new PublishRequest { Source = "web", Events = { events } }).ResponseAsync.WaitAsync(Waits.Limit);

    public async Task<KpiBoard> BoardAsync(Selector selector) => await Watcher.GetSnapshotAsync(selector).WaitAsync(Waits.Limit);

    /// <summary>Counts over the last day, all sources and queues together, in the order asked for.</summary>
    public async Task<long[]> CountAsync(params string[] kpis)
    {
        var board = await BoardAsync(Given.Select(kpis));
        return board.Rows.Count == 0 ? [.. kpis.Select(_ => 0L)] : [.. board.Rows[0].Values.Select(v => v.Count)];
    }

    public async Task AssertCountAsync(long[] expected, params string[] kpis) => Assert.Equal(expected, await CountAsync(kpis));

    public Subscriber Subscribe(Selector selector, TimeSpan? minInterval = null, Google.Protobuf.ByteString? resumeToken = null)
        => new(Kpis, selector, minInterval ?? TimeSpan.FromSeconds(0.1), resumeToken);

    /// <summary>Requests a stop, like a signal, without waiting for it.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync().AsTask().WaitAsync(Waits.Limit);
    }
}
