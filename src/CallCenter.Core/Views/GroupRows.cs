using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The rows that one group adds up.</summary>
internal sealed class GroupRows(string[] labels)
{
    private readonly Dictionary<string, AgentRows> _agents = new(StringComparer.Ordinal);

    public string[] Labels { get; } = labels;

    /// <summary>Rows whose sums are simply added.</summary>
    public List<RowHistory> Additive { get; } = [];

    public IReadOnlyCollection<AgentRows> Agents => _agents.Values;

    public void Add(RowHistory row)
    {
        if (row.Key.Kind is not (RowKind.Agent or RowKind.Member))
        {
            Additive.Add(row);
            return;
        }
        // The same id at two sources is two people.
        var id = $"{row.Source.StoredKey}\n{row.Key.Agent}";
        if (!_agents.TryGetValue(id, out var agent)) _agents.Add(id, agent = new AgentRows());
        agent.Add(row);
    }

    /// <summary>Removes rows; true when none is left.</summary>
    public bool Remove(IReadOnlySet<RowHistory> gone)
    {
        Additive.RemoveAll(gone.Contains);
        foreach (var (id, agent) in _agents)
        {
            if (agent.Remove(gone)) _agents.Remove(id);
        }
        return Additive.Count == 0 && _agents.Count == 0;
    }
}

/// <summary>
/// The rows of one agent: several in one queue (by reason or team, one after the other in time) add up; over queues, where the agent is
/// at once, the largest counts.
/// </summary>
internal sealed class AgentRows
{
    private readonly List<(string Queue, List<RowHistory> Rows)> _queues = [];

    public void Add(RowHistory row)
    {
        var i = _queues.FindIndex(q => q.Queue == row.Key.Queue);
        if (i < 0) _queues.Add((row.Key.Queue, [row]));
        else _queues[i].Rows.Add(row);
    }

    /// <summary>Removes rows; true when none is left.</summary>
    public bool Remove(IReadOnlySet<RowHistory> gone)
    {
        foreach (var (_, rows) in _queues) rows.RemoveAll(gone.Contains);
        _queues.RemoveAll(q => q.Rows.Count == 0);
        return _queues.Count == 0;
    }

    public long Largest<TState>(TState state, Func<RowHistory, TState, long> of)
    {
        var largest = 0L;
        foreach (var (_, rows) in _queues)
        {
            var sum = 0L;
            foreach (var row in rows) sum += of(row, state);
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}
