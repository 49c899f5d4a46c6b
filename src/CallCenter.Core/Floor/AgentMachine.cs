using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Applies the events of agents and keeps, for each agent and each membership, the one gauge it is counted in. Used by one
/// thread at a time.
/// </summary>
internal sealed class AgentMachine
{
    private readonly FloorState _state;
    private readonly AgentPlans _plans;
    private readonly AgentExtraCounts _extras;
    private readonly AgentRows _rows;

    public AgentMachine(FloorState state)
    {
        (_state, _rows) = (state, new AgentRows(state));
        (_plans, _extras) = (new AgentPlans(state, this, _rows), new AgentExtraCounts(state, _rows));
    }

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
                return _state.Agents.TryGetValue(e.Agent, out var able) ? SetCapacity(able, capacity, at) : RefuseUnknown(e);
            case AgentScheduled or ShiftRemoved or AbsenceReported or AbsenceEnded:
                return _state.Agents.TryGetValue(e.Agent, out var planned) ? _plans.Apply(planned, e, at) : RefuseUnknown(e);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Refuses an agent that is not known yet when the source has as many as allowed.</summary>
    public Refusal? RefuseNew(string id)
        => _state.Agents.ContainsKey(id) ? null : _state.Limits.RefuseAgents(_state.Agents.Count + 1);

    /// <summary>The agent of this id; added, offline, when it is not known yet.</summary>
    public Agent GetOrAdd(string id)
    {
        if (_state.Agents.TryGetValue(id, out var agent)) return agent;
        agent = new Agent(_state.NextAgentHandle(), id);
        _state.Add(agent);
        return agent;
    }

