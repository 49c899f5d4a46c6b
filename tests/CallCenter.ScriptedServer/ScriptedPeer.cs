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

    /// <summary>The side of alerts.</summary>
    public AlertScript Alerts { get; } = new();

    /// <summary>The address of the peer.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The address of the peer over HTTP/1.1 with gRPC-Web; empty when it has none.</summary>
    public string WebAddress { get; private set; } = "";

    public static async Task<ScriptedPeer> StartAsync(bool withWeb = false)
    {
        var server = new ScriptedPeer();
        await server.ListenAsync(Ports.Take(), withWeb ? Ports.Take() : null);
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
    public Task RestartAsync() => ListenAsync(new Uri(Address).Port, WebAddress.Length > 0 ? new Uri(WebAddress).Port : null);

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ListenAsync(int port, int? webPort)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
            if (webPort is { } web)
                kestrel.Listen(IPAddress.Loopback, web, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(Ingest);
        builder.Services.AddSingleton(Kpis);
        builder.Services.AddSingleton(Admin);
        builder.Services.AddSingleton(Alerts);
        builder.Services.AddGrpc();
        _application = builder.Build();
        _application.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        _application.MapGrpcService<ScriptedIngestService>();
        _application.MapGrpcService<ScriptedKpiService>();
        _application.MapGrpcService<ScriptedAdminService>();
        _application.MapGrpcService<ScriptedAlertService>();
        await _application.StartAsync();
        Address = _application.Urls.First();
        WebAddress = _application.Urls.ElementAtOrDefault(1) ?? "";
    }
}
