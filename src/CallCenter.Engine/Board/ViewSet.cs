using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Board;

/// <summary>A selector makes more groups than allowed.</summary>
public sealed class TooManyGroupsException(int count, int max)
    : Exception($"The selector makes {count} groups; at most {max} are allowed. Add a filter or group by less.")
{
    public int Count { get; } = count;
    public int Max { get; } = max;
}

/// <summary>The rows of all shards and the views that are watched. Used by the board's loop only.</summary>
internal sealed class ViewSet(Guid epoch, int groupsMax)
{
    private readonly List<RowHistory> _rows = [];
    private long _made;
    private readonly Dictionary<string, ViewFeed> _feeds = new(StringComparer.Ordinal);

    public IReadOnlyList<RowHistory> Rows => _rows;

    public void Add(RowHistory row)
    {
        _rows.Add(row);
        foreach (var feed in _feeds.Values) feed.View.Add(row);
    }

    /// <summary>A shard was loaded anew: its rows are other objects now.</summary>
    public void Replace(Predicate<RowHistory> gone)
    {
        _rows.RemoveAll(gone);
        foreach (var feed in _feeds.Values) Fill(feed.Reset());
    }

    public void Answer(BoardRequest.Snapshot request, Instant now, Completeness completeness)
    {
        if (!_feeds.TryGetValue(request.Selector.Key, out var feed)) feed = Make(request.Selector);
        if (Refuses(feed, request.Answer)) return;
        feed.Evaluate(now, completeness);
        request.Answer.TrySetResult(feed.State);
    }

    public void Answer(BoardRequest.Open request, Instant now, Completeness completeness)
    {
        if (!_feeds.TryGetValue(request.Selector.Key, out var feed)) feed = Make(request.Selector);
        if (Refuses(feed, request.Answer)) return;
        feed.ReaderCount++;
        feed.IntervalMin = request.IntervalMin < feed.IntervalMin ? request.IntervalMin : feed.IntervalMin;
        _feeds[request.Selector.Key] = feed;
        feed.Evaluate(now, completeness, opens: true);
        request.Answer.TrySetResult(feed);
    }

    public void Close(ViewFeed feed)
    {
        if (--feed.ReaderCount == 0) _feeds.Remove(feed.Selector.Key);
    }

    /// <summary>Brings those watched views up to now that are due.</summary>
    public void Evaluate(Instant now, TimeSpan tick, bool anyChange, Func<Completeness> completeness)
    {
        Completeness? shared = null;
        foreach (var feed in _feeds.Values)
        {
            feed.IsBehind |= anyChange;
            if (feed.IsDue(now, tick)) feed.Evaluate(now, shared ??= completeness());
        }
    }

    private ViewFeed Make(Selector selector)
    {
        var feed = new ViewFeed(selector, epoch, ++_made);
        Fill(feed.View);
        return feed;
    }

    private void Fill(View view)
    {
        foreach (var row in _rows) view.Add(row);
    }

    private bool Refuses<T>(ViewFeed feed, TaskCompletionSource<T> answer)
    {
        if (feed.View.GroupCount <= groupsMax) return false;
        answer.TrySetException(new TooManyGroupsException(feed.View.GroupCount, groupsMax));
        return true;
    }
}
