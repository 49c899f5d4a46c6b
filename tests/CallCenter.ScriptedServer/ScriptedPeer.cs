using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.ScriptedServer;

/// <summary>
/// A peer for client tests: speaks the contract over loopback, behaves well unless a test scripts the next conversation otherwise.
/// </summary>
public sealed class ScriptedPeer : IAsyncDisposable
{
    private WebApplication? _application;

    private ScriptedPeer()
    {
    }

    /// <summary>What the ingest side knows and does.</summary>
    public IngestScript Ingest { get; } = new();

    /// <summary>What the KPI side answers.</summary>
    public KpiScript Kpis { get; } = new();

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    public static async Task<ScriptedPeer> StartAsync()
    {
        var server = new ScriptedPeer();
        await server.ListenAsync(0);
        return server;
    }

    /// <summary>Drops every connection and listens no more; what was counted is kept.</summary>
    public async Task StopAsync()
    {
        if (_application is null)
            return;
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _application = null;
    }

    /// <summary>Listens again where it did before.</summary>
    public Task RestartAsync() => ListenAsync(new Uri(Address).Port);

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ListenAsync(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(Ingest);
        builder.Services.AddSingleton(Kpis);
        builder.Services.AddGrpc();
        _application = builder.Build();
        _application.MapGrpcService<ScriptedIngestService>();
        _application.MapGrpcService<ScriptedKpiService>();
        await _application.StartAsync();
        Address = _application.Urls.Single();
    }
}