    public void SetPresence(Agent agent, Presence presence, string reason, Instant at)
    {
        _state.Journal.Save(agent);
        var (hasOtherReason, hadGauge) = (agent.Reason != reason, agent.Activity.Gauge);
        if (agent.Presence == Presence.Offline && presence != Presence.Offline) agent.LoggedInAt = Stamp(agent, at);
        (agent.Presence, agent.HasMissed) = (presence, false);
        agent.Reason = presence is Presence.Break or Presence.NotReady ? reason : "";
        _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, at);
        if (hasOtherReason && hadGauge == agent.Activity.Gauge && hadGauge is Gauge.AgentOnBreak or Gauge.AgentNotReady) BeginState(agent);
    }

    public void Join(Agent agent, string queue, MembershipState joined, string reason, Instant at)
    {
        if (!agent.Memberships.TryGetValue(queue, out var membership))
        {
            membership = new Membership(queue);
            _state.Journal.Add(UndoJoin, agent, membership);
            agent.Memberships.Add(queue, membership);
        }
        _state.Journal.Save(membership);
        membership.Paused = joined == MembershipState.Paused;
        membership.Reason = membership.Paused ? reason : "";
        _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Refresh(agent, membership, agent.DeriveGauge(), Stamp(agent, at));
        _extras.Follow(agent, agent.LastAt);
    }

    public void Leave(Agent agent, string queue, Instant at)
    {
        var membership = agent.Memberships[queue];
        Move(membership.Activity, Activity.None, Stamp(agent, at));
        _state.Journal.Add(UndoLeave, agent, membership);
        agent.Memberships.Remove(queue);
        _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        _extras.Follow(agent, agent.LastAt);
    }

    /// <summary>Counts the agent in the gauges of its current state, alone and in each membership.</summary>
    public void Refresh(Agent agent, Instant at)
    {
        at = Stamp(agent, at);
        var gauge = agent.DeriveGauge();
        var activity = ActivityOf(agent, gauge);
        _state.Journal.Save(agent);
        if (activity.Gauge != agent.Activity.Gauge) BeginState(agent);
        NoteProductive(agent, agent.Activity, activity);
        agent.Activity = Move(agent.Activity, activity, at);
        if (agent.Presence is Presence.Break or Presence.NotReady || agent.IsPending) CountPending(agent, gauge, at);
        if (agent.Plan is not null) _plans.Follow(agent, at);
        for (var i = 0; i < agent.Memberships.Count; i++) Refresh(agent, agent.Memberships.Values[i], gauge, at);
        _extras.Follow(agent, at);
    }

    private void CountPending(Agent agent, Gauge? gauge, Instant at)
    {
        var isPending = agent.Presence is Presence.Break or Presence.NotReady && gauge is not (Gauge.AgentOnBreak or Gauge.AgentNotReady);
        if (isPending == agent.IsPending) return;
        agent.IsPending = isPending;
        _state.Deltas.Step(_rows.Of(agent), Gauge.AgentPending, at, isPending ? 1 : -1);
        _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    /// <summary>Counts a restored visit among the contacts of its agents. All visits are restored before the agents.</summary>
    public static void Restore(Visit visit)
    {
        foreach (var offer in visit.Offers.All) offer.Agent.Step(visit, Gauge.Alerting, 1);
        foreach (var leg in visit.Legs) leg.Agent.Step(visit, Gauge.Talking, 1);
        if (visit.State != VisitState.Waiting) visit.Agent!.Step(visit, VisitCounts.GaugeOf(visit.State), 1);
    }

    /// <summary>Sets the activities of a restored agent; they are counted already, so no row is made for them.</summary>
    public void Restore(Agent agent)
    {
        _rows.IsRestoring = true;
        var gauge = agent.DeriveGauge();
        // By the classes of reasons that were in force when it was counted.
        agent.Activity = ActivityOf(agent, gauge) with { IsProductive = agent.Activity.IsProductive };
        if (agent.CountsInBaseRow) _rows.Of(agent);
        _plans.Restore(agent);
        foreach (var (i, m) in agent.Memberships.Values.Index())
            m.Activity = ActivityIn(agent, m, AgentExtraCounts.GaugeIn(agent, i, gauge)) with { IsProductive = m.Activity.IsProductive };
        _extras.Restore(agent);
        _rows.IsRestoring = false;
    }

    public static bool IsPlanDue(Agent agent, Instant now) => agent.PlanNext <= now;

    /// <summary>Counts what of the agent's plan has come.</summary>
    public void Advance(Agent agent, Instant now) => _plans.Advance(agent, now, agent.LastAt);

    private void Refresh(Agent agent, Membership membership, Gauge? gauge, Instant at)
    {
        var activity = ActivityIn(agent, membership, gauge is { } ofAgent ? agent.GaugeIn(membership.Queue, ofAgent) : null);
        if (activity == membership.Activity) return;
        _state.Journal.Save(membership);
        NoteProductive(agent, membership.Activity, activity);
        membership.Activity = Move(membership.Activity, activity, at);
    }

    // Stored, unlike other states, since classes of reasons may change.
    private void NoteProductive(Agent agent, Activity from, Activity to)
    {
        if (from.IsProductive != to.IsProductive) _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    private void BeginState(Agent agent)
    {
        agent.StateSince = agent.LastAt;
        _state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
    }

    /// <summary>Sets the time of the agent's newest change; planned moments before it count first.</summary>
    /// <returns>The time that the change counts at.</returns>
    public Instant Stamp(Agent agent, Instant at)
    {
        if (at > agent.LastAt)
        {
            if (IsPlanDue(agent, at)) Advance(agent, at);
            _state.Journal.Save(agent);
            agent.LastAt = at;
            _state.Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
        }
        return agent.LastAt;
    }

    private Activity Move(Activity from, Activity to, Instant at)
    {
        if (from == to) return to;
        if (from.Gauge is { } left) _state.Deltas.Step(from.Row, left, at, -1);
        if (to.Gauge is { } entered) _state.Deltas.Step(to.Row, entered, at, 1);
        if (from.IsProductive) _state.Deltas.Step(from.Row, Gauge.AgentProductive, at, -1);
        if (to.IsProductive) _state.Deltas.Step(to.Row, Gauge.AgentProductive, at, 1);
        if (to.Gauge == Gauge.AgentOnBreak && from.Gauge != Gauge.AgentOnBreak) _state.Deltas.Count(to.Row, Measure.Breaks, at, 1);
        return to;
    }

    private Activity ActivityOf(Agent agent, Gauge? gauge) => gauge switch
    {
        null => Activity.None,
        Gauge.AgentOnBreak or Gauge.AgentNotReady when agent.Reason.Length > 0
            => new Activity(gauge, _rows.OfReason(agent, agent.Reason), IsProductive(gauge, agent.Reason)),
        _ => new Activity(gauge, _rows.Of(agent)),
    };

    // In a queue that has paused the agent alone, an available agent is not ready.
    private Activity ActivityIn(Agent agent, Membership membership, Gauge? gauge)
    {
        if (gauge is null) return Activity.None;
        var reason = gauge is Gauge.AgentOnBreak or Gauge.AgentNotReady ? agent.Reason : "";
        if (gauge == Gauge.AgentAvailable && membership.Paused) (gauge, reason) = (Gauge.AgentNotReady, membership.Reason);
        return new Activity(gauge, _rows.Of(agent, membership, reason), IsProductive(gauge, reason));
    }

    private bool IsProductive(Gauge? gauge, string reason)
        => gauge == Gauge.AgentNotReady && reason.Length > 0 && _state.Reasons.Productive.Contains(reason);

    private Refusal? ChangeMembership(QueueMembershipChanged e, Instant at)
    {
        if (e.State != MembershipState.Left)
        {
            if (RefuseNew(e.Agent) is { } full) return full;
            var joining = GetOrAdd(e.Agent);
            if (!joining.Memberships.ContainsKey(e.Queue)
                && _state.Limits.RefuseMemberships(joining.Memberships.Count + 1, e.Agent) is { } tooMany) return tooMany;
            Join(joining, e.Queue, e.State, e.Reason, at);
            return null;
        }
        if (!_state.Agents.TryGetValue(e.Agent, out var agent)) return RefuseUnknown(e);
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
        _state.Journal.Save(agent);
        (agent.DisplayName, agent.Team, agent.Seniority) = (e.DisplayName, e.Team, e.Seniority);
        _state.Changes.Put(FloorItemKind.AgentFixed, agent.Handle, agent);
        if (!moved) return;
        agent.BaseRow = null;
        agent.ClearRows();
        foreach (var membership in agent.Memberships.Values)
        {
            _state.Journal.Save(membership);
            membership.BaseRow = null;
        }
        StepOwnGauges(agent, at, 1);
        Refresh(agent, at);
    }

    private void StepOwnGauges(Agent agent, Instant at, int sign)
    {
        _plans.Step(agent, at, sign);
        if (agent.IsPending) _state.Deltas.Step(_rows.Of(agent), Gauge.AgentPending, at, sign);
        _extras.Step(agent, at, sign);
        if (agent.Slots.Count > 0) _state.Deltas.Step(_rows.Of(agent), Gauge.AgentSlots, at, sign * agent.SlotsMax);
    }

    private Refusal? SetCapacity(Agent agent, AgentCapacityChanged e, Instant at)
    {
        var max = agent.SlotsMax;
        agent.Slots.TryGetValue(e.Channel, out var before);
        var known = agent.Slots.ContainsKey(e.Channel);
        _state.Journal.Add(
            known ? (a, b) => ((Agent)a).Slots[e.Channel] = (int)b : (a, _) => ((Agent)a).Slots.Remove(e.Channel), agent, before);
        agent.Slots[e.Channel] = e.SlotCount;
        _state.Deltas.Step(_rows.Of(agent), Gauge.AgentSlots, Stamp(agent, at), agent.SlotsMax - max);
        _state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        _extras.Follow(agent, agent.LastAt);
        return null;
    }

    private static Refusal RefuseUnknown(AgentEvent e) => Refusal.OfAgent(e.Agent, "not known", e.GetType().Name);
}
