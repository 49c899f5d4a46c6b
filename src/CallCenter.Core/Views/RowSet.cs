using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Rows whose counts add up: those of a group that are of no agent, or those of one agent in one queue.</summary>
/// <param name="number">Of the set in its <see cref="Grouping"/>; used again after it is gone.</param>
/// <param name="agent">Null: of no agent.</param>
internal sealed class RowSet(ViewGroup group, int number, AgentSets? agent)
{
    public ViewGroup Group => group;
    public int Number => number;
    public AgentSets? Agent => agent;
    public List<RowHistory> Rows { get; } = [];

    /// <summary>Those of which something is live in a list: few.</summary>
    public List<RowHistory> Live { get; } = [];

    public void Add(RowHistory row)
    {
        Rows.Add(row);
        if (row.IsLive) Live.Add(row);
    }

    /// <summary>Removes rows; true when none is left.</summary>
    public bool Remove(IReadOnlySet<RowHistory> gone)
    {
        // One pass, however many they are.
        Rows.RemoveAll(gone.Contains);
        Live.RemoveAll(gone.Contains);
        return Rows.Count == 0;
    }

    /// <summary>Something of a row came to a list, or left it.</summary>
    public void LiveChanged(RowHistory row)
    {
        if (!row.IsLive) Live.Remove(row);
        else if (!Live.Contains(row)) Live.Add(row);
    }
}

/// <summary>
/// The rows of one agent in a group: several in one queue (by reason or team, one after the other in time) add up; over queues, where the
/// agent is at once, the largest counts; of time on contacts, each of one queue, all.
/// </summary>
internal sealed class AgentSets(string id)
{
    private readonly List<(string Queue, RowSet Rows)> _queues = [];
    private RowSet? _only; // Of an agent in one queue, as most are: one reference less to follow.

    public string Id => id;

    public IEnumerable<RowSet> All => _queues.Select(queue => queue.Rows);

    /// <summary>What the agent does now, over all queues; null when it is not known.</summary>
    public (int State, Instant? Since)? State
        => _queues is [var (_, set), ..] && set.Rows is [var row, ..] ? row.Logins?.StateOf(row.Key.Agent) : null;

    /// <summary>The rows in a queue; null: none yet.</summary>
    public RowSet? Find(string queue) => _queues.Find(q => q.Queue == queue).Rows;

    public void Add(string queue, RowSet rows)
    {
        _queues.Add((queue, rows));
        FindOnly();
    }

    /// <summary>Removes the rows in a queue; true when none are left in any.</summary>
    public bool Remove(RowSet rows)
    {
        _queues.RemoveAll(queue => queue.Rows == rows);
        FindOnly();
        return _queues.Count == 0;
    }

    public long Total<TState>(TState state, Func<RowSet, TState, long> of)
    {
        var total = 0L;
        foreach (var (_, rows) in _queues) total += of(rows, state);
        return total;
    }

    public long Largest<TState>(TState state, Func<RowSet, TState, long> of)
    {
        if (_only is not null) return Math.Max(0, of(_only, state));
        var largest = 0L;
        foreach (var (_, rows) in _queues) largest = Math.Max(largest, of(rows, state));
        return largest;
    }

    private void FindOnly() => _only = _queues is [var only] ? only.Rows : null;
}
