using CallCenter.Core.Settings;
using CallCenter.Core.Storage;
using CallCenter.Engine.Alerts;
using CallCenter.Engine.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>A node that evaluates alerts of waiting contacts by queue, more than one being too many.</summary>
internal sealed class AlertNode : IAsyncDisposable
{
    private static readonly IReadOnlyList<WatchedTarget> Targets =
    [
        new(new KpiTarget("waiting", "contacts_waiting", 1, IsAtLeast: false) { GroupBy = ["queue"] },
            Selectors.Of("contacts_waiting", "queue")),
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly Node _node;
    private readonly Task _evaluating;

    private AlertNode(Node node, IMetricStore store)
    {
        (_node, Store, Feeds) = (node, store, new AlertFeeds(store, TimeProvider.System));
        var keeper = new AlertKeeper(
            node.Board, store, _ => Targets, Feeds, TimeProvider.System, NullLogger<AlertKeeper>.Instance);
        _evaluating = keeper.RunAsync(_stop.Token);
    }

    public IMetricStore Store { get; }
    public AlertFeeds Feeds { get; }

    public static async Task<AlertNode> StartAsync(IMetricStore store) => new(await StoreNodes.StartAsync(store), store);

    public Task<SourceSession> OpenAsync() => _node.OpenAsync(Samples.Ann);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _evaluating.InTime());
        await _node.DisposeAsync();
        _stop.Dispose();
    }
}
