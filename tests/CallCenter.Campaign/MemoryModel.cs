using CallCenter.Client;
using CallCenter.Server;
using CallCenter.Storage.Embedded;
using CallCenter.Testing;
using CallCenter.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Campaign;

/// <summary>The same stories in an undisturbed server in memory: the expected value of every KPI.</summary>
public sealed class MemoryModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly Dictionary<string, EventSender> _senders = [];
    private readonly Dictionary<string, long> _sent = [];

    private MemoryModel(WebApplication app, string url)
    {
        (_app, _channel) = (app, Boards.Open(url));
        Kpis = new KpiService.KpiServiceClient(_channel);
    }

    public KpiService.KpiServiceClient Kpis { get; }

    public static async Task<MemoryModel> StartAsync()
    {
        var url = $"http://127.0.0.1:{Ports.Take()}";
        string[] quiet = ["--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"];
        var app = ServerApp.Build(quiet, options =>
        {
            options.Listen = url;
            options.Store = new EmbeddedStoreOptions { Durability = Durability.Memory };
        });
        await app.StartAsync();
        return new MemoryModel(app, url);
    }

    /// <summary>Sends the new events of a story since the last call, each once.</summary>
    public async Task FollowAsync(Story story)
    {
        if (!_senders.TryGetValue(story.Source, out var sender))
            _senders[story.Source] = sender = EventSender.Connect(_channel, new EventSenderOptions { Source = story.Source });
        var sent = _sent.GetValueOrDefault(story.Source);
        while (sent < story.Count) await sender.SendAsync(story.At(++sent));
        await sender.FlushAsync();
        _sent[story.Source] = sent;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders.Values) await sender.DisposeAsync();
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
