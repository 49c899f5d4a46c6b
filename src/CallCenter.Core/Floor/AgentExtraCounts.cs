using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Counts what agents are beside their states: at work without a break, with slots left, without an answer to the last offer. Used
/// by one thread at a time.</summary>
internal sealed class AgentExtraCounts(FloorState state, AgentRows rows)
{
    // Stored: the number of a gauge less this one fits a byte.
    private const int FirstGauge = 400;

    /// <summary>Counts what follows from the agent's state, slots and contacts now.</summary>
    public void Follow(Agent agent, Instant at)
    {
        var (before, next) = (agent.Extras, NextOf(agent, at));
        if (next.IsSame(before)) return;
        state.Journal.Save(agent);
        agent.Extras = next;
        StepDifference(agent, before, next, at);
        state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
    }

    /// <summary>Counts all of it once more, or once less, when the agent moves to other rows.</summary>
    public void Step(Agent agent, Instant at, int sign)
    {
        if (agent.Extras.IsNone) return;
        if (sign > 0) FindRows(agent);
        StepDifference(agent, sign > 0 ? default : agent.Extras, sign > 0 ? agent.Extras : default, at);
    }

    /// <summary>Sets what follows from the stored part.</summary>
    public void Restore(Agent agent)
    {
        agent.HasMissed = agent.Extras.HasMissed;
        FindRows(agent);
    }

    private void FindRows(Agent agent)
    {
        if (agent.Extras.Free is { Length: > 0 } free)
            agent.Extras = agent.Extras with { Free = Array.ConvertAll(free, f => f with { Row = rows.OfSlots(agent, f.Channel) }) };
    }

    /// <summary>The state that a stored agent was counted in, in a queue.</summary>
    /// <param name="number">Of the membership, in the order of their queues.</param>
    public static Gauge? GaugeIn(Agent agent, int number, Gauge? ofAgent)
        => number < agent.Extras.Memberships.Length ? (Gauge)(FirstGauge + agent.Extras.Memberships[number]) : ofAgent;

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

    private static int SpareOf(Agent agent) => AgentContacts.Whole - agent.Contacts.LoadOf(agent.Slots, withRinging: false);

    // One call or three chats: what a contact takes of one channel it takes of the others too.
    private FreeSlots[] FreeOf(Agent agent)
    {
        if (agent.Presence != Presence.Available) return [];
        var left = AgentContacts.Whole - agent.Contacts.LoadOf(agent.Slots, withRinging: true);
        if (left == 0) return [];
        var before = agent.Extras.Free;
        if (IsFree(agent, left, before)) return before;
        var free = new List<FreeSlots>();
        for (var i = 0; i < agent.Slots.Count; i++)
        {
            if (FreeAt(agent, i, left) is > 0 and var count)
                free.Add(new FreeSlots(agent.Slots.Keys[i], count, rows.OfSlots(agent, agent.Slots.Keys[i])));
        }
        return [.. free];
    }

    // Whether these slots are free: asked at each change of an agent, most of which change nothing of this.
    private static bool IsFree(Agent agent, int left, FreeSlots[] slots)
    {
        var known = 0;
        for (var i = 0; i < agent.Slots.Count; i++)
        {
            if (FreeAt(agent, i, left) is not (> 0 and var count)) continue;
            if (known == slots.Length || slots[known].Channel != agent.Slots.Keys[i] || slots[known].Count != count) return false;
            known++;
        }
        return known == slots.Length;
    }

    private static int FreeAt(Agent agent, int index, int left) => agent.Slots.Values[index] * left / AgentContacts.Whole;

    // Without a list while all are the same, as they mostly are: this is asked at each change of an agent.
    private static byte[] CodesOf(Agent agent, Gauge? ofAgent)
    {
        if (ofAgent is not { } gauge || !gauge.IsOfContact()) return [];
        byte[]? codes = null;
        for (var i = 0; i < agent.Memberships.Count; i++)
        {
            // On a contact, a membership is in no other state than its own contacts say.
            if (agent.Memberships.Values[i].Activity.Gauge is not { } own) continue;
            if (own != gauge && codes is null)
            {
                codes = new byte[agent.Memberships.Count];
                Array.Fill(codes, (byte)(gauge - FirstGauge), 0, i);
            }
            if (codes is not null) codes[i] = (byte)(own - FirstGauge);
        }
        return codes ?? [];
    }

    private void StepDifference(Agent agent, in AgentExtras before, in AgentExtras next, Instant at)
    {
        var (deltas, row) = (state.Deltas, rows.Of(agent));
        deltas.Step(row, Gauge.AgentMissed, at, (next.HasMissed ? 1 : 0) - (before.HasMissed ? 1 : 0));
        if (before.WorkingSince != next.WorkingSince)
        {
            if (before.WorkingSince is { } left) deltas.Step(row, Gauge.AgentWorking, at, -1, left);
            if (next.WorkingSince is { } entered) deltas.Step(row, Gauge.AgentWorking, at, 1, entered);
        }
        deltas.Step(row, Gauge.AgentSpare, at, next.Spare - before.Spare);
        if (before.Free == next.Free) return;
        deltas.Step(row, Gauge.AgentSlotsFree, at, next.FreeMax - before.FreeMax);
        foreach (var free in before.Free) deltas.Step(free.Row, Gauge.AgentChannelSlotsFree, at, next.FreeOf(free.Channel) - free.Count);
        foreach (var free in next.Free)
        {
            if (before.FreeOf(free.Channel) == 0) deltas.Step(free.Row, Gauge.AgentChannelSlotsFree, at, free.Count);
        }
    }
}
