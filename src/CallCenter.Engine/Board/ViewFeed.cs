using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Views;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>
/// One watched view: computed once for all its readers. The board's loop publishes; readers on any thread read the newest state and wait
/// for the next, so a slow reader costs nothing.
/// </summary>
public sealed class ViewFeed
{
    // No view may have more than a tenth of the loop, so that others, and commits, have room beside it.
    private const int RestFactor = 10;

    // More than its own evaluation and a few others take.
    private static readonly TimeSpan LateMin = TimeSpan.FromMilliseconds(40);

    private const double ApartMax = 0.1;
    private const double GoldenRatio = 0.618_033_988_749_895;

    // A small step back (the clock is disciplined) is waited out; after a larger one the view's time would stand still for too long.
    private static readonly TimeSpan SetBackMax = TimeSpan.FromMinutes(1);

    private readonly Guid _epoch;
    private readonly long _number;
    private readonly TimeProvider _time;
    private readonly (int Column, int With)[] _compared;
    private BoardState? _state;
    private BoardState? _paced;
    private Exception? _failure;
    private TaskCompletionSource _next = NewSignal();
    private long _lastRow;
    private long? _evaluatedAt; // Monotonic, like the next one.
    private long? _countedAt; // Of the last evaluation but for those that only looked at the clock and changed nothing.

    private readonly List<TimeSpan> _readers = []; // By their intervals.
    private long _readAt;
    private TimeSpan _cost;
    private long _refreshTicks;

    internal ViewFeed(Selector selector, View view, Guid epoch, long number, TimeProvider time)
    {
        (Selector, View) = (selector, view);
        (_epoch, _number, _time) = (epoch, number, time);
        _readAt = time.GetTimestamp();
        _compared = [.. Enumerable.Range(0, selector.Columns.Count).Where(i => selector.ComparedWith(i) is not null)
            .Select(i => (i, selector.ComparedWith(i)!.Value))];
        Pacers = new Pacers(this);
    }

    public Selector Selector { get; }

    /// <summary>The newest state; set before the feed is handed out.</summary>
    public BoardState State => Volatile.Read(ref _state)!;

    /// <summary>Why there will be no more states: a <see cref="TooManyGroupsException"/>, <see cref="ViewFailedException"/> or
    /// <see cref="ClockSetBackException"/>; null while the view is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>The newest state at the pace of the readers: what was computed in between, for a new reader or a snapshot, comes to the
    /// others with the next one. Set before the feed is handed out.</summary>
    internal BoardState Paced => Volatile.Read(ref _paced)!;

    /// <summary>Completes when the readers' states have other values than before this call, or there is a failure.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    /// <summary>Least time between two evaluations: the shortest interval of its readers, or longer if an evaluation takes more than its
    /// share of the server. Any thread.</summary>
    public TimeSpan RefreshInterval => new(Volatile.Read(ref _refreshTicks));

    /// <summary>Reads the states at a pace; until <see cref="KpiBoard.CloseAsync"/>.</summary>
    public BoardReader Read(ReaderOptions options, TimeProvider time) => new(this, options, time);

    internal View View { get; }
    internal Pacers Pacers { get; }
    internal bool IsDefectTold { get; set; }
    internal int ReaderCount => _readers.Count;

    /// <summary>When it began to wait for its evaluation; null: it does not.</summary>
    internal long? QueuedAt { get; set; }

    /// <summary>A reader begins to read.</summary>
    /// <param name="intervalMin">Least time between two states that it wants.</param>
    internal void Add(TimeSpan intervalMin)
    {
        _readers.Add(intervalMin);
        FindRefreshInterval();
    }

    /// <summary>A reader has gone.</summary>
    internal void Remove(TimeSpan intervalMin)
    {
        _readers.Remove(intervalMin);
        _readAt = _time.GetTimestamp();
        FindRefreshInterval();
    }

    /// <summary>Whether nobody has read it for a time.</summary>
    internal bool HasLingered(TimeSpan time) => _readers.Count == 0 && _time.GetElapsedTime(_readAt) >= time;

    /// <summary>Notes what an evaluation took.</summary>
    internal void Spent(TimeSpan elapsed)
    {
        // A single slow one, which the collector or another process held up, says little.
        _cost = _cost == TimeSpan.Zero ? elapsed : (3 * _cost + elapsed) / 4;
        FindRefreshInterval();
    }

    /// <summary>Span of the newest traced commit since the last evaluation; default when there is none.</summary>
    internal ActivityContext Trace { get; set; }

    /// <summary>Something was committed since the last evaluation.</summary>
    internal bool IsBehind { get; set; }

    /// <summary>Whether it must be evaluated again: as often as its readers want after a commit, and at the tick when only time
    /// passed.</summary>
    internal bool IsDue(TimeSpan tick)
    {
        // A look at the clock that changed nothing must not put off the commit right after it.
        if (IsBehind) return HasPassed(_countedAt, RefreshInterval);
        return HasPassed(_evaluatedAt, tick < RefreshInterval ? RefreshInterval : tick);
    }

