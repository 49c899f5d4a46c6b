using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>The rows of all shards and the watched views. What goes wrong in one view is that view's fault only. Used by the board's loop
/// only.</summary>
internal sealed class ViewSet(
    Guid epoch, LimitSettings limits, OverLimitLog overLimits, TimeProvider time, ILogger log, EngineMeter meter)
{
    /// <summary>How long a view is kept without readers: one who reconnects finds it, and a script that asks every few seconds does not
    /// have all rows read each time.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly ViewGroupings _groupings = new();
    private readonly Dictionary<string, ViewFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Queue<ViewFeed> _due = new();
    private long _lastNumber;

    public WatchedRows Rows => _groupings.Rows;

    public int Count => _feeds.Count;

    public int ReaderCount => _feeds.Values.Sum(feed => feed.ReaderCount);

    public void Add(RowHistory row)
    {
        Rows.Add(row);
        foreach (var grouping in _groupings.All) Guard(grouping, row, static (set, grouping, row) => set.AddTo(grouping, row));
    }

    public void Remove(IReadOnlySet<RowHistory> gone)
    {
        foreach (var grouping in _groupings.All) Guard(grouping, gone, static (_, grouping, gone) => grouping.Remove(gone));
        foreach (var row in gone) Rows.Remove(row);
    }

    /// <exception cref="TooManyGroupsException">The selector makes more groups than allowed.</exception>
    /// <exception cref="ViewFailedException">The values cannot be computed.</exception>
    public BoardState Snapshot(Selector selector, Instant now, Completeness completeness)
    {
        var feed = Find(selector, now, isKept: false);
        TryEvaluate(feed, now, completeness, "snapshot");
        return feed.State;
    }

    /// <inheritdoc cref="Snapshot" path="/exception"/>
    /// <exception cref="LimitExceededException">The tenant has as many subscriptions, or watched selectors, as allowed.</exception>
    public ViewFeed Open(BoardRequest.Open request, Instant now, Completeness completeness)
    {
        RefuseOverLimit(request.Selector);
        ForgetLingering(request.Selector);
        var feed = Find(request.Selector, now, isKept: true);
        TryEvaluate(feed, now, completeness, "open");
        feed.Add(request.IntervalMin);
        return feed;
    }

    public void Close(ViewFeed feed, TimeSpan intervalMin) => feed.Remove(intervalMin);

    /// <summary>Notes the span of a commit: the next state of each view belongs to it.</summary>
    public void Trace(ActivityContext commit)
    {
        foreach (var feed in _feeds.Values) feed.Trace = commit;
    }

    /// <summary>Notes which views must be brought up to now, and forgets those that nobody has read for a while.</summary>
    public void FindDue(TimeSpan tick, bool anyChange)
    {
        foreach (var feed in _feeds.Values)
        {
            feed.IsBehind |= anyChange;
            if (feed.HasLingered(Linger))
            {
                Forget(feed);
            }
            else if (feed.QueuedAt is null && feed.ReaderCount > 0 && feed.IsDue(tick))
            {
                feed.QueuedAt = time.GetTimestamp();
                _due.Enqueue(feed);
            }
        }
    }

    /// <summary>Whether views wait to be evaluated.</summary>
    public bool AnyDue => _due.Count > 0;

    /// <summary>Brings the view up to now that has been due for longest.</summary>
    public void EvaluateNext(Instant now, Func<Selector, Completeness> completeness)
    {
        var feed = _due.Dequeue();
        if (IsWatched(feed)) Guard(feed, now, (set, due, at) => set.Evaluate(due, at, completeness(due.Selector), "change"));
        feed.QueuedAt = null;
    }

    private bool IsWatched(ViewFeed feed) => _feeds.TryGetValue(feed.Selector.Key, out var current) && current == feed;

    private ViewFeed Find(Selector selector, Instant now, bool isKept)
    {
        if (_feeds.TryGetValue(selector.Key, out var feed))
        {
            Guard(feed, now, static (_, watched, at) => watched.CheckClock(at));
            if (feed.Failure is null) return feed;
        }
        feed = Make(selector, isKept);
        if (isKept) _feeds[selector.Key] = feed;
        Rows.IsRead = _feeds.Count > 0;
        return feed;
    }

    private ViewFeed Make(Selector selector, bool isKept)
    {
        var groupsMax = limits.Of(selector.Tenant).GroupsMax;
        try
        {
            var grouping = _groupings.Of(selector, made => RefuseOverLimit(made, selector.Tenant, groupsMax), isKept);
            return new ViewFeed(selector, new View(selector, grouping, isKept), epoch, ++_lastNumber, time);
        }
        catch (Exception e) when (e is not TooManyGroupsException)
        {
            EngineLog.ViewDefect(log, selector.Key, e);
            throw new ViewFailedException(e);
        }
    }

    private void TryEvaluate(ViewFeed feed, Instant now, Completeness completeness, string cause)
    {
        Guard(feed, now, (set, due, at) => set.Evaluate(due, at, completeness, cause));
        if (feed.Failure is { } failure) throw failure;
    }

    private void Evaluate(ViewFeed feed, Instant now, Completeness completeness, string cause)
    {
        var start = time.GetTimestamp();
        var changed = feed.Evaluate(now, completeness, isPaced: cause == "change");
        var elapsed = time.GetElapsedTime(start);
        // A first one reads all rows, and the code may not be compiled yet.
        if (cause == "change") feed.Spent(elapsed);
        meter.Evaluated(elapsed, feed.View.GroupCount, changed, cause);
        TellDefect(feed);
    }

    // Refused while it is filled: counting afterwards would have done the work that the limit is there to save.
    private void RefuseOverLimit(Grouping grouping, TenantId tenant, int max)
    {
        if (grouping.GroupCount <= max) return;
        overLimits.ReportGroups(tenant, limits.Of(tenant));
        throw new TooManyGroupsException(grouping.GroupCount, max);
    }

    private void AddTo(Grouping grouping, RowHistory row)
    {
        grouping.Add(row);
        RefuseOverLimit(grouping, row.Source.Tenant, limits.Of(row.Source.Tenant).GroupsMax);
    }

    private void RefuseOverLimit(Selector selector)
    {
        var own = limits.Of(selector.Tenant);
        var (views, subscriptions) = (0, 0);
        foreach (var feed in _feeds.Values.Where(feed => feed.Selector.Tenant == selector.Tenant && feed.ReaderCount > 0))
        {
            views++;
            subscriptions += feed.ReaderCount;
        }
        if (subscriptions >= own.SubscriptionsMax) throw overLimits.Refuse(
            selector.Tenant, "subscriptions", subscriptions, own.SubscriptionsMax, $"{own.Path}:{nameof(own.SubscriptionsMax)}");
        if (views >= own.ViewsMax && !_feeds.ContainsKey(selector.Key)) throw overLimits.Refuse(
            selector.Tenant, "watched selectors", views, own.ViewsMax, $"{own.Path}:{nameof(own.ViewsMax)}");
    }

    // Without it a client that opens and closes one view after the other would have any number of them.
    private void ForgetLingering(Selector selector)
    {
        if (_feeds.ContainsKey(selector.Key)) return;
        var all = _feeds.Values.Where(feed => feed.Selector.Tenant == selector.Tenant).ToList();
        if (all.Count < limits.Of(selector.Tenant).ViewsMax) return;
        foreach (var feed in all.Where(feed => feed.ReaderCount == 0)) Forget(feed);
    }

    // Once a view: each evaluation would fail again.
    private void TellDefect(ViewFeed feed)
    {
        if (feed.View.Defect is null || feed.IsDefectTold) return;
        feed.IsDefectTold = true;
        EngineLog.FormulaDefect(log, feed.Selector.Key, feed.View.Defect);
    }

    private void Guard<T>(ViewFeed feed, T argument, Action<ViewSet, ViewFeed, T> step)
    {
        try
        {
            step(this, feed, argument);
        }
        catch (Exception e)
        {
            Fail(feed, e);
        }
    }

    private void Guard<T>(Grouping grouping, T argument, Action<ViewSet, Grouping, T> step)
    {
        try
        {
            step(this, grouping, argument);
        }
        catch (Exception e)
        {
            foreach (var feed in _feeds.Values.Where(feed => feed.View.Grouping == grouping).ToList()) Fail(feed, e);
        }
    }

    private void Fail(ViewFeed feed, Exception e)
    {
        if (e is not (TooManyGroupsException or ClockSetBackException))
        {
            EngineLog.ViewDefect(log, feed.Selector.Key, e);
            e = new ViewFailedException(e);
        }
        feed.Fail(e);
        Forget(feed);
    }

    // Another feed may have its place, if this one failed while it had readers.
    private void Forget(ViewFeed feed)
    {
        feed.View.Close();
        if (!IsWatched(feed)) return;
        _feeds.Remove(feed.Selector.Key);
        if (!_feeds.Values.Any(other => other.View.Grouping == feed.View.Grouping)) _groupings.Forget(feed.Selector);
        Rows.IsRead = _feeds.Count > 0;
    }
}
