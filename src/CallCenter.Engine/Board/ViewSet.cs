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
    private readonly List<RowHistory> _rows = [];
    private readonly Dictionary<string, ViewFeed> _feeds = new(StringComparer.Ordinal);
    private long _lastNumber;

    public IReadOnlyList<RowHistory> Rows => _rows;

    public int Count => _feeds.Count;

    public int ReaderCount => _feeds.Values.Sum(feed => feed.ReaderCount);

    public void Add(RowHistory row)
    {
        _rows.Add(row);
        foreach (var feed in _feeds.Values) Guard(feed, row, static (set, feed, row) => set.AddTo(feed, row));
    }

    public void Remove(IReadOnlySet<RowHistory> gone)
    {
        _rows.RemoveAll(gone.Contains);
        foreach (var feed in _feeds.Values) Guard(feed, gone, static (_, feed, gone) => feed.View.Remove(gone));
    }

    /// <exception cref="TooManyGroupsException">The selector makes more groups than allowed.</exception>
    /// <exception cref="ViewFailedException">The values cannot be computed.</exception>
    public BoardState Snapshot(Selector selector, Instant now, Completeness completeness)
    {
        var feed = Find(selector, now);
        TryEvaluate(feed, now, completeness, "snapshot");
        return feed.State;
    }

    /// <inheritdoc cref="Snapshot" path="/exception"/>
    /// <exception cref="LimitExceededException">The tenant has as many subscriptions, or watched selectors, as allowed.</exception>
    public ViewFeed Open(BoardRequest.Open request, Instant now, Completeness completeness)
    {
        RefuseOverLimit(request.Selector);
        var feed = Find(request.Selector, now);
        TryEvaluate(feed, now, completeness, "open");
        feed.ReaderCount++;
        feed.IntervalMin = request.IntervalMin < feed.IntervalMin ? request.IntervalMin : feed.IntervalMin;
        _feeds[request.Selector.Key] = feed;
        return feed;
    }

    public void Close(ViewFeed feed)
    {
        if (--feed.ReaderCount == 0) Forget(feed);
    }

    /// <summary>Notes the span of a commit: the next state of each view belongs to it.</summary>
    public void Trace(ActivityContext commit)
    {
        foreach (var feed in _feeds.Values) feed.Trace = commit;
    }

    /// <summary>Brings those watched views up to now that are due.</summary>
    public void EvaluateDue(Instant now, TimeSpan tick, bool anyChange, Func<Selector, Completeness> completeness)
    {
        // Views of the same sources share it.
        var bySources = new Dictionary<string, Completeness>(StringComparer.Ordinal);
        foreach (var feed in _feeds.Values)
        {
            feed.IsBehind |= anyChange;
            if (feed.IsDue(tick)) Guard(feed, now, (set, due, at) => set.Evaluate(due, at, Of(due.Selector), "change"));
        }

        Completeness Of(Selector selector)
        {
            if (!bySources.TryGetValue(selector.SourcesKey, out var shared))
                bySources.Add(selector.SourcesKey, shared = completeness(selector));
            return shared;
        }
    }

    private ViewFeed Find(Selector selector, Instant now)
    {
        if (_feeds.TryGetValue(selector.Key, out var feed))
        {
            Guard(feed, now, static (_, watched, at) => watched.CheckClock(at));
            if (feed.Failure is null) return feed;
        }
        feed = new ViewFeed(selector, epoch, ++_lastNumber, time) { GroupsMax = limits.Of(selector.Tenant).GroupsMax };
        Guard(feed, _rows, static (set, made, rows) =>
        {
            foreach (var row in rows) set.AddTo(made, row);
        });
        return feed.Failure is { } failure ? throw failure : feed;
    }

    private void TryEvaluate(ViewFeed feed, Instant now, Completeness completeness, string cause)
    {
        Guard(feed, now, (set, due, at) => set.Evaluate(due, at, completeness, cause));
        if (feed.Failure is { } failure) throw failure;
    }

    private void Evaluate(ViewFeed feed, Instant now, Completeness completeness, string cause)
    {
        var start = time.GetTimestamp();
        var changed = feed.Evaluate(now, completeness, isOpening: cause == "open");
        meter.Evaluated(time.GetElapsedTime(start), feed.View.GroupCount, changed, cause);
    }

    // Refused while it is filled: counting afterwards would have done the work that the limit is there to save.
    private void AddTo(ViewFeed feed, RowHistory row)
    {
        feed.View.Add(row);
        if (feed.View.GroupCount <= feed.GroupsMax) return;
        overLimits.ReportGroups(feed.Selector.Tenant, limits.Of(feed.Selector.Tenant));
        throw new TooManyGroupsException(feed.View.GroupCount, feed.GroupsMax);
    }

    private void RefuseOverLimit(Selector selector)
    {
        var own = limits.Of(selector.Tenant);
        var (views, subscriptions) = (0, 0);
        foreach (var feed in _feeds.Values.Where(feed => feed.Selector.Tenant == selector.Tenant))
        {
            views++;
            subscriptions += feed.ReaderCount;
        }
        if (subscriptions >= own.SubscriptionsMax) throw overLimits.Refuse(
            selector.Tenant, "subscriptions", subscriptions, own.SubscriptionsMax, $"{own.Path}:{nameof(own.SubscriptionsMax)}");
        if (views >= own.ViewsMax && !_feeds.ContainsKey(selector.Key)) throw overLimits.Refuse(
            selector.Tenant, "watched selectors", views, own.ViewsMax, $"{own.Path}:{nameof(own.ViewsMax)}");
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
            TellDefect(feed);
        }
        catch (Exception e)
        {
            if (e is not (TooManyGroupsException or ClockSetBackException))
            {
                EngineLog.ViewDefect(log, feed.Selector.Key, e);
                e = new ViewFailedException(e);
            }
            feed.Fail(e);
            Forget(feed);
        }
    }

    // Another feed may have its place, if this one failed while it had readers.
    private void Forget(ViewFeed feed)
    {
        if (_feeds.TryGetValue(feed.Selector.Key, out var current) && current == feed) _feeds.Remove(feed.Selector.Key);
    }
}
