using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Views;

namespace CallCenter.Engine.Board;

/// <summary>
/// One view that somebody watches: computed once for all who do. The board's loop publishes, readers on any thread take the newest
/// state and wait for the next; a slow reader costs nothing.
/// </summary>
public sealed class ViewFeed
{
    private readonly Guid _epoch;
    private readonly long _number;
    private BoardState? _state;
    private TaskCompletionSource _next = NewSignal();
    private Instant _evaluatedAt = new(0);
    private Instant _countedAt = new(0); // When it was last evaluated but for a look at the clock that changed nothing.

    internal ViewFeed(Selector selector, Guid epoch, long number)
    {
        Selector = selector;
        (_epoch, _number) = (epoch, number);
        View = new View(selector);
    }

    public Selector Selector { get; }

    /// <summary>Set before the feed is handed out.</summary>
    public BoardState State => Volatile.Read(ref _state)!;

    /// <summary>Completes when a state newer than the last one taken before this call is there.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    internal View View { get; private set; }
    internal int ReaderCount { get; set; }
    internal TimeSpan IntervalMin { get; set; } = TimeSpan.MaxValue;

    /// <summary>Something was committed since the last evaluation.</summary>
    internal bool IsBehind { get; set; }

    /// <summary>Whether it must be evaluated again: as often as its readers want after a commit, and at the tick when only time
    /// passed.</summary>
    internal bool IsDue(Instant now, TimeSpan tick)
    {
        // A look at the clock that changed nothing must not put off what is committed right after it.
        if (IsBehind) return now - _countedAt >= IntervalMin;
        return now - _evaluatedAt >= (tick < IntervalMin ? IntervalMin : tick);
    }

    /// <summary>Forgets all rows; the values stay until the next evaluation.</summary>
    internal View Reset() => View = new View(Selector);

    /// <param name="opens">For a new reader, who is sent the state whether it has changed or not.</param>
    internal void Evaluate(Instant now, Completeness completeness, bool opens = false)
    {
        var edges = View.EdgesAt(now);
        var number = (_state?.Revision.Number ?? 0) + 1;
        var rows = Merge(_state?.Rows ?? [], View.Evaluate(edges), number, out var changed);
        if (!changed && _state is { } last) number = last.Revision.Number;
        if (IsBehind || changed || opens) _countedAt = now;
        (_evaluatedAt, IsBehind) = (now, false);
        Volatile.Write(ref _state, new BoardState(new BoardRevision(_epoch, _number, number), now, edges, rows, completeness));
        Interlocked.Exchange(ref _next, NewSignal()).SetResult();
    }

    // Both are ordered by labels and groups are never taken away, so the old rows are a subsequence of the new.
    private static List<BoardRow> Merge(IReadOnlyList<BoardRow> old, List<GroupValues> groups, long number, out bool changed)
    {
        changed = false;
        var rows = new List<BoardRow>(groups.Count);
        var next = 0;
        foreach (var group in groups)
        {
            var known = next < old.Count && LabelOrder.Instance.Compare(old[next].Labels, group.Labels) == 0 ? old[next++] : null;
            var row = known is null ? NewRow(group, number) : ChangedRow(known, group.Values, number);
            changed |= row != known;
            rows.Add(row);
        }
        return rows;
    }

    private static BoardRow NewRow(GroupValues group, long number)
    {
        var changedAt = new long[group.Values.Length];
        Array.Fill(changedAt, number);
        return new BoardRow(group.Labels, group.Values, changedAt);
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
        return changedAt is null ? known : new BoardRow(known.Labels, values, changedAt);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
