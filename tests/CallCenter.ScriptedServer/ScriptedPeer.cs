using System.Net;
using CallCenter.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.ScriptedServer;

/// <summary>
/// A peer for client tests: speaks the contract over loopback, and obeys it unless a test scripts the next conversation.
/// </summary>
public sealed class ScriptedPeer : IAsyncDisposable
{
    private WebApplication? _application;

    private ScriptedPeer()
    {
    }

    /// <summary>The ingest side.</summary>
    public IngestScript Ingest { get; } = new();

    /// <summary>The KPI side.</summary>
    public KpiScript Kpis { get; } = new();

    /// <summary>The administrators' side.</summary>
    public AdminScript Admin { get; } = new();

    /// <summary>The address of the peer.</summary>
    public string Address { get; private set; } = "";

    public static async Task<ScriptedPeer> StartAsync()
    {
        var server = new ScriptedPeer();
        await server.ListenAsync(Ports.Take());
        return server;
    }

    /// <summary>Drops every connection and stops listening; counted events are kept.</summary>
    public async Task StopAsync()
    {
        if (_application is null)
            return;
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _application = null;
    }

    /// <summary>Listens again on the same address.</summary>
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
        builder.Services.AddSingleton(Admin);
        builder.Services.AddGrpc();
        _application = builder.Build();
        _application.MapGrpcService<ScriptedIngestService>();
        _application.MapGrpcService<ScriptedKpiService>();
        _application.MapGrpcService<ScriptedAdminService>();
        await _application.StartAsync();
        Address = _application.Urls.Single();
    }
}
