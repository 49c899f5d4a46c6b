using System.Runtime.CompilerServices;

namespace CallCenter.Engine.Alerts;

/// <summary>What a watcher of alerts is handed next.</summary>
/// <param name="IsSnapshot">They are all that are open; else those that changed, in the order of their last changes.</param>
/// <param name="IsHeartbeat">There are none: nothing has changed for a while.</param>
public readonly record struct AlertsRead(AlertEntries Entries, bool IsSnapshot, bool IsHeartbeat);

/// <summary>How a watcher wants alerts.</summary>
/// <param name="After">The revision that the watcher has; null: none.</param>
/// <param name="Stopping">Ends the reading.</param>
public sealed record AlertReading(long? After, TimeSpan HeartbeatInterval, TimeSpan LifeMax, CancellationToken Stopping);

/// <summary>One watcher of a tenant's alerts. One that reads slowly gets each alert as it is when it is read.</summary>
public sealed class AlertReader(AlertFeed feed, AlertReading reading, TimeProvider time)
{
    /// <summary>First all open alerts, or what changed since <see cref="AlertReading.After"/>; then each change.</summary>
    /// <exception cref="Core.Storage.StoreUnavailableException">The store does not answer.</exception>
    public async IAsyncEnumerable<AlertsRead> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, reading.Stopping);
        var (opened, writtenAt) = (time.GetTimestamp(), time.GetTimestamp());
        long? after = reading.After;
        // A store that was put back to an earlier state knows nothing of the newer revisions of the watcher.
        if (after > await feed.RevisionAsync(cancellationToken)) after = null;
        if (after is null)
        {
            var open = await feed.ReadOpenAsync(cancellationToken);
            after = open.Revision;
            yield return new AlertsRead(open, IsSnapshot: true, IsHeartbeat: false);
        }
        while (!reading.Stopping.IsCancellationRequested && time.GetElapsedTime(opened) < reading.LifeMax)
        {
            var next = feed.NextAsync();
            if (await feed.RevisionAsync(cancellationToken) > after)
            {
                var changed = await feed.ReadChangedAsync(after.Value, cancellationToken);
                after = Math.Max(after.Value, changed.Revision);
                if (changed.Alerts.Count == 0) continue;
                writtenAt = time.GetTimestamp();
                yield return new AlertsRead(changed, IsSnapshot: false, IsHeartbeat: false);
            }
            else if (reading.HeartbeatInterval - time.GetElapsedTime(writtenAt) is var left && left <= TimeSpan.Zero)
            {
                writtenAt = time.GetTimestamp();
                yield return new AlertsRead(new AlertEntries(after.Value, []), IsSnapshot: false, IsHeartbeat: true);
            }
            else
            {
                await WaitAsync(next, feed.IsPolled && AlertFeed.PollInterval < left ? AlertFeed.PollInterval : left, ending.Token);
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
    }
}
