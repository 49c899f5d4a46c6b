using System.Collections.Concurrent;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Alerts;

/// <summary>
/// Sees to it that the alerts of each tenant are evaluated, by this node or another. A tenant whose evaluation fails is tried again after a
/// growing pause; the others, and ingest, go on.
/// </summary>
public sealed class AlertKeeper
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1), PauseMax = TimeSpan.FromSeconds(15);

    private readonly KpiBoard _board;
    private readonly IMetricStore _store;
    private readonly Func<TenantId, IReadOnlyList<WatchedTarget>> _targetsOf;
    private readonly AlertFeeds _feeds;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<TenantId, bool> _failing = new();

    /// <param name="targetsOf">The targets of a tenant; the same list for as long as they are the same.</param>
    public AlertKeeper(
        KpiBoard board, IMetricStore store, Func<TenantId, IReadOnlyList<WatchedTarget>> targetsOf, AlertFeeds feeds, TimeProvider time,
        ILogger<AlertKeeper> log, EngineMeter? meter = null)
    {
        (_board, _store, _targetsOf, _feeds, _time, _log) = (board, store, targetsOf, feeds, time, log);
        (meter ?? new EngineMeter()).Meter.CreateObservableGauge(
            "callcenter.alerts.failing", () => _failing.Count, "{tenant}", "Tenants whose alerts could not be evaluated at the last try.");
    }

    /// <summary>Evaluates until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tenants = new Dictionary<TenantId, Task>();
        try
        {
            await _board.Ready.WaitAsync(cancellationToken);
            while (true)
            {
                foreach (var tenant in _board.Uses.Tenants.Where(tenant => !tenants.ContainsKey(tenant)))
                    tenants.Add(tenant, RunAsync(tenant, cancellationToken));
                await Task.Delay(LookInterval, _time, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(tenants.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Ends by cancellation only.
    private async Task RunAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        IReadOnlyList<WatchedTarget>? withoutAny = null;
        for (var pause = PauseMin; ; await Task.Delay(pause, _time, cancellationToken))
        {
            try
            {
                var targets = _targetsOf(tenant);
                if (ReferenceEquals(targets, withoutAny)) continue;
                var isNeeded = targets.Count > 0 || (await _store.Alerts.ReadOpenAsync(tenant, cancellationToken)).Alerts.Count > 0;
                withoutAny = isNeeded ? null : targets;
                if (isNeeded) await OwnAsync(tenant, targets, cancellationToken);
                pause = PauseMin;
                _failing.TryRemove(tenant, out _);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _failing[tenant] = true;
                EngineLog.AlertsNotEvaluated(_log, tenant, e);
                pause = pause < PauseMax / 2 ? 2 * pause : PauseMax;
            }
        }
    }

    private Task OwnAsync(TenantId tenant, IReadOnlyList<WatchedTarget> targets, CancellationToken cancellationToken)
    {
        var owner = new AlertOwner(tenant, targets, _board, _store, _feeds.Of(tenant), _time, _log);
        var evaluated = false;
        return owner.RunAsync(IsCurrent, cancellationToken);

        // The alerts of targets that are all gone are ended by one evaluation.
        bool IsCurrent()
        {
            var isFirst = !evaluated;
            evaluated = true;
            if (!isFirst) _failing.TryRemove(tenant, out _);
            return ReferenceEquals(_targetsOf(tenant), targets) && (isFirst || targets.Count > 0);
        }
    }
}
