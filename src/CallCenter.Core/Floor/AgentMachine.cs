using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Takes the events of agents and keeps, for each agent and each membership, the one gauge it is counted in. Used by one
/// loop only.
/// </summary>
internal sealed class AgentMachine(FloorState state)
{
    public Refusal? Apply(AgentEvent e, Instant at)
    {
        switch (e)
        {
            case AgentPresenceChanged presence:
                SetPresence(GetOrAdd(e.Agent), presence.Presence, presence.Reason, at);
                return null;
            case AgentDescribed described:
                Describe(GetOrAdd(e.Agent), described, at);
                return null;
            case QueueMembershipChanged membership:
                return ChangeMembership(membership, at);
            case AgentCapacityChanged capacity:
                return state.Agents.TryGetValue(e.Agent, out var able) ? SetCapacity(able, capacity, at) : RefuseUnknown(e);
            case AgentScheduled scheduled:
                return state.Agents.TryGetValue(e.Agent, out var planned) ? Schedule(planned, scheduled, at) : RefuseUnknown(e);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The agent of this id; made, offline, when it is not known yet.</summary>
    public Agent GetOrAdd(string id)
    {
        if (state.Agents.TryGetValue(id, out var agent)) return agent;
        agent = new Agent(state.NextAgentHandle(), id);
        state.Agents.Add(id, agent);
        state.Changes.Put(FloorItemKind.AgentFixed, agent.Handle, agent);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        return agent;
    }

    public void SetPresence(Agent agent, Presence presence, string reason, Instant at)
    {
        agent.Presence = presence;
        agent.Reason = presence is Presence.Break or Presence.NotReady ? reason : "";
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, at);
    }

    public void Join(Agent agent, string queue, MembershipState joined, string reason, Instant at)
    {
        if (!agent.Memberships.TryGetValue(queue, out var membership)) agent.Memberships.Add(queue, membership = new Membership(queue));
        membership.Paused = joined == MembershipState.Paused;
        membership.Reason = membership.Paused ? reason : "";
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, at);
    }

