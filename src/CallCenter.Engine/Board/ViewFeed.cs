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
    // A small step back (the clock is disciplined) is waited out; after a larger one the view's time would stand still for too long.
    private static readonly TimeSpan SetBackMax = TimeSpan.FromMinutes(1);

    private readonly Guid _epoch;
    private readonly long _number;
    private readonly TimeProvider _time;
    private BoardState? _state;
    private Exception? _failure;
    private TaskCompletionSource _next = NewSignal();
    private long _lastRow;
    private long? _evaluatedAt; // Monotonic, like the next one.
    private long? _countedAt; // Of the last evaluation but for those that only looked at the clock and changed nothing.

    internal ViewFeed(Selector selector, Guid epoch, long number, TimeProvider time)
    {
        Selector = selector;
        (_epoch, _number, _time) = (epoch, number, time);
        View = new View(selector);
    }

    public Selector Selector { get; }

    /// <summary>The newest state; set before the feed is handed out.</summary>
    public BoardState State => Volatile.Read(ref _state)!;

    /// <summary>Why there will be no more states: a <see cref="TooManyGroupsException"/>, <see cref="ViewFailedException"/> or
    /// <see cref="ClockSetBackException"/>; null while the view is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Completes when there is a newer state than before this call, or a failure.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    internal View View { get; }

    /// <summary>How many groups it may have.</summary>
    internal int GroupsMax { get; init; } = int.MaxValue;

    internal bool IsDefectTold { get; set; }
    internal int ReaderCount { get; set; }
    internal TimeSpan IntervalMin { get; set; } = TimeSpan.MaxValue;

    /// <summary>Span of the newest traced commit since the last evaluation; default when there is none.</summary>
    internal ActivityContext Trace { get; set; }

    /// <summary>Something was committed since the last evaluation.</summary>
    internal bool IsBehind { get; set; }

    /// <summary>Whether it must be evaluated again: as often as its readers want after a commit, and at the tick when only time
    /// passed.</summary>
    internal bool IsDue(TimeSpan tick)
    {
        // A look at the clock that changed nothing must not put off the commit right after it.
        if (IsBehind) return HasPassed(_countedAt, IntervalMin);
        return HasPassed(_evaluatedAt, tick < IntervalMin ? IntervalMin : tick);
    }

    /// <param name="now">The wall clock: the windows' edges follow it, even when it was set back.</param>
    /// <param name="isOpening">For a new reader, who is sent the state whether it has changed or not.</param>
    /// <returns>The number of groups that are new, changed or gone.</returns>
    internal int Evaluate(Instant now, Completeness completeness, bool isOpening = false)
    {
        CheckClock(now);
        var window = View.WindowAt(now);
        var number = (_state?.Revision.Number ?? 0) + 1;
        var removed = new List<RemovedGroup>();
        var rows = Merge(_state?.Rows ?? [], View.Evaluate(window), number, removed, out var changes);
        var changed = changes > 0;
        if (!changed && _state is { } last) number = last.Revision.Number;
        _evaluatedAt = _time.GetTimestamp();
        if (IsBehind || changed || isOpening) _countedAt = _evaluatedAt;
        IsBehind = false;
        var asOf = _state is null ? now : Instant.Max(now, _state.AsOf);
        Volatile.Write(ref _state, new BoardState(new BoardRevision(_epoch, _number, number), asOf, window, rows, completeness)
        {
            Removals = (_state?.Removals ?? Removals.None).With(removed),
            Trace = changed ? Trace : default,
        });
        Trace = default;
        Signal();
        return changes;
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

    private bool HasPassed(long? since, TimeSpan interval) => since is not { } timestamp || _time.GetElapsedTime(timestamp) >= interval;

    private void Signal() => Interlocked.Exchange(ref _next, NewSignal()).SetResult();

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

    private static BoardRow ChangedRow(BoardRow known, KpiValue[] values, long number)
    {
        long[]? changedAt = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == known.Values[i]) continue;
            changedAt ??= (long[])known.ChangedAt.Clone();
            changedAt[i] = number;
        }
        return changedAt is null ? known : known with { Values = values, ChangedAt = changedAt };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