    /// <param name="now">The wall clock: the windows' edges follow it, even when it was set back.</param>
    /// <param name="isPaced">Whether it is the turn of all readers; otherwise it is for one, which must not change when the others are
    /// served.</param>
    /// <returns>The number of groups that are new, changed or gone.</returns>
    internal int Evaluate(Instant now, Completeness completeness, bool isPaced)
    {
        CheckClock(now);
        var window = View.WindowAt(now);
        var number = (_state?.Revision.Number ?? 0) + 1;
        var removed = new List<RemovedGroup>();
        var rows = RowsOf(View.Evaluate(window), number, removed, out var changes);
        var changed = changes > 0;
        if (!changed && _state is { } last) number = last.Revision.Number;
        // By its end, so that a view rests however long it took.
        _evaluatedAt = _time.GetTimestamp();
        var asOf = _state is null ? now : Instant.Max(now, _state.AsOf);
        Volatile.Write(ref _state, new BoardState(new BoardRevision(_epoch, _number, number), asOf, window, rows, completeness)
        {
            Removals = (_state?.Removals ?? Removals.None).With(removed),
            Trace = changed ? Trace : default,
        });
        Trace = default;
        if (isPaced || _paced is null) Publish(changed);
        else IsBehind |= changed;
        return changes;
    }

    private void Publish(bool changed)
    {
        if (IsBehind || changed || _paced is null) _countedAt = Apart(_evaluatedAt!.Value);
        IsBehind = false;
        var isNews = _paced?.Revision != State.Revision;
        Volatile.Write(ref _paced, State);
        if (isNews) Signal();
    }

    /// <exception cref="ClockSetBackException">The view's time would stand still for too long.</exception>
    internal void CheckClock(Instant now)
    {
        if (_state is { } state && state.AsOf - now > SetBackMax) throw new ClockSetBackException(state.AsOf - now);
    }

    internal void Fail(Exception failure)
    {
        Volatile.Write(ref _failure, failure);
        Signal();
    }

    // A view that had to wait for others goes its own way from then on: those that were held up together once would else be due together,
    // and wait for each other, ever after.
    private long Apart(long now)
    {
        if (QueuedAt is not { } queued || _time.GetElapsedTime(queued, now) < LateMin) return now;
        var share = _number * GoldenRatio % 1;
        return now + (long)(share * ApartMax * RefreshInterval.TotalSeconds * _time.TimestampFrequency);
    }

    private void FindRefreshInterval()
    {
        var shortest = _readers.DefaultIfEmpty(TimeSpan.Zero).Min();
        Volatile.Write(ref _refreshTicks, Math.Max(shortest.Ticks, RestFactor * _cost.Ticks));
    }

    private bool HasPassed(long? since, TimeSpan interval) => since is not { } timestamp || _time.GetElapsedTime(timestamp) >= interval;

    private void Signal()
    {
        Interlocked.Exchange(ref _next, NewSignal()).SetResult();
        Pacers.Look();
    }

    private IReadOnlyList<BoardRow> RowsOf(ViewValues values, long number, List<RemovedGroup> removed, out int changes)
    {
        if (values.Changed is not { } changed || _state is null)
            return Merge(_state?.Rows ?? [], values.Groups, number, removed, out changes);
        changes = changed.Count;
        if (changes == 0) return _state.Rows;
        BoardRow[] rows = [.. _state.Rows];
        foreach (var i in changed) rows[i] = ChangedRow(rows[i], values.Groups[i].Values, number);
        return rows;
    }

    // Both are ordered by labels.
    private List<BoardRow> Merge(
        IReadOnlyList<BoardRow> old, List<GroupValues> groups, long number, List<RemovedGroup> removed, out int changes)
    {
        changes = 0;
        var rows = new List<BoardRow>(groups.Count);
        var next = 0;
        foreach (var group in groups)
        {
            int order;
            while ((order = OrderAt(old, next, group)) < 0) removed.Add(Removed(old[next++], number));
            var known = order == 0 ? old[next++] : null;
            var row = known is null ? NewRow(group, number) : ChangedRow(known, group.Values, number);
            if (!ReferenceEquals(row, known)) changes++;
            rows.Add(row);
        }
        for (; next < old.Count; next++) removed.Add(Removed(old[next], number));
        changes += removed.Count;
        return rows;
    }

    private static int OrderAt(IReadOnlyList<BoardRow> old, int next, GroupValues group)
        => next < old.Count ? LabelOrder.Instance.Compare(old[next].Labels, group.Labels) : 1;

    private static RemovedGroup Removed(BoardRow row, long number) => new(row.Number, row.Labels, number);

    private BoardRow NewRow(GroupValues group, long number)
    {
        var changedAt = new long[group.Values.Length];
        Array.Fill(changedAt, number);
        return new BoardRow(++_lastRow, group.Labels, group.Values, changedAt);
    }

    private BoardRow ChangedRow(BoardRow known, KpiValue[] values, long number)
    {
        if (ReferenceEquals(values, known.Values)) return known;
        long[]? changedAt = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == known.Values[i]) continue;
            changedAt ??= (long[])known.ChangedAt.Clone();
            changedAt[i] = number;
        }
        if (changedAt is null) return known;
        // With a value goes by how much it has changed.
        foreach (var (column, with) in _compared) changedAt[column] = Math.Max(changedAt[column], changedAt[with]);
        return known with { Values = values, ChangedAt = changedAt };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
