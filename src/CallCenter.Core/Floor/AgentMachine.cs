using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Applies the events of agents and keeps, for each agent and each membership, the one gauge it is counted in. Used by one
/// thread at a time.
/// </summary>
internal sealed class AgentMachine(FloorState state)
{
    private bool _isRestoring;

    private static readonly FloorJournal.Undo UndoJoin = static (agent, joined)
        => ((Agent)agent).Memberships.Remove(((Membership)joined).Queue);
    private static readonly FloorJournal.Undo UndoLeave = static (agent, left)
        => ((Agent)agent).Memberships.Add(((Membership)left).Queue, (Membership)left);

    public Refusal? Apply(AgentEvent e, Instant at)
    {
        switch (e)
        {
            case AgentPresenceChanged presence:
                if (RefuseNew(e.Agent) is { } unknown) return unknown;
                SetPresence(GetOrAdd(e.Agent), presence.Presence, presence.Reason, at);
                return null;
            case AgentDescribed described:
                if (RefuseNew(e.Agent) is { } undescribed) return undescribed;
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

    /// <summary>Refuses an agent that is not known yet when the source has as many as allowed.</summary>
    public Refusal? RefuseNew(string id)
        => state.Agents.ContainsKey(id) ? null : state.Limits.RefuseAgents(state.Agents.Count + 1);

    /// <summary>The agent of this id; added, offline, when it is not known yet.</summary>
    public Agent GetOrAdd(string id)
    {
        if (state.Agents.TryGetValue(id, out var agent)) return agent;
        agent = new Agent(state.NextAgentHandle(), id);
        state.Add(agent);
        return agent;
    }

    public void SetPresence(Agent agent, Presence presence, string reason, Instant at)
    {
        state.Journal.Save(agent);
        var (hasOtherReason, hadGauge) = (agent.Reason != reason, agent.Activity.Gauge);
        if (agent.Presence == Presence.Offline && presence != Presence.Offline) agent.LoggedInAt = Stamp(agent, at);
        agent.Presence = presence;
        agent.Reason = presence is Presence.Break or Presence.NotReady ? reason : "";
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, at);
        if (hasOtherReason && hadGauge == agent.Activity.Gauge && hadGauge is Gauge.AgentOnBreak or Gauge.AgentNotReady) BeginState(agent);
    }

    public void Join(Agent agent, string queue, MembershipState joined, string reason, Instant at)
    {
        if (!agent.Memberships.TryGetValue(queue, out var membership))
        {
            membership = new Membership(queue);
            state.Journal.Add(UndoJoin, agent, membership);
            agent.Memberships.Add(queue, membership);
        }
        state.Journal.Save(membership);
        membership.Paused = joined == MembershipState.Paused;
        membership.Reason = membership.Paused ? reason : "";
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, membership, agent.DeriveGauge(), Stamp(agent, at));
    }

