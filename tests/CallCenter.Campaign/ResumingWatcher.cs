using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Campaign;

/// <summary>A subscriber of the client library, which resumes after disconnections; at the end its board must equal a snapshot.</summary>
public sealed class ResumingWatcher : IAsyncDisposable
{
    private readonly KpiWatcher _watcher;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile KpiBoard? _board;

    public ResumingWatcher(NodeProcess node, Selector selector)
    {
        _watcher = new KpiWatcher(node.Url);
        _running = RunAsync(selector);
    }

    /// <summary>The present content of a dashboard.</summary>
    public SortedDictionary<string, KpiValue> Values => _board is { } board ? Boards.Flatten(board.ToMessage().Snapshot) : [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _watcher.Dispose();
    }

    private async Task RunAsync(Selector selector)
    {
        var options = new WatchOptions { MinInterval = TimeSpan.FromMilliseconds(200), BackOffMax = TimeSpan.FromMilliseconds(500) };
        try
        {
            await foreach (var board in _watcher.WatchAsync(selector, options, _stop.Token)) _board = board;
        }
        catch (OperationCanceledException)
        {
            // The campaign is over.
        }
    }
}