    public void Leave(Agent agent, string queue, Instant at)
    {
        Move(agent.Memberships[queue].Activity, Activity.None, Stamp(agent, at));
        agent.Memberships.Remove(queue);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    /// <summary>Brings the gauges in line after anything that the activity is derived from has changed.</summary>
    public void Refresh(Agent agent, Instant at)
    {
        at = Stamp(agent, at);
        var gauge = agent.DeriveGauge();
        agent.Activity = Move(agent.Activity, ActivityOf(agent, gauge), at);
        foreach (var membership in agent.Memberships.Values)
            membership.Activity = Move(membership.Activity, ActivityIn(agent, membership, gauge), at);
    }

    /// <summary>Counts a restored visit among the contacts of its agents. All visits are restored before the agents.</summary>
    public static void Restore(Visit visit)
    {
        foreach (var offer in visit.Offers) offer.Agent.Ringing++;
        if (visit.Agent is not { } agent) return;
        if (visit.State == VisitState.Talking) agent.Talking++;
        else if (visit.State == VisitState.OnHold) agent.OnHold++;
        else if (visit.State == VisitState.WrapUp) agent.InWrapUp++;
    }

    /// <summary>Sets the activities of a restored agent, which were counted before it was stored.</summary>
    public void Restore(Agent agent)
    {
        var gauge = agent.DeriveGauge();
        agent.Activity = ActivityOf(agent, gauge);
        foreach (var membership in agent.Memberships.Values) membership.Activity = ActivityIn(agent, membership, gauge);
    }

    /// <summary>Feeds the time: a shift begins or ends at its planned moment.</summary>
    public void Advance(Agent agent, Instant now)
    {
        // A shift that nobody fed the time to counts as planned, too.
        if (!agent.OnShift && agent.ShiftStart <= now && agent.ShiftStart < agent.ShiftEnd) SetOnShift(agent, true, agent.ShiftStart);
        if (!agent.OnShift || now < agent.ShiftEnd) return;
        agent.ShiftStart = agent.ShiftEnd;
        SetOnShift(agent, false, agent.ShiftEnd);
    }

    private Instant Stamp(Agent agent, Instant at)
    {
        if (at > agent.LastAt)
        {
            agent.LastAt = at;
            state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
        }
        return agent.LastAt;
    }

    private Activity Move(Activity from, Activity to, Instant at)
    {
        if (from == to) return to;
        if (from.Gauge is { } left) state.Deltas.Step(from.Row, left, at, -1);
        if (to.Gauge is { } entered) state.Deltas.Step(to.Row, entered, at, 1);
        return to;
    }

    private Activity ActivityOf(Agent agent, Gauge? gauge) => gauge switch
    {
        null => Activity.None,
        Gauge.AgentOnBreak or Gauge.AgentNotReady when agent.Reason.Length > 0
            => new Activity(gauge, state.Rows.NumberOf(KeyOf(agent) with { Reason = agent.Reason })),
        _ => new Activity(gauge, BaseRowOf(agent)),
    };

    // In a queue that has paused the agent alone, an available agent is not ready.
    private Activity ActivityIn(Agent agent, Membership membership, Gauge? gauge)
    {
        if (gauge is null) return Activity.None;
        var reason = gauge is Gauge.AgentOnBreak or Gauge.AgentNotReady ? agent.Reason : "";
        if (gauge == Gauge.AgentAvailable && membership.Paused) (gauge, reason) = (Gauge.AgentNotReady, membership.Reason);
        membership.BaseRow ??= state.Rows.NumberOf(KeyOf(agent) with { Kind = RowKind.Member, Queue = membership.Queue });
        return reason.Length == 0
            ? new Activity(gauge, membership.BaseRow.Value)
            : new Activity(gauge,
                state.Rows.NumberOf(KeyOf(agent) with { Kind = RowKind.Member, Queue = membership.Queue, Reason = reason }));
    }

    private static RowKey KeyOf(Agent agent)
        => new(RowKind.Agent) { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority };

    private int BaseRowOf(Agent agent) => agent.BaseRow ??= state.Rows.NumberOf(KeyOf(agent));

    private Refusal? ChangeMembership(QueueMembershipChanged e, Instant at)
    {
        if (e.State != MembershipState.Left)
        {
            Join(GetOrAdd(e.Agent), e.Queue, e.State, e.Reason, at);
            return null;
        }
        if (!state.Agents.TryGetValue(e.Agent, out var agent)) return RefuseUnknown(e);
        if (!agent.Memberships.ContainsKey(e.Queue)) return Refusal.OfAgent(e.Agent, $"not a member of '{e.Queue}'", e.GetType().Name);
        Leave(agent, e.Queue, at);
        return null;
    }

    // What is counted from now on goes to new rows; what the agent is in now moves over.
    private void Describe(Agent agent, AgentDescribed e, Instant at)
    {
        at = Stamp(agent, at);
        var moved = agent.Team != e.Team || agent.Seniority != e.Seniority;
        if (moved) StepOwnGauges(agent, at, -1);
        (agent.DisplayName, agent.Team, agent.Seniority) = (e.DisplayName, e.Team, e.Seniority);
        state.Changes.Put(FloorItemKind.AgentFixed, agent.Handle, agent);
        if (!moved) return;
        agent.BaseRow = null;
        agent.ContactRows.Clear();
        foreach (var membership in agent.Memberships.Values) membership.BaseRow = null;
        StepOwnGauges(agent, at, 1);
        Refresh(agent, at);
    }

    private void StepOwnGauges(Agent agent, Instant at, int sign)
    {
        if (agent.OnShift) state.Deltas.Step(BaseRowOf(agent), Gauge.AgentScheduled, at, sign);
        if (agent.Slots.Count > 0) state.Deltas.Step(BaseRowOf(agent), Gauge.AgentSlots, at, sign * agent.Slots.Values.Sum());
    }

    private Refusal? SetCapacity(Agent agent, AgentCapacityChanged e, Instant at)
    {
        agent.Slots.TryGetValue(e.Channel, out var before);
        agent.Slots[e.Channel] = e.SlotCount;
        state.Deltas.Step(BaseRowOf(agent), Gauge.AgentSlots, Stamp(agent, at), e.SlotCount - before);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        return null;
    }

    private Refusal? Schedule(Agent agent, AgentScheduled e, Instant at)
    {
        at = Stamp(agent, at);
        Advance(agent, at);
        var start = e.Start;
        if (agent.OnShift)
        {
            // Up to now the replaced plan has been counted: the new one goes on from here, or that time would count twice.
            SetOnShift(agent, false, at);
            start = Instant.Max(start, at);
        }
        (agent.ShiftStart, agent.ShiftEnd) = (start, Instant.Max(start, e.End));
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Advance(agent, at);
        return null;
    }

    private void SetOnShift(Agent agent, bool onShift, Instant at)
    {
        agent.OnShift = onShift;
        state.Deltas.Step(BaseRowOf(agent), Gauge.AgentScheduled, at, onShift ? 1 : -1);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    private static Refusal RefuseUnknown(AgentEvent e) => Refusal.OfAgent(e.Agent, "not known", e.GetType().Name);
}
