using CallCenter.Server;
using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using CallCenter.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CallCenter.Benchmarks.Cost;

/// <summary>A server in a process of its own: with credentials and instruments that are scraped every 5 s, or without both.</summary>
internal sealed class CostServer : IAsyncDisposable
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(5);

    private readonly ServerProcess _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _scraping;

    private CostServer(ServerProcess process, string web, string? key)
    {
        (_process, Web) = (process, web);
        Headers = key is null ? [] : new Metadata { { "authorization", $"Bearer {key}" } };
        if (key is not null) Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Channel = Open();
        _scraping = key is null ? Task.CompletedTask : ScrapeAsync();
    }

    public string Web { get; }
    public Metadata Headers { get; }
    public GrpcChannel Channel { get; }
    public HttpClient Http { get; } = new();
    public TimeSpan CpuTime => _process.CpuTime;

    public static async Task<CostServer> StartAsync(bool isFull)
    {
        var folder = Directory.CreateTempSubdirectory("callcenter-cost-").FullName;
        var web = $"http://127.0.0.1:{Ports.Take()}";
        List<string> settings = ["--Web", web, "--Store:Directory", folder, "--Limits:CallsPerSecondMax", "100000"];
        string? key = null;
        if (isFull)
        {
            (var stored, key) = AccessKey.Create(new AccessKey { Id = "", Roles = ["admin", "operator"] });
            var file = Path.Combine(folder, "keys.json");
            KeysFile.Write(file, [stored]);
            settings.AddRange(["--Access:KeysFile", file]);
        }
        var process = await ServerProcess.StartAsync(url => ["serve-cost", isFull ? "full" : "bare", "--Listen", url, .. settings]);
        return new CostServer(process, web, key);
    }

    /// <summary>Runs the server within its process.</summary>
    public static async Task RunAsync(bool isFull, string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var options = ServerOptions.Read(builder.Configuration, null);
        Endpoints.Listen(builder, options);
        builder.Services.AddCallCenter(options, TimeProvider.System);
        // One that listens to nothing: the instruments stay off.
        if (!isFull) builder.Services.AddSingleton<MeterProvider>(_ => Sdk.CreateMeterProviderBuilder().AddPrometheusExporter().Build());
        await builder.Build().MapCallCenter().RunAsync();
    }

    /// <summary>A connection of its own.</summary>
    public GrpcChannel Open() => RawIngest.Open(_process.Url);

    /// <summary>CPU time of one scrape of its instruments, the mean of many.</summary>
    public async Task<TimeSpan> MeasureScrapeAsync(int count)
    {
        var before = CpuTime;
        for (var i = 0; i < count; i++)
        {
            await Http.GetStringAsync($"{Web}/metrics");
            // Longer than the page is kept for scrapes at once.
            await Task.Delay(350);
        }
        return (CpuTime - before) / count;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _scraping;
        Http.Dispose();
        Channel.Dispose();
        _process.Dispose();
        _stop.Dispose();
    }

    private async Task ScrapeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Http.GetStringAsync($"{Web}/metrics");
            await Task.Delay(ScrapeInterval, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