    public void Leave(Agent agent, string queue, Instant at)
    {
        var membership = agent.Memberships[queue];
        Move(membership.Activity, Activity.None, Stamp(agent, at));
        state.Journal.Add(UndoLeave, agent, membership);
        agent.Memberships.Remove(queue);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    /// <summary>Counts the agent in the gauges of its current state, alone and in each membership.</summary>
    public void Refresh(Agent agent, Instant at)
    {
        at = Stamp(agent, at);
        var gauge = agent.DeriveGauge();
        var activity = ActivityOf(agent, gauge);
        state.Journal.Save(agent);
        if (activity.Gauge != agent.Activity.Gauge) BeginState(agent);
        agent.Activity = Move(agent.Activity, activity, at);
        foreach (var membership in agent.Memberships.Values) Refresh(agent, membership, gauge, at);
    }

    /// <summary>Counts a restored visit among the contacts of its agents. All visits are restored before the agents.</summary>
    public static void Restore(Visit visit)
    {
        foreach (var offer in visit.Offers.All) offer.Agent.Ringing++;
        if (visit.Agent is not { } agent) return;
        if (visit.State == VisitState.Talking) agent.Talking++;
        else if (visit.State == VisitState.OnHold) agent.OnHold++;
        else if (visit.State == VisitState.WrapUp) agent.InWrapUp++;
    }

    /// <summary>Sets the activities of a restored agent; they are counted already, so no row is made for them.</summary>
    public void Restore(Agent agent)
    {
        _isRestoring = true;
        var gauge = agent.DeriveGauge();
        agent.Activity = ActivityOf(agent, gauge);
        if (agent.CountsInBaseRow) BaseRowOf(agent);
        foreach (var membership in agent.Memberships.Values) membership.Activity = ActivityIn(agent, membership, gauge);
        _isRestoring = false;
    }

    public bool IsShiftDue(Agent agent, Instant now)
        => agent.OnShift ? now >= agent.ShiftEnd : agent.ShiftStart <= now && agent.ShiftStart < agent.ShiftEnd;

    /// <summary>Begins or ends a shift whose planned moment has come.</summary>
    public void Advance(Agent agent, Instant now)
    {
        // A shift that nobody advanced through counts as planned, too.
        if (!agent.OnShift && agent.ShiftStart <= now && agent.ShiftStart < agent.ShiftEnd) SetOnShift(agent, true, agent.ShiftStart);
        if (!agent.OnShift || now < agent.ShiftEnd) return;
        state.Journal.Save(agent);
        agent.ShiftStart = agent.ShiftEnd;
        SetOnShift(agent, false, agent.ShiftEnd);
    }

    private void Refresh(Agent agent, Membership membership, Gauge? gauge, Instant at)
    {
        var activity = ActivityIn(agent, membership, gauge);
        if (activity == membership.Activity) return;
        state.Journal.Save(membership);
        membership.Activity = Move(membership.Activity, activity, at);
    }

    private void BeginState(Agent agent)
    {
        agent.StateSince = agent.LastAt;
        state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
    }

    private Instant Stamp(Agent agent, Instant at)
    {
        if (at > agent.LastAt)
        {
            state.Journal.Save(agent);
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
        if (to.Gauge == Gauge.AgentOnBreak && from.Gauge != Gauge.AgentOnBreak) state.Deltas.Count(to.Row, Measure.Breaks, at, 1);
        return to;
    }

    private Activity ActivityOf(Agent agent, Gauge? gauge) => gauge switch
    {
        null => Activity.None,
        Gauge.AgentOnBreak or Gauge.AgentNotReady when agent.Reason.Length > 0
            => new Activity(gauge, RowOf(KeyOf(agent) with { Reason = agent.Reason })),
        _ => new Activity(gauge, BaseRowOf(agent)),
    };

    // In a queue that has paused the agent alone, an available agent is not ready.
    private Activity ActivityIn(Agent agent, Membership membership, Gauge? gauge)
    {
        if (gauge is null) return Activity.None;
        var reason = gauge is Gauge.AgentOnBreak or Gauge.AgentNotReady ? agent.Reason : "";
        if (gauge == Gauge.AgentAvailable && membership.Paused) (gauge, reason) = (Gauge.AgentNotReady, membership.Reason);
        return new Activity(gauge, reason.Length == 0
            ? membership.BaseRow ??= RowOf(KeyOf(agent, membership, ""))
            : RowOf(KeyOf(agent, membership, reason)));
    }

    private static RowKey KeyOf(Agent agent, Membership membership, string reason)
        => KeyOf(agent) with { Kind = RowKind.Member, Queue = membership.Queue, Reason = reason };

    private static RowKey KeyOf(Agent agent)
        => new(RowKind.Agent) { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority };

    private int BaseRowOf(Agent agent) => agent.BaseRow ??= RowOf(KeyOf(agent));

    private int RowOf(RowKey key) => _isRestoring ? state.Rows.CountedNumberOf(key) : state.Rows.NumberOf(key);

    private Refusal? ChangeMembership(QueueMembershipChanged e, Instant at)
    {
        if (e.State != MembershipState.Left)
        {
            if (RefuseNew(e.Agent) is { } full) return full;
            var joining = GetOrAdd(e.Agent);
            if (!joining.Memberships.ContainsKey(e.Queue)
                && state.Limits.RefuseMemberships(joining.Memberships.Count + 1, e.Agent) is { } tooMany) return tooMany;
            Join(joining, e.Queue, e.State, e.Reason, at);
            return null;
        }
        if (!state.Agents.TryGetValue(e.Agent, out var agent)) return RefuseUnknown(e);
        if (!agent.Memberships.ContainsKey(e.Queue)) return Refusal.OfAgent(e.Agent, $"not a member of '{e.Queue}'", e.GetType().Name);
        Leave(agent, e.Queue, at);
        return null;
    }

    // From now on the agent counts in new rows; its current state moves there.
    private void Describe(Agent agent, AgentDescribed e, Instant at)
    {
        at = Stamp(agent, at);
        var moved = agent.Team != e.Team || agent.Seniority != e.Seniority;
        if (moved) StepOwnGauges(agent, at, -1);
        state.Journal.Save(agent);
        (agent.DisplayName, agent.Team, agent.Seniority) = (e.DisplayName, e.Team, e.Seniority);
        state.Changes.Put(FloorItemKind.AgentFixed, agent.Handle, agent);
        if (!moved) return;
        agent.BaseRow = null;
        agent.ContactRows.Clear();
        foreach (var membership in agent.Memberships.Values)
        {
            state.Journal.Save(membership);
            membership.BaseRow = null;
        }
        StepOwnGauges(agent, at, 1);
        Refresh(agent, at);
    }

    private void StepOwnGauges(Agent agent, Instant at, int sign)
    {
        if (agent.OnShift) state.Deltas.Step(BaseRowOf(agent), Gauge.AgentScheduled, at, sign);
        if (agent.Slots.Count > 0) state.Deltas.Step(BaseRowOf(agent), Gauge.AgentSlots, at, sign * agent.SlotsMax);
    }

    private Refusal? SetCapacity(Agent agent, AgentCapacityChanged e, Instant at)
    {
        var max = agent.SlotsMax;
        agent.Slots.TryGetValue(e.Channel, out var before);
        var known = agent.Slots.ContainsKey(e.Channel);
        state.Journal.Add(
            known ? (a, b) => ((Agent)a).Slots[e.Channel] = (int)b : (a, _) => ((Agent)a).Slots.Remove(e.Channel), agent, before);
        agent.Slots[e.Channel] = e.SlotCount;
        state.Deltas.Step(BaseRowOf(agent), Gauge.AgentSlots, Stamp(agent, at), agent.SlotsMax - max);
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
            // The replaced plan is counted up to now; the new one starts here, or that time would count twice.
            SetOnShift(agent, false, at);
            start = Instant.Max(start, at);
        }
        state.Journal.Save(agent);
        (agent.ShiftStart, agent.ShiftEnd) = (start, Instant.Max(start, e.End));
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Advance(agent, at);
        return null;
    }

    private void SetOnShift(Agent agent, bool onShift, Instant at)
    {
        state.Journal.Save(agent);
        agent.OnShift = onShift;
        state.Deltas.Step(BaseRowOf(agent), Gauge.AgentScheduled, at, onShift ? 1 : -1);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    private static Refusal RefuseUnknown(AgentEvent e) => Refusal.OfAgent(e.Agent, "not known", e.GetType().Name);
}
