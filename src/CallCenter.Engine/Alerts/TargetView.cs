using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Engine.Board;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Alerts;

/// <summary>The view of a target's values, opened anew when it has failed. Used by one loop only.</summary>
internal sealed class TargetView(WatchedTarget watched, KpiBoard board, TimeProvider time)
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(250);

    private readonly RetryDelay _retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), time);
    private ViewFeed? _feed;

    public string Name => watched.Target.Name;

    /// <summary>Completes with the next change of its values, or its failure; null while it is not open.</summary>
    public Task? NextAsync() => _feed?.NextAsync();

    /// <summary>Opens it, if that is due.</summary>
    /// <returns>Why it cannot be opened; null: it is open, or is to be tried later.</returns>
    public async Task<Exception?> OpenAsync(CancellationToken cancellationToken)
    {
        if (_feed?.Failure is { } failure) return await FailAsync(failure);
        if (_feed is not null || !_retry.IsDue) return null;
        try
        {
            _feed = await board.OpenAsync(watched.Selector, IntervalMin, cancellationToken);
            _retry.Succeeded();
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return await FailAsync(e);
        }
    }

    /// <summary>Judges its values, unless they may be of the past: then nobody knows how they are.</summary>
    public void Judge(OpenAlerts alerts, Instant now)
    {
        if (_feed?.State is not { } state || state.Completeness.Shards.Stale.Any()) return;
        alerts.Judge(watched.Target, state.Rows.Select(row => (row.Labels, row.Values[0])), now);
    }

    public async ValueTask CloseAsync()
    {
        if (_feed is { } feed) await board.CloseAsync(feed, IntervalMin);
        _feed = null;
    }

    private async Task<Exception> FailAsync(Exception error)
    {
        _retry.Failed();
        await CloseAsync();
        return error;
    }
}
