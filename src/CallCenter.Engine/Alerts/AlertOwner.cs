using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Alerts;

/// <summary>Evaluates the alerts of a tenant for as long as it has the lease: judges the views of the targets at each change, and once a
/// second for hold times that end. Used by one loop only.</summary>
internal sealed class AlertOwner(
    TenantId tenant, IReadOnlyList<WatchedTarget> targets, KpiBoard board, IMetricStore store, AlertFeed feed, TimeProvider time,
    ILogger log)
{
    /// <summary>A node that dies is followed after this time.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RenewInterval = LeaseTime / 3;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    // What several views show of one commit is judged together.
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);

    // Of values that are only worse than the worst before.
    private static readonly TimeSpan WorseInterval = TimeSpan.FromSeconds(5);

    private readonly List<TargetView> _views = [.. targets.Select(target => new TargetView(target, board, time))];
    private long _leasedAt;
    private long _writtenAt = time.GetTimestamp();

    /// <summary>Evaluates until the lease is lost.</summary>
    /// <param name="isCurrent">Whether the tenant still has these targets.</param>
    /// <returns>Whether it had the lease.</returns>
    public async Task<bool> RunAsync(Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        if (await LeaseAsync(Fence.None, cancellationToken) is not { } lease) return false;
        var stored = await store.Alerts.ReadOpenAsync(tenant, cancellationToken);
        var alerts = new OpenAlerts(stored.Alerts.Select(alert => AlertCodec.Decode(alert.Id, alert.Record.Span)), lease.LastId);
        try
        {
            while (isCurrent() && await EvaluateAsync(lease.Fence, alerts, cancellationToken) is { } next)
            {
                await next;
                await Task.Delay(Spacing, time, cancellationToken);
            }
        }
        finally
        {
            foreach (var view in _views) await view.CloseAsync();
            if (cancellationToken.IsCancellationRequested) await ReleaseAsync(lease.Fence);
        }
        return true;
    }

    // Another node need not wait for the end of the lease.
    private async Task ReleaseAsync(Fence fence)
    {
        try
        {
            if (store.IsShared) await store.Alerts.LeaseAsync(tenant, fence, TimeSpan.Zero, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The lease ends by itself.
        }
    }

    /// <returns>Completes when it is to be evaluated again; null: the lease is lost.</returns>
    private async Task<Task?> EvaluateAsync(Fence fence, OpenAlerts alerts, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_leasedAt) >= RenewInterval && (await LeaseAsync(fence, cancellationToken))?.Fence != fence) return null;
        foreach (var view in _views)
        {
            if (await view.OpenAsync(cancellationToken) is { } error) EngineLog.TargetNotWatched(log, tenant, view.Name, error);
        }
        // Asked for before the values are read, so that no change between is missed.
        Task[] next = [Task.Delay(TickInterval, time, cancellationToken), .. _views.Select(view => view.NextAsync()).OfType<Task>()];
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        alerts.KeepOnly([.. targets.Select(target => target.Target)], now);
        foreach (var view in _views) view.Judge(alerts, now);
        return await WriteIfDueAsync(fence, alerts, now, cancellationToken) ? Task.WhenAny(next) : null;
    }

    private async Task<AlertLease?> LeaseAsync(Fence held, CancellationToken cancellationToken)
    {
        var leasedAt = time.GetTimestamp();
        var lease = await store.Alerts.LeaseAsync(tenant, held, LeaseTime, cancellationToken);
        if (lease is not null) _leasedAt = leasedAt;
        return lease;
    }

    /// <returns>Whether the lease still holds, as far as it was asked.</returns>
    private async Task<bool> WriteIfDueAsync(Fence fence, OpenAlerts alerts, Instant now, CancellationToken cancellationToken)
    {
        var isDue = alerts.IsDue || (alerts.Unwritten.Count > 0 && time.GetElapsedTime(_writtenAt) >= WorseInterval);
        if (!isDue) return true;
        var write = new AlertWrite(
            fence,
            [.. from alert in alerts.Unwritten.Values.OfType<Alert>() orderby alert.Id select ToStored(alert)],
            [.. from alert in alerts.Unwritten where alert.Value is null select alert.Key],
            AlertsKept.At(now));
        if (!await store.Alerts.WriteAsync(tenant, write, cancellationToken)) return false;
        _writtenAt = time.GetTimestamp();
        alerts.Written();
        feed.Changed();
        return true;
    }

    private static StoredAlert ToStored(Alert alert) => new(alert.Id, 0, alert.IsOpen, AlertCodec.Encode(alert), default);
}
