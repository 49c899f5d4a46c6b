using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Counts what agents are beside their states: at work without a break, with slots left, without an answer to the last offer. Used
/// by one thread at a time.</summary>
internal sealed class AgentExtraCounts(FloorState state, AgentMachine agents)
{
    // Stored: the number of a gauge less this one fits a byte.
    private const int FirstGauge = 400;

    /// <summary>Counts what follows from the agent's state, slots and contacts now.</summary>
    public void Follow(Agent agent, Instant at)
    {
        var (before, next) = (agent.Extras, NextOf(agent, at));
        if (next == before) return;
        state.Journal.Save(agent);
        agent.Extras = next;
        Step(agent, before, -1, at);
        Step(agent, next, 1, at);
        state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
    }

    /// <summary>Counts all of it once more, or once less, when the agent moves to other rows.</summary>
    public void Step(Agent agent, Instant at, int sign)
    {
        if (sign > 0) FindRows(agent);
        Step(agent, agent.Extras, sign, at);
    }

    /// <summary>Sets what follows from the stored part.</summary>
    public void Restore(Agent agent)
    {
        agent.HasMissed = agent.Extras.HasMissed;
        FindRows(agent);
    }

    private void FindRows(Agent agent)
    {
        if (agent.Extras.Free.Count > 0)
        {
            var free = agent.Extras.Free.Select(f => f with { Row = agents.RowOf(agent, f.Channel) });
            agent.Extras = agent.Extras with { Free = [.. free] };
        }
    }

    /// <summary>The state that a stored agent was counted in, in a queue.</summary>
    /// <param name="number">Of the membership, in the order of their queues.</param>
    public static Gauge? GaugeIn(Agent agent, int number, Gauge? ofAgent)
        => number < agent.Extras.Memberships.Count ? (Gauge)(FirstGauge + agent.Extras.Memberships[number]) : ofAgent;

    private AgentExtras NextOf(Agent agent, Instant at)
    {
        var gauge = agent.Activity.Gauge;
        var isWorking = gauge is not (null or Gauge.AgentOnBreak);
        var isOccupied = gauge is Gauge.AgentTalking or Gauge.AgentOnHold or Gauge.AgentInWrapUp;
        var next = new AgentExtras
        {
            HasMissed = agent.HasMissed && gauge is not null,
            WorkingSince = isWorking ? agent.Extras.WorkingSince ?? at : null,
        };
        if (agent.Slots.Count > 0) next = next with { Spare = isOccupied ? SpareOf(agent) : 0, Free = FreeOf(agent) };
        return CodesOf(agent, gauge) is { Length: > 0 } codes ? next with { Memberships = codes } : next;
    }

    private static int SpareOf(Agent agent)
        => AgentContacts.Whole - AgentContacts.LoadOf(agent.Contacts, agent.Slots, withRinging: false);

    // One call or three chats: what a contact takes of one channel it takes of the others too.
    private IReadOnlyList<FreeSlots> FreeOf(Agent agent)
    {
        if (agent.Presence != Presence.Available) return [];
        var left = AgentContacts.Whole - AgentContacts.LoadOf(agent.Contacts, agent.Slots, withRinging: true);
        var free = new List<FreeSlots>();
        foreach (var (channel, max) in agent.Slots)
        {
            var count = max * left / AgentContacts.Whole;
            if (count > 0) free.Add(new FreeSlots(channel, count, agents.RowOf(agent, channel)));
        }
        return free;
    }

    // Without a list while all are the same, as they mostly are: this is asked at each change of an agent.
    private static byte[] CodesOf(Agent agent, Gauge? ofAgent)
    {
        if (ofAgent is not { } gauge || !gauge.IsOfContact()) return [];
        byte[]? codes = null;
        var i = 0;
        foreach (var membership in agent.Memberships.Values)
        {
            var own = agent.GaugeIn(membership.Queue, gauge);
            if (own != gauge && codes is null)
            {
                codes = new byte[agent.Memberships.Count];
                Array.Fill(codes, (byte)(gauge - FirstGauge), 0, i);
            }
            if (codes is not null) codes[i] = (byte)(own - FirstGauge);
            i++;
        }
        return codes ?? [];
    }

    private void Step(Agent agent, AgentExtras extras, int sign, Instant at)
    {
        var deltas = state.Deltas;
        if (extras.HasMissed) deltas.Step(agents.BaseRowOf(agent), Gauge.AgentMissed, at, sign);
        if (extras.WorkingSince is { } since) deltas.Step(agents.BaseRowOf(agent), Gauge.AgentWorking, at, sign, since);
        if (extras.Spare > 0) deltas.Step(agents.BaseRowOf(agent), Gauge.AgentSpare, at, sign * extras.Spare);
        if (extras.Free.Count == 0) return;
        deltas.Step(agents.BaseRowOf(agent), Gauge.AgentSlotsFree, at, sign * extras.FreeMax);
        foreach (var free in extras.Free) deltas.Step(free.Row, Gauge.AgentChannelSlotsFree, at, sign * free.Count);
    }
}
