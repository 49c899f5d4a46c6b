using CallCenter.Core.Identity;
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

    /// <summary>All rows, those of agents too.</summary>
    public IEnumerable<RowHistory> All => Additive.Concat(_agents.Values.SelectMany(agent => agent.All));

    public void Add(RowHistory row)
    {
        if (!IsOfAgent(row))
        {
            Additive.Add(row);
            return;
        }
        var id = IdOf(row);
        if (!_agents.TryGetValue(id, out var agent)) _agents.Add(id, agent = new AgentRows());
        agent.Add(row);
    }

    /// <summary>Removes rows of this group; true when none is left.</summary>
    /// <param name="gone">All of <paramref name="rows"/> and perhaps others.</param>
    public bool Remove(IEnumerable<RowHistory> rows, IReadOnlySet<RowHistory> gone)
    {
        var ofAgents = rows.ToLookup(IsOfAgent);
        // One pass, however many they are.
        if (ofAgents[false].Any()) Additive.RemoveAll(gone.Contains);
        foreach (var id in ofAgents[true].Select(IdOf).Distinct())
        {
            if (_agents.TryGetValue(id, out var agent) && agent.Remove(gone)) _agents.Remove(id);
        }
        return Additive.Count == 0 && _agents.Count == 0;
    }

    private static bool IsOfAgent(RowHistory row) => row.Key.Kind is RowKind.Agent or RowKind.Member;

    // The same id at two sources is two people.
    private static string IdOf(RowHistory row) => $"{row.Source.StoredKey}\n{row.Key.Agent}";
}

/// <summary>
/// The rows of one agent: several in one queue (by reason or team, one after the other in time) add up; over queues, where the agent is
/// at once, the largest counts.
/// </summary>
internal sealed class AgentRows
{
    private readonly List<(string Queue, List<RowHistory> Rows)> _queues = [];

    public IEnumerable<RowHistory> All => _queues.SelectMany(queue => queue.Rows);

    /// <summary>What the agent does now, over all queues; null when it is not known.</summary>
    public (int State, Instant? Since)? State => All.FirstOrDefault() is { } row ? row.Logins?.StateOf(row.Key.Agent) : null;

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
