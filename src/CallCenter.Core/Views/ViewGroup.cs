using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The rows of one group.</summary>
/// <param name="number">Of the group in its <see cref="Grouping"/>; used again after it is gone.</param>
internal sealed class ViewGroup(string[] labels, int number)
{
    private readonly Dictionary<string, AgentSets> _agents = new(StringComparer.Ordinal);

    public string[] Labels => labels;
    public int Number => number;

    /// <summary>Index by the order of labels, as of the last time that <see cref="Grouping.Groups"/> was read.</summary>
    public int Index { get; set; }

    /// <summary>Rows whose counts are simply added; null: none yet.</summary>
    public RowSet? Additive { get; set; }

    public List<AgentSets> Agents { get; } = [];

    public bool IsEmpty => Additive is null && Agents.Count == 0;

    /// <summary>All rows, those of agents too.</summary>
    public IEnumerable<RowHistory> All => Sets.SelectMany(set => set.Rows);

    public IEnumerable<RowSet> Sets
        => (Additive is { } additive ? [additive] : Enumerable.Empty<RowSet>()).Concat(Agents.SelectMany(agent => agent.All));

    public AgentSets AgentOf(string id)
    {
        if (_agents.TryGetValue(id, out var agent)) return agent;
        _agents.Add(id, agent = new AgentSets(id));
        Agents.Add(agent);
        return agent;
    }

    /// <summary>Removes a set that has no row left.</summary>
    public void Remove(RowSet rows)
    {
        if (rows.Agent is not { } agent)
        {
            Additive = null;
        }
        else if (agent.Remove(rows))
        {
            _agents.Remove(agent.Id);
            Agents.Remove(agent);
        }
    }
}
