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
}

/// <summary>
/// The rows of one agent in a group: several in one queue (by reason or team, one after the other in time) add up; over queues, where the
/// agent is at once, the largest counts.
/// </summary>
internal sealed class AgentSets(string id)
{
    private readonly List<(string Queue, RowSet Rows)> _queues = [];

    public string Id => id;

    public IEnumerable<RowSet> All => _queues.Select(queue => queue.Rows);

    /// <summary>What the agent does now, over all queues; null when it is not known.</summary>
    public (int State, Instant? Since)? State
        => _queues is [var (_, set), ..] && set.Rows is [var row, ..] ? row.Logins?.StateOf(row.Key.Agent) : null;

    /// <summary>The rows in a queue; null: none yet.</summary>
    public RowSet? Find(string queue)
    {
        foreach (var (name, rows) in _queues)
        {
            if (name == queue) return rows;
        }
        return null;
    }

    public void Add(string queue, RowSet rows) => _queues.Add((queue, rows));

    /// <summary>Removes the rows in a queue; true when none are left in any.</summary>
    public bool Remove(RowSet rows)
    {
        _queues.RemoveAll(queue => queue.Rows == rows);
        return _queues.Count == 0;
    }

    public long Largest<TState>(TState state, Func<RowSet, TState, long> of)
    {
        var largest = 0L;
        foreach (var (_, rows) in _queues) largest = Math.Max(largest, of(rows, state));
        return largest;
    }
}
