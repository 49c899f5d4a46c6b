using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The rows that agents are counted in. Used by one thread at a time.</summary>
internal sealed class AgentRows(FloorState state)
{
    /// <summary>Whether agents are restored, who are counted already: no row is made for them.</summary>
    public bool IsRestoring { get; set; }

    /// <summary>Row of the agent alone.</summary>
    public int Of(Agent agent) => agent.BaseRow ??= NumberOf(KeyOf(agent));

    /// <summary>Row of the agent in a state that has a reason.</summary>
    public int OfReason(Agent agent, string reason) => NumberOf(KeyOf(agent) with { Reason = reason });

    /// <summary>Row of the agent in a queue.</summary>
    /// <param name="reason">Of the state; empty without one.</param>
    public int Of(Agent agent, Membership membership, string reason)
    {
        if (reason.Length == 0) return membership.BaseRow ??= NumberOf(KeyOf(agent, membership));
        return NumberOf(KeyOf(agent, membership) with { Reason = reason });
    }

    /// <summary>Row of the agent's slots of a channel.</summary>
    public int OfSlots(Agent agent, Channel channel)
    {
        if (agent.SlotRows.TryGetValue(channel, out var row)) return row;
        var key = KeyOf(agent) with { Channel = channel };
        row = NumberOf(key);
        // Not over the limit on rows, when all agents share a row.
        if (state.Rows.IsOwn(row, key)) agent.SlotRows.Add(channel, row);
        return row;
    }

    private int NumberOf(RowKey key) => IsRestoring ? state.Rows.CountedNumberOf(key) : state.Rows.NumberOf(key);

    private static RowKey KeyOf(Agent agent, Membership membership)
        => KeyOf(agent) with { Kind = RowKind.Member, Queue = membership.Queue };

    private static RowKey KeyOf(Agent agent)
        => new(RowKind.Agent) { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority };
}
