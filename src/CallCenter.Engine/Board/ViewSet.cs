using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>The rows of all shards and the watched views. What goes wrong in one view is that view's fault only. Used by the board's loop
/// only.</summary>
internal sealed class ViewSet(Guid epoch, int groupsMax, TimeProvider time, ILogger log)
{
    private readonly List<RowHistory> _rows = [];
    private readonly Dictionary<string, ViewFeed> _feeds = new(StringComparer.Ordinal);
    private long _lastNumber;

    public IReadOnlyList<RowHistory> Rows => _rows;

    public void Add(RowHistory row)
    {
        _rows.Add(row);
        foreach (var feed in _feeds.Values) Guard(feed, row, static (set, feed, row) => set.AddTo(feed.View, row));
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
        Evaluate(feed, now, completeness);
        return feed.State;
    }

    /// <inheritdoc cref="Snapshot" path="/exception"/>
    public ViewFeed Open(BoardRequest.Open request, Instant now, Completeness completeness)
    {
        var feed = Find(request.Selector, now);
        Evaluate(feed, now, completeness, isOpening: true);
        feed.ReaderCount++;
        feed.IntervalMin = request.IntervalMin < feed.IntervalMin ? request.IntervalMin : feed.IntervalMin;
        _feeds[request.Selector.Key] = feed;
        return feed;
    }

    public void Close(ViewFeed feed)
    {
        if (--feed.ReaderCount == 0) Forget(feed);
    }

    /// <summary>Brings those watched views up to now that are due.</summary>
    public void EvaluateDue(Instant now, TimeSpan tick, bool anyChange, Func<Selector, Completeness> completeness)
    {
        // Views of the same sources share it.
        var bySources = new Dictionary<string, Completeness>(StringComparer.Ordinal);
        foreach (var feed in _feeds.Values)
        {
            feed.IsBehind |= anyChange;
            if (feed.IsDue(tick)) Guard(feed, now, (_, due, at) => due.Evaluate(at, Of(due.Selector)));
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
        feed = new ViewFeed(selector, epoch, ++_lastNumber, time);
        Guard(feed, _rows, static (set, made, rows) =>
        {
            foreach (var row in rows) set.AddTo(made.View, row);
        });
        return feed.Failure is { } failure ? throw failure : feed;
    }

    private void Evaluate(ViewFeed feed, Instant now, Completeness completeness, bool isOpening = false)
    {
        Guard(feed, now, (_, due, at) => due.Evaluate(at, completeness, isOpening));
        if (feed.Failure is { } failure) throw failure;
    }

    // Refused while it is filled: counting afterwards would have done the work that the limit is there to save.
    private void AddTo(View view, RowHistory row)
    {
        view.Add(row);
        if (view.GroupCount > groupsMax) throw new TooManyGroupsException(view.GroupCount, groupsMax);
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
