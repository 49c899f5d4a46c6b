using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The rows that visits with an agent are counted in. Used by one thread at a time.</summary>
internal sealed class VisitRows(FloorState state)
{
    /// <summary>Row of the visit's traits and the agent.</summary>
    public int Of(Visit visit, Agent agent)
    {
        if (agent.ContactRows.TryGetValue(visit.QueueRow, out var row)) return row;
        var key = KeyOf(visit, agent);
        row = state.Rows.NumberOf(key);
        // Not over the limit on rows, when visits of all queues share a row, and all agents another.
        if (state.Rows.IsOwn(row, key) && state.Rows.IsOwn(visit.QueueRow, RowKey.OfVisit(visit.Traits)))
            agent.ContactRows.Add(visit.QueueRow, row);
        return row;
    }

    /// <summary>The row of a visit where its contact counts: with the queue, channel and direction that the contact entered by.</summary>
    /// <param name="own">The row of the visit itself.</param>
    public int OfEntry(Contact contact, int own)
    {
        if (state.Rows.KeyOf(contact.EntryRow) is not { IsWithoutDimensions: false } entry) return own;
        return state.Rows.KeyOf(own) is { IsWithoutDimensions: false } key
            ? state.Rows.NumberOf(key with { Queue = entry.Queue, Channel = entry.Channel, Direction = entry.Direction })
            : own;
    }

    /// <summary>Row of a transfer: that of the agent with the target as reason. Of another ending that of the agent.</summary>
    public int OfTransfer(Visit visit, VisitEnded e)
    {
        if (e.TransferTarget.Length == 0 || !VisitFacts.IsTransfer(e.Outcome)) return visit.AgentRow;
        // The agent may be in another team by now.
        return state.Rows.KeyOf(visit.AgentRow) is { IsWithoutDimensions: false } key
            ? state.Rows.NumberOf(key with { Reason = e.TransferTarget })
            : visit.AgentRow;
    }

    private static RowKey KeyOf(Visit visit, Agent agent)
        => RowKey.OfVisit(visit.Traits) with { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority };
}
